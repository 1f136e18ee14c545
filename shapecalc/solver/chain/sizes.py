"""The sizes between the stages of a chain: forward to what can be reached, backward to what leads to the goal."""

from __future__ import annotations

from collections.abc import Sequence

from shapecalc.errors import ShapecalcError
from shapecalc.solver.chain.stage import Stage
from shapecalc.solver.question import Question

MOST_STEPS = 20_000_000
Sizes = list[set[int]]


def sizes_between(question: Question, stages: Sequence[Stage]) -> Sizes:
    """Return, before each stage and after the last, the sizes that lie on a way from the start to the goal."""
    windows = _windows(question, stages)
    ahead = [{question.size}]
    steps = 0
    for stage, (least, most) in zip(stages, windows[1:], strict=True):
        steps += len(ahead[-1]) * len(stage.settings)
        if steps > MOST_STEPS:
            raise ShapecalcError("there are too many chains to follow", fix="lower --max-kernel or --max-stride")
        ahead.append({y for size in ahead[-1] for sizes in stage.settings if least <= (y := sizes(size)) <= most})
    ahead[-1] &= {question.out}
    for place in reversed(range(len(stages))):
        goal, maps = ahead[place + 1], stages[place].settings
        ahead[place] = {size for size in ahead[place] if any(sizes(size) in goal for sizes in maps)}
    return ahead


def _windows(question: Question, stages: Sequence[Stage]) -> list[tuple[int, int]]:
    """Return, from each stage on, the least and the largest size that may still come to the goal."""
    windows = [(question.out, question.out)]
    for stage in reversed(stages):
        least, most = windows[0]
        rules = [sizes.rule for sizes in stage.settings]
        firsts = [-(-(rule.over * least - rule.plus) // rule.times) for rule in rules]
        lasts = [(rule.over * (most + 1) - 1 - rule.plus) // rule.times for rule in rules]
        windows.insert(0, (max(min(firsts, default=1), 1), max(lasts, default=0)))
    return windows


def chains_between(sizes: Sizes, stages: Sequence[Stage], start: int) -> int:
    """Return how many chains lead from the start to the goal."""
    counts = dict.fromkeys(sizes[-1], 1)
    for place in reversed(range(len(stages))):
        counts = {
            size: sum(many * counts.get(out(size), 0) for out, many in stages[place].counts.items())
            for size in sizes[place]
        }
    return counts.get(start, 0)


def reached(question: Question, stages: Sequence[Stage]) -> tuple[int, ...]:
    """Return the smallest and the largest size that the stages come to; nothing where some stage leaves none."""
    least = most = question.size
    for stage in stages:
        ends = [size for end in (least, most) for sizes in stage.settings if (size := sizes.rule(end)) >= 1]
        if not ends:
            return ()
        least, most = min(ends), max(ends)
    return least, most
