"""Chains: layer after layer from one size to another, the ten cheapest by dynamic programming.

Every setting makes ``(a*W + b)//c`` of a size, and thousands of settings share a few such maps. So the search goes over
sizes and maps: from the start and from the goal until they meet, and then the cheapest ways between.
"""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from shapecalc.solver.chain.channels import joints
from shapecalc.solver.chain.cheapest import Network, Step
from shapecalc.solver.chain.route import MOST_STAGES, Route
from shapecalc.solver.chain.sizes import sizes_between
from shapecalc.solver.chain.stage import CHEAPEST, Stage, stage
from shapecalc.solver.cost import Cost, cost
from shapecalc.solver.solution import Solution

__all__ = ["MOST_STAGES", "Chain", "Chains", "Route", "best", "chains", "shortest"]


class Chain(NamedTuple):
    """Stages, each with its sizes, the channels around them, and what they cost (nothing without channels)."""

    stages: tuple[Solution, ...]
    channels: tuple[int, ...] | None
    cost: Cost

    @property
    def sizes(self) -> tuple[int, ...]:
        """The size before the first stage and after each."""
        return (self.stages[0].size, *(stage.out for stage in self.stages))


class Chains(NamedTuple):
    """The cheapest chains, and how many there are in all."""

    route: Route
    cheapest: tuple[Chain, ...]
    number: int
    settings: int
    maps: int


def chains(route: Route) -> Chains:
    """Return the cheapest chains of the route's layers.

    Channels make params and MACs the cost; without them the usual settings are cheap.

    >>> found = chains(Route(7, 28, ("conv", "shuffle"), channels=(64, 3)))
    >>> found.cheapest[0].channels, [one.stride for one in found.cheapest[0].stages]
    ((64, 48, 3), [1, 4])
    """
    return _chains(route, _stages(route))


def shortest(route: Route) -> Chains:
    """Return the chains of as few of the route's only layer as do it; of its own many stages where no number does."""
    by_op = _stages(route)
    tried = (_chains(route._replace(ops=route.ops[:1] * many), by_op) for many in range(1, len(route.ops)))
    return next((found for found in tried if found.number), None) or _chains(route, by_op)


def best(route: Route) -> Chains:
    """Return the chains of all stages, or of as few as do where known settings are wanted."""
    return shortest(route) if route.known else chains(route)


def _stages(route: Route) -> dict[str, Stage]:
    paid = route.channels is not None
    return {word: stage(question, known=route.known, paid=paid) for word, question in route.questions.items()}


def _chains(route: Route, by_op: dict[str, Stage]) -> Chains:
    beside = joints(route.channels, route.ops, route.largest_factor)
    stages = [by_op[word] for word in route.ops]
    network = Network(stages, beside, sizes_between(route.size, {route.out}, stages))
    paid = route.channels is not None
    return Chains(
        route,
        tuple(_chain(route.size, way, paid=paid) for way in islice(network.cheapest(route.size), CHEAPEST)),
        number=network.number(route.size),
        settings=sum(sum(each.counts.values()) for each in by_op.values()),
        maps=sum(len(each.maps) for each in by_op.values()),
    )


def _chain(size: int, way: tuple[Step, ...], *, paid: bool) -> Chain:
    stages = []
    for step in way:
        rule = step.one.affine
        out = rule(size) if rule else step.one.out
        stages.append(step.one.at(size, out))
        size = out
    if not paid:
        return Chain(tuple(stages), None, Cost())
    costs = [cost((one, one), step.channels) for one, step in zip(stages, way, strict=True)]
    channels = (way[0].channels[0], *(step.channels[1] for step in way))
    return Chain(tuple(stages), channels, Cost(sum(each.params for each in costs), sum(each.macs for each in costs)))
