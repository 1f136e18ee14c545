"""The ways to upsample a whole chain by the same factor at each stage, side by side."""

from __future__ import annotations

from itertools import pairwise

from shapecalc.errors import ShapecalcError
from shapecalc.solver.chain.channels import joints
from shapecalc.solver.chain.route import MOST_STAGES
from shapecalc.solver.compare import Channels, Comparison, Way, ways


def families(size: int, out: int, stages: int | None, channels: Channels, rank: int, framework: str) -> Comparison:
    """Return the ways through so many stages of one factor; None takes as many as there can be.

    >>> [(way.name, len(way.stages)) for way in families(7, 28, 2, (16, 4), 2, "torch").ways][-1]
    ('conv 3x3 + pixel shuffle', 4)
    """
    many, factor = _steps(size, out, stages)
    between = [min(each) for each in joints(channels, ("transpose",) * many, factor)]
    by_stage = [ways(factor, pair, rank, framework) for pair in pairwise(between)]
    found = tuple(_joined(same, factor) for same in zip(*by_stage, strict=True))
    return Comparison(found, channels, rank, (size,) * rank)


def _steps(size: int, out: int, stages: int | None) -> tuple[int, int]:
    """Return the number of stages and their factor."""
    times, rest = divmod(out, size)
    found = [
        (many, factor)
        for many in range(min(MOST_STAGES, times.bit_length()), 0, -1)
        for factor in [round(times ** (1 / many))]
        if factor > 1 and factor**many == times and not rest
    ]
    if chosen := next((each for each in found if stages in (None, each[0])), None):
        return chosen
    if not found:
        raise _refusal(
            "the ways to upsample are compared for a whole factor, 2 or more", "name one with --op or --through"
        )
    numbers = ", ".join(str(many) for many, _ in reversed(found))
    raise _refusal(f"{times} is no whole factor to the power of {stages}", f"--stages {numbers} can be compared")


def _joined(same: tuple[Way, ...], factor: int) -> Way:
    """Return one way through all stages; each stage gets what the one before it made of an element."""
    stages = tuple(
        one.at(one.size * factor**place, one.out * factor**place)
        for place, way in enumerate(same)
        for one in way.stages
    )
    channels = (*same[0].channels[:1], *(each for way in same for each in way.channels[1:]))
    return same[0]._replace(stages=stages, channels=channels)


def _refusal(why: str, fix: str) -> ShapecalcError:
    return ShapecalcError("a chain of all layers at once cannot be compared", why=why, fix=fix, path=("op",))
