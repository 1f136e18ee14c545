"""Where a polynomial in one variable keeps its sign: so long every comparison that it decides has the same answer."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from shapecalc.symbolic.polynomial import Terms, plus


def coefficients(terms: Terms) -> list[int]:
    """Return the coefficients of a polynomial in one variable, that of the highest power last.

    >>> coefficients({("q", "q"): 3, (): 1})
    [1, 0, 3]
    """
    found = [0] * (max(map(len, terms), default=0) + 1)
    for factors, coefficient in terms.items():
        found[len(factors)] += coefficient
    return found


def steady(terms: Terms, at: int) -> tuple[int | None, int | None]:
    """Return the largest interval of whole numbers around ``at`` where a polynomial in one variable keeps its sign.

    A sign is +, - or 0; None stands for no end on that side.

    >>> steady({("q",): 2, (): -5}, at=7), steady({("q",): 1, (): -4}, at=4), steady({("q", "q"): 1, (): -9}, at=0)
    ((3, None), (4, 4), (-2, 2))
    """
    if max(map(len, terms)) == 1:
        return _steady_line(next(terms[factors] for factors in terms if factors), terms.get((), 0), at)
    numbers = coefficients(terms)
    here = _sign(_at(numbers, at))
    turns = sorted({turn + near for turn in _turns(numbers) for near in (-1, 0, 1)})
    low = _edge(lambda q: _sign(_at(numbers, q)) == here, at, [turn for turn in reversed(turns) if turn <= at], -1)
    return low, _edge(lambda q: _sign(_at(numbers, q)) == here, at, [turn for turn in turns if turn >= at], 1)


def reaching(terms: Terms, at: int, bound: int = 0) -> tuple[int | None, int | None]:
    """Return the largest interval around ``at`` where a polynomial in one variable reaches a bound, or does not.

    >>> reaching({("q",): 2}, 7, 4), reaching({("q",): 2}, 1, 4), reaching({("q", "q"): 1}, 0, 9)
    ((2, None), (None, 1), (-2, 2))
    """
    if max(map(len, terms)) > 1:
        return steady(beside(terms, bound), at)
    slope, offset = next(terms[factors] for factors in terms if factors), terms.get((), 0) - bound
    reached = slope * at + offset >= 0
    if slope > 0:
        first = -(offset // slope)  # the least q of a rising line
        return (first, None) if reached else (None, first - 1)
    last = offset // -slope  # the largest of a falling one
    return (None, last) if reached else (last + 1, None)


def beside(terms: Terms, bound: int) -> Terms:
    """Return a polynomial that is positive where this one is at least a bound, and negative where it is not.

    >>> beside({("q",): 1}, 4)
    {('q',): 2, (): -7}
    """
    return plus({factors: 2 * coefficient for factors, coefficient in terms.items()}, {(): 1 - 2 * bound})


def whole_roots(terms: Terms) -> list[int]:
    """Return the whole numbers where a polynomial in one variable, which is not 0 everywhere, is 0.

    >>> whole_roots({("q",): 2, (): -6}), whole_roots({("q", "q"): 1, (): -9}), whole_roots({("q",): 2, (): -5})
    ([3], [-3, 3], [])
    """
    numbers = coefficients(terms)
    return [q for q in sorted({turn + near for turn in _turns(numbers) for near in (-1, 0, 1)}) if not _at(numbers, q)]


def _steady_line(slope: int, offset: int, at: int) -> tuple[int | None, int | None]:
    """Do the same for ``slope*q + offset``: nearly every polynomial is one, and then the root is a division."""
    here = slope * at + offset
    if here == 0:
        return at, at
    if (here > 0) == (slope > 0):
        return (-offset // slope + 1, None)  # the first q beyond the root -offset/slope
    return (None, -(offset // slope) - 1)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _at(numbers: list[int], q: int) -> int:
    total = 0
    for number in reversed(numbers):
        total = total * q + number
    return total


def _turns(numbers: list[int]) -> list[int]:
    """Return whole numbers between which the sign changes at most once: next to every root of the derivatives."""
    if len(numbers) <= 2:
        return [-numbers[0] // numbers[1] + step for step in (0, 1)] if len(numbers) == 2 else []
    slopes = [power * number for power, number in enumerate(numbers)][1:]
    bound = 2 + max(abs(number) for number in numbers) // abs(numbers[-1])  # Cauchy's bound on the roots
    stops = sorted({-bound, *_turns(slopes), bound})
    found = list(stops)
    for left, right in pairwise(stops):
        if _sign(_at(numbers, left)) * _sign(_at(numbers, right)) < 0:
            found += _root(numbers, left, right)
    return found


def _root(numbers: list[int], left: int, right: int) -> list[int]:
    """Return the two neighbours between which (or on which) the sign changes."""
    first = _sign(_at(numbers, left))
    while right - left > 1:
        middle = (left + right) // 2
        left, right = (middle, right) if _sign(_at(numbers, middle)) == first else (left, middle)
    return [left, right]


def _edge(same: Callable[[int], bool], at: int, turns: list[int], step: int) -> int | None:
    """Walk over the turns away from ``at`` while the sign stays; behind the last one nothing changes."""
    last = at
    for turn in turns:
        if not same(turn):
            while same(last + step):
                last += step
            return last
        last = turn
    return None if same(last + step) else last
