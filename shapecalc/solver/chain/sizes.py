"""The sizes between the stages of a chain: from the start and from the goals at once, until they meet."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shapecalc.errors import ShapecalcError
from shapecalc.solver.chain.stage import Maps

MOST_STEPS = 1_500_000
Sizes = list[set[int]]


def sizes_between(start: int, goals: Collection[int], stages: Sequence[Maps]) -> Sizes:
    """Return, before each stage and after the last, the sizes that lie on a way from the start to a goal."""
    ahead, behind = [{start}], [set(goals)]
    steps = 0
    for _ in stages:
        first, last = stages[len(ahead) - 1], stages[len(stages) - len(behind)]
        forward = len(ahead[-1]) <= len(behind[0])
        steps += len(ahead[-1]) * len(first.maps) if forward else len(behind[0]) * len(last.maps)
        _refuse_over(steps)
        if forward:
            ahead.append(_onward(ahead[-1], first))
        else:
            behind.insert(0, {size for out in behind[0] for size in last.back(out)})
    return _met(ahead, behind, stages)


def reached(start: int, stages: Sequence[Maps]) -> set[int]:
    """Return every size that the stages come to."""
    sizes = {start}
    steps = 0
    for stage in stages:
        steps += len(sizes) * len(stage.maps)
        _refuse_over(steps)
        sizes = _onward(sizes, stage)
    return sizes


def _onward(sizes: set[int], stage: Maps) -> set[int]:
    return {out for size in sizes for out in stage.onward(size)}


def _refuse_over(steps: int) -> None:
    if steps > MOST_STEPS:
        raise ShapecalcError(
            "there are too many chains to follow",
            why=f"it would take more than {MOST_STEPS:,} steps",
            fix="lower --max-kernel or --max-stride",
        )


def _met(ahead: Sizes, behind: Sizes, stages: Sequence[Maps]) -> Sizes:
    """Return the sizes that are on both sides: from where the sides meet on to the goals, and back to the start."""
    middle = ahead.pop() & behind.pop(0)
    on, back = [middle], [middle]
    for stage, beyond in zip(stages[len(ahead) :], behind, strict=True):
        on.append({out for size in on[-1] for out in stage.onward(size) if out in beyond})
    for stage, before in zip(reversed(stages[: len(ahead)]), reversed(ahead), strict=True):
        goal = back[-1]
        back.append({size for size in before if not goal.isdisjoint(stage.onward(size))})
    return [*reversed(back[1:]), *on]
