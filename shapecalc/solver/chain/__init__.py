"""Chains: layer after layer from one size to another, the ten cheapest by dynamic programming.

Every setting makes ``(a*W + b)//c`` of a size, and thousands of settings share a few such maps. So the search goes over
sizes and maps: forward to what can be reached, backward to what leads to the goal, and then the cheapest ways between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple

from shapecalc.solver.chain.sizes import chains_between, reached, sizes_between
from shapecalc.solver.chain.stage import CHEAPEST, Stage, Way, stage
from shapecalc.solver.cost import Cost, Plan, cost
from shapecalc.solver.question import Question
from shapecalc.solver.solution import Solution

MOST_STAGES = 32
Pair = tuple[int, int]
"""The channels before a stage and after it."""
_Ways = dict[int, list[Way]]
"""The ways on from each size, the cheapest first."""


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


def chains(question: Question, ops: Sequence[str], channels: Plan | None, *, known: bool = False) -> Chains:
    """Return the cheapest chains of ``ops``; ``known`` keeps to settings that have a name and are exact.

    ``channels`` are those before, between and after the stages, and make params and MACs the cost; without them the
    usual settings are cheap.
    """
    paid = channels is not None
    by_op = {word: stage(question._replace(op=word), known=known, paid=paid) for word in dict.fromkeys(ops)}
    stages = [by_op[word] for word in ops]
    sizes = sizes_between(question, stages)
    count = chains_between(sizes, stages, question.size)
    settings = sum(sum(each.counts.values()) for each in by_op.values())
    maps = sum(len(each.settings) for each in by_op.values())
    if not count:
        return Chains(question, tuple(ops), (), 0, settings, maps, reached(question, stages))
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
        found = chains(question, (word,) * stages, plan(channels, (word,) * stages), known=True)
        if found.number:
            return found
    return None


def _cheapest(size: int, stage: Stage, ways: _Ways, pair: Pair | None) -> list[Way]:
    """Return the ten cheapest ways on: they go by the ten maps whose first way is cheapest."""

    def price(way: Way, out: int) -> tuple[int, ...]:
        (known, (one,)) = way
        return known if pair is None else (known[0], *cost((one.at(size, out),) * 2, pair), *known[1:])

    maps = [
        (_sum(price(settings[0], out), ways[out][0][0]), place, out, settings)
        for place, (sizes, settings) in enumerate(stage.settings.items())
        if (out := sizes(size)) in ways
    ]
    offers = (
        (_sum(here, rest), (*setting[1], *way))
        for _, _, out, settings in nsmallest(CHEAPEST, maps)
        for tried, setting in enumerate(settings)
        for here in (price(setting, out),)
        for rest, way in ways[out][: CHEAPEST // (tried + 1)]
    )
    return nsmallest(CHEAPEST, offers, key=lambda offer: offer[0])


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
