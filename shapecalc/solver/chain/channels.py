"""The channels between the stages of a chain: what learns changes them, a pixel shuffle moves them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import prod

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ops import OPS
from shapecalc.solver.solution import Solution

Joint = frozenset[int]
"""The channels that may stand between two stages; 0 where none are given, which every rule of theirs holds for."""


def joints(channels: tuple[int, ...] | None, ops: Sequence[str], largest: int) -> tuple[Joint, ...]:
    """Return the channels that may stand before, between and after the stages; factors go up to ``largest``.

    Two numbers are the first and the last; what is between goes down or up by as much wherever something is learned.
    What is learned before a shuffle makes as many channels as the shuffle needs.

    >>> [set(each) for each in joints((512, 64), ["transpose"] * 3, 4)]
    [{512}, {256}, {128}, {64}]
    >>> [sorted(each) for each in joints((64, 3), ["conv", "shuffle"], 3)]
    [[64], [12, 27], [3]]
    """
    if channels is None:
        return (frozenset({0}),) * (len(ops) + 1)
    moving = any(OPS[word].moves_channels for word in ops)
    if len(channels) == 2 and (moving or any(OPS[word].learnable for word in ops)):
        return _between(channels[0], channels[1], ops, range(2, largest + 1))
    if len(channels) not in (2, len(ops) + 1):
        count = f"there {'is' if len(ops) == 1 else 'are'} {len(ops)} stage{'s' * (len(ops) > 1)}"
        raise _refusal(f"channels has {len(channels)} numbers, but {count}", "", f"give 2 numbers, or {len(ops) + 1}")
    steps = channels if len(channels) == len(ops) + 1 else (*channels[:1] * len(ops), channels[1])
    for word, (before, after) in zip(ops, pairwise(steps), strict=True):
        if before != after and not OPS[word].learnable and not OPS[word].moves_channels:
            raise _refusal(
                f"channels go from {before} to {after} in {word}", f"{word} keeps them", f"write {before} twice"
            )
    return tuple(frozenset({each}) for each in steps)


def _between(first: int, last: int, ops: Sequence[str], factors: range) -> tuple[Joint, ...]:
    """Return the first channels as far as nothing is learned, and from there on what each next layer must be fed."""
    learned = list(accumulate((OPS[word].learnable for word in ops), initial=0))
    found = [frozenset({first})]
    for word in ops[: learned.index(1) - 1 if learned[-1] else len(ops)]:
        found.append(OPS[word].beside(found[-1], factors))
    after: list[Joint] = []
    for place in range(len(ops), len(found) - 1, -1):
        if place == len(ops) or OPS[ops[place]].learnable:
            after.append(frozenset({round(first * (last / first) ** (learned[place] / (learned[-1] or 1))) or 1}))
        else:
            after.append(OPS[ops[place]].beside(after[-1], factors))
    if not learned[-1]:
        after = [frozenset({last})]
        found.pop()
    return (*found, *reversed(after))


def fitted(stages: Sequence[Solution], first: int, last: int) -> tuple[int, int]:
    """Return the nearest channels that the shuffles before and behind all that learns can move; 0 where there are none.

    >>> up = Solution("shuffle", 1, 2, 0, 0, 1, 4, 8, "up")
    >>> fitted([up], 65, 16), fitted([up, Solution("conv", 3, 1, 1, 0, 1, 8, 8)], 67, 3)
    ((64, 16), (68, 3))
    """
    learned = [place for place, one in enumerate(stages) if one.layer.learnable]
    if not learned:
        many = _blocks(stages, "up") * last
        return many // _blocks(stages, "down"), last
    asked = _blocks(stages[: learned[0]], "up"), _blocks(stages[learned[-1] :], "down")
    before, after = (max(round(each / block), 1) * block for each, block in zip((first, last), asked, strict=True))
    return before, after


def _blocks(stages: Sequence[Solution], mode: str) -> int:
    """Return how many channels become one, or one becomes, in all shuffles of a direction."""
    return prod(one.stride**2 for one in stages if one.layer.moves_channels and one.mode == mode)


def _refusal(what: str, why: str, fix: str) -> ShapecalcError:
    return ShapecalcError(what, why=why, fix=fix, path=("channels",))
