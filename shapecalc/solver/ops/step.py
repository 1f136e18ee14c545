"""Which strides can do it at all, by linear inequalities; the rest is solved for one stride at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

LARGEST_STRIDE = 10**9
Limit = tuple[int, int]
"""``(a, b)`` for ``a*S <= b``."""


def whole(limits: Iterable[Limit], within: range = range(1, LARGEST_STRIDE + 1)) -> range:
    """Return every stride with ``a*S <= b`` for all limits.

    >>> whole([(-2, -5), (3, 20)]), whole([(1, 0)]), whole([(0, -1)])
    (range(3, 7), range(1, 1), range(1, 1))
    """
    least, stop = within.start, within.stop
    for times, bound in limits:
        if times > 0:
            stop = min(stop, bound // times + 1)
        elif times < 0:
            least = max(least, -(bound // -times))
        elif bound < 0:
            stop = least
    return range(least, max(stop, least))


def between(cases: Sequence[tuple[int, int]], limit: Callable[[int, int], Limit]) -> Iterator[Limit]:
    """Yield what cases (size and output) allow one another.

    ``limit`` tells how much S may be when the input grows by ``wider`` and the output by ``more``. It is asked of
    neighbours, and of the first and the last, either way round: that may leave a stride too many, never one too few.

    >>> whole(between([(63, 126), (64, 128), (65, 130)], lambda wider, more: (wider, more)))
    range(2, 3)
    """
    ordered = sorted(set(cases))
    for before, after in (*pairwise(ordered), (ordered[0], ordered[-1])):
        wider, more = after[0] - before[0], after[1] - before[1]
        yield limit(wider, more)
        yield limit(-wider, -more)
