"""Chains: layer after layer from one size to another, the ten cheapest by dynamic programming.

Every setting makes ``(a*W + b)//c`` of a size, and thousands of settings share a few such maps. So the search goes over
sizes and maps: forward to what can be reached, backward to what leads to the goal, and then the cheapest ways between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.cost import Cost, Plan, cost
from shapecalc.solver.ops import Affine, op_of
from shapecalc.solver.question import Question
from shapecalc.solver.search import solution, usual
from shapecalc.solver.solution import Solution

CHEAPEST = 10
MOST_STEPS = 20_000_000
MOST_STAGES = 32
Pair = tuple[int, int]
"""The channels before a stage and after it."""


class Chain(NamedTuple):
    """Stages, each with its sizes, and what they cost together (nothing when no channels are given)."""

    stages: tuple[Solution, ...]
    cost: Cost

    @property
    def sizes(self) -> tuple[int, ...]:
        """The size before the first stage and after each."""
        return (self.stages[0].size, *(stage.out for stage in self.stages))


class Chains(NamedTuple):
    """The cheapest chains, how many there are in all, and how far the sizes reach when there is none."""

    question: Question
    ops: tuple[str, ...]
    cheapest: tuple[Chain, ...]
    number: int
    settings: int
    maps: int
    reached: tuple[int, ...] = ()


class _Stage(NamedTuple):
    """The settings of a stage by the map they share, the cheapest first, and how many there are."""

    settings: dict[Affine, list[_Way]]
    counts: Counter[Affine]


_Way = tuple[tuple[int, ...], tuple[Solution, ...]]
"""A price, compared number by number, and the settings of the stages."""
_Ways = dict[int, list[_Way]]
"""The ways on from each size, the cheapest first."""


def chains(question: Question, ops: Sequence[str], channels: Plan | None, *, known: bool = False) -> Chains:
    """Return the cheapest chains of ``ops``; ``known`` keeps to settings that have a name and are exact.

    ``channels`` are those before, between and after the stages, and make params and MACs the cost; without them the
    usual settings are cheap.
    """
    paid = channels is not None
    by_op = {word: _stage(question._replace(op=word), known=known, paid=paid) for word in dict.fromkeys(ops)}
    stages = [by_op[word] for word in ops]
    sizes = _sizes(question, stages)
    count = _count(sizes, stages, question.size)
    settings = sum(sum(stage.counts.values()) for stage in by_op.values())
    maps = sum(len(stage.settings) for stage in by_op.values())
    if not count:
        return Chains(question, tuple(ops), (), 0, settings, maps, _reached(question, stages))
    ways: _Ways = {question.out: [((), ())]}
    for place in reversed(range(len(stages))):
        pair = None if channels is None else (channels[place], channels[place + 1])
        ways = {size: _cheapest(size, stages[place], ways, pair) for size in sizes[place]}
    found = tuple(_chain(question.size, way, channels) for _, way in ways[question.size])
    return Chains(question, tuple(ops), found, count, settings, maps)


def shortest(question: Question, word: str, channels: Plan | None) -> Chains | None:
    """Return the chains of as few stages as do it with known settings; None where no number of stages does."""
    from shapecalc.solver.cost import plan

    for stages in range(1, MOST_STAGES + 1):
        found = chains(question, (word,) * stages, plan(channels, stages), known=True)
        if found.number:
            return found
    return None


def _stage(question: Question, *, known: bool, paid: bool) -> _Stage:
    op = op_of(question.op, question.framework)
    if not op.stacks:
        raise ShapecalcError(
            f"a chain cannot go through {question.op}", why="it needs the indices of its own pool", path=("through",)
        )
    settings: dict[Affine, list[_Way]] = {}
    counts: Counter[Affine] = Counter()
    for window in op.steps(question):
        for settled in op.free(question, window):
            one = solution(question, window, settled)
            rule = op.affine(one)
            if rule is None or (known and not (rule.exact and one.recipe)):
                continue
            counts[rule] += 1
            settings.setdefault(rule, []).append((_unusual(one, rule), (one,)))
    for rule, same in settings.items():
        settings[rule] = nsmallest(CHEAPEST, same, key=_small_kernel_first if paid else None)
    return _Stage(settings, counts)


def _small_kernel_first(way: _Way) -> tuple[int, ...]:
    """Of settings with the same map the kernel alone decides what they cost."""
    (gaps, *price), (one,) = way
    return (gaps, one.kernel_size, *price)


def _sizes(question: Question, stages: Sequence[_Stage]) -> list[set[int]]:
    """Return, before each stage and after the last, the sizes that lie on a way from the start to the goal."""
    windows = _windows(question, stages)
    ahead = [{question.size}]
    steps = 0
    for stage, (least, most) in zip(stages, windows[1:], strict=True):
        steps += len(ahead[-1]) * len(stage.settings)
        if steps > MOST_STEPS:
            raise ShapecalcError("there are too many chains to follow", fix="lower --max-kernel or --max-stride")
        ahead.append({y for size in ahead[-1] for rule in stage.settings if least <= (y := rule(size)) <= most})
    ahead[-1] &= {question.out}
    for place in reversed(range(len(stages))):
        goal, rules = ahead[place + 1], stages[place].settings
        ahead[place] = {size for size in ahead[place] if any(rule(size) in goal for rule in rules)}
    return ahead


def _windows(question: Question, stages: Sequence[_Stage]) -> list[tuple[int, int]]:
    """Return, from each stage on, the least and the largest size that may still come to the goal."""
    windows = [(question.out, question.out)]
    for stage in reversed(stages):
        least, most = windows[0]
        firsts = [-(-(rule.over * least - rule.plus) // rule.times) for rule in stage.settings]
        lasts = [(rule.over * (most + 1) - 1 - rule.plus) // rule.times for rule in stage.settings]
        windows.insert(0, (max(min(firsts, default=1), 1), max(lasts, default=0)))
    return windows


def _count(sizes: list[set[int]], stages: Sequence[_Stage], start: int) -> int:
    counts = dict.fromkeys(sizes[-1], 1)
    for place in reversed(range(len(stages))):
        counts = {
            size: sum(many * counts.get(rule(size), 0) for rule, many in stages[place].counts.items())
            for size in sizes[place]
        }
    return counts.get(start, 0)


def _cheapest(size: int, stage: _Stage, ways: _Ways, pair: Pair | None) -> list[_Way]:
    """Return the ten cheapest ways on: they go by the ten maps whose first way is cheapest."""

    def price(way: _Way, out: int) -> tuple[int, ...]:
        (known, (one,)) = way
        return known if pair is None else (known[0], *cost((one.at(size, out),) * 2, pair), *known[1:])

    maps = [
        (_sum(price(settings[0], out), ways[out][0][0]), place, out, settings)
        for place, (rule, settings) in enumerate(stage.settings.items())
        if (out := rule(size)) in ways
    ]
    offers = (
        (_sum(here, rest), (*setting[1], *way))
        for _, _, out, settings in nsmallest(CHEAPEST, maps)
        for tried, setting in enumerate(settings)
        for here in (price(setting, out),)
        for rest, way in ways[out][: CHEAPEST // (tried + 1)]
    )
    return nsmallest(CHEAPEST, offers, key=lambda offer: offer[0])


def _unusual(one: Solution, rule: Affine) -> tuple[int, ...]:
    known = rule.exact and one.recipe is not None
    added = 0 if one.output_padding is None or isinstance(one.padding, str) else one.output_padding - one.padding
    gaps = one.layer.learnable and (one.kernel_size < one.stride or added > 0)
    return (gaps, not known, not rule.exact, one.recipe_place, *usual(one))


def _sum(first: tuple[int, ...], second: Iterable[int]) -> tuple[int, ...]:
    return tuple(map(sum, zip(first, second, strict=True))) if second else first


def _chain(size: int, way: tuple[Solution, ...], channels: Plan | None) -> Chain:
    stages = []
    for one in way:
        rule = one.affine
        out = rule(size) if rule else one.out
        stages.append(one.at(size, out))
        size = out
    if channels is None:
        return Chain(tuple(stages), Cost())
    pairs = pairwise(channels)
    costs = [cost((one, one), pair) for one, pair in zip(stages, pairs, strict=True)]
    return Chain(tuple(stages), Cost(sum(each.params for each in costs), sum(each.macs for each in costs)))


def _reached(question: Question, stages: Sequence[_Stage]) -> tuple[int, ...]:
    """Return the smallest and the largest size that the stages come to; nothing where some stage leaves none."""
    least = most = question.size
    for stage in stages:
        ends = [size for end in (least, most) for rule in stage.settings if (size := rule(end)) >= 1]
        if not ends:
            return ()
        least, most = min(ends), max(ends)
    return least, most
