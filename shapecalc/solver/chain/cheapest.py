"""The cheapest ways from a size to a goal: the price of the rest from everywhere, then the best ways first.

A place on a way is a size with its channels. From the goal back to the start each place gets to know how many ways lead
on and what the cheapest costs; with that the ways are followed from the start, always the one that will be cheapest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush, nsmallest
from typing import NamedTuple

from shapecalc.solver.chain.channels import Joint
from shapecalc.solver.chain.price import Pair, Tariff
from shapecalc.solver.chain.sizes import Sizes
from shapecalc.solver.chain.stage import CHEAPEST, Stage
from shapecalc.solver.solution import Solution


class Rest(NamedTuple):
    """What lies between a place and the goal: how many ways, and the price of the cheapest."""

    number: int
    price: int


Rests = dict[int, dict[int, Rest]]
"""The rest by the channels and the size."""


class Step(NamedTuple):
    """A setting on a way, with the channels before and after it; ``price`` is its own, ``total`` that to the goal."""

    total: int
    price: int
    out: int
    channels: Pair
    one: Solution


class _Open(NamedTuple):
    """A way with what it will cost at the goal; of ways with one price the longest goes first."""

    price: int
    shortness: int
    number: int
    spent: int
    size: int
    channels: int
    way: tuple[Step, ...]


class Network:
    """All ways through stages, with the channels that may stand between them, that pass certain sizes."""

    def __init__(self, stages: Sequence[Stage], joints: Sequence[Joint], sizes: Sizes) -> None:
        self.stages = stages
        self.joints = joints
        self.sizes = sizes
        self.wanted = set().union(*sizes[1:])
        self._tariffs: dict[tuple[str, Pair], Tariff] = {}
        self.rests: list[Rests] = [{channels: dict.fromkeys(sizes[-1], Rest(1, 0)) for channels in joints[-1]}]
        for place in reversed(range(len(stages))):
            self.rests.insert(0, self._before(place))

    def number(self, size: int) -> int:
        """Return how many ways there are from a size."""
        return sum(rests[size].number for rests in self.rests[0].values() if size in rests)

    def cheapest(self, size: int) -> Iterator[tuple[Step, ...]]:
        """Yield the ways from a size, the cheapest first."""
        starts = [(channels, rests[size]) for channels, rests in self.rests[0].items() if size in rests]
        queue = [_Open(rest.price, 0, at, 0, size, channels, ()) for at, (channels, rest) in enumerate(starts)]
        pushed = len(queue)
        while queue:
            _, _, _, spent, size, channels, way = heappop(queue)
            if len(way) == len(self.stages):
                yield way
                continue
            for step in self._steps(len(way), size, channels):
                pushed += 1
                paid, after = spent + step.price, step.channels[1]
                heappush(queue, _Open(spent + step.total, -len(way), pushed, paid, step.out, after, (*way, step)))

    def _before(self, place: int) -> Rests:
        """Return the rest from the sizes before a stage."""
        found: Rests = {}
        for pair in self._pairs(place):
            here = found.setdefault(pair[0], {})
            for size in self.sizes[place]:
                number, price = self._rest(place, size, pair)
                if number:
                    known = here.get(size)
                    here[size] = Rest(known.number + number, min(known.price, price)) if known else Rest(number, price)
        return found

    def _rest(self, place: int, size: int, pair: Pair) -> Rest:
        """Return the rest from a size with the channels before a stage to those after it."""
        stage, ahead, tariff = self.stages[place], self.rests[0][pair[1]], self._tariff(place, pair)
        ways = [(each, ahead[each.out]) for each in stage.choices(size, self.wanted) if each.out in ahead]
        if stage.op.moves_channels:
            ways = [way for way in ways if stage.op.passes(way[0].cheapest, *pair)]
        if not ways:
            return Rest(0, 0)
        number = sum([choice.number * rest.number for choice, rest in ways])
        if tariff.free:
            return Rest(number, min([choice.price + rest.price for choice, rest in ways]))
        price = tariff.price
        return Rest(
            number, min([each.price + price(each.kernel_size, each.positions) + rest.price for each, rest in ways])
        )

    def _pairs(self, place: int) -> Iterator[Pair]:
        """Yield the channels before and after a stage that have a rest."""
        stage, offered = self.stages[place], self.joints[place]
        for after in self.rests[0]:
            for before in offered if stage.op.learnable else offered & stage.op.beside({after}, stage.factors):
                yield before, after

    def _steps(self, place: int, size: int, before: int) -> list[Step]:
        """Return the ten best steps from a place."""
        stage = self.stages[place]
        steps = (
            Step(price + ahead[choice.out].price, price, choice.out, (before, after), one)
            for after, ahead in self.rests[place + 1].items()
            for choice in stage.choices(size, self.wanted)
            if choice.out in ahead and stage.op.passes(choice.cheapest, before, after)
            for sizes in choice.maps
            for fixed, one in stage.settings[sizes]
            for price in (fixed + self._tariff(place, (before, after)).price(one.kernel_size, choice.positions),)
        )
        return nsmallest(CHEAPEST, steps, key=lambda step: step.total)

    def _tariff(self, place: int, pair: Pair) -> Tariff:
        op = self.stages[place].op
        if (op.word, pair) not in self._tariffs:
            self._tariffs[op.word, pair] = Tariff(op, pair)
        return self._tariffs[op.word, pair]
