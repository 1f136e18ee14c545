"""A stage of a chain: thousands of settings, sorted by the few maps of sizes that they share."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator
from heapq import nsmallest
from typing import NamedTuple

from shapecalc.solver.chain.price import leaves_gaps, price, unusual
from shapecalc.solver.ops import Affine, Op, op_of
from shapecalc.solver.question import Question
from shapecalc.solver.search import solution
from shapecalc.solver.solution import Solution

CHEAPEST = 10


class Map(NamedTuple):
    """What settings make of a size: 0 where ``unless``, the rule of simpler settings, makes the same of it.

    ``whole``: 0 where a division leaves something over, too.
    """

    rule: Affine
    unless: Affine | None = None
    whole: bool = False

    def __call__(self, size: int) -> int:
        """Return the output size, less than 1 where there is none."""
        out = self.rule(size)
        if self.whole and (self.rule.times * size + self.rule.plus) % self.rule.over:
            return 0
        return 0 if self.unless is not None and self.unless(size) == out else out

    def sources(self, out: int) -> Iterator[int]:
        """Yield every size that becomes ``out``: ``over*out <= times*W + plus < over*(out + 1)``."""
        times, plus, over = self.rule
        first, last = -((plus - over * out) // times), (over * (out + 1) - 1 - plus) // times
        return (size for size in range(max(first, 1), last + 1) if self(size) == out)


class Setting(NamedTuple):
    """Settings, and what they cost wherever they stand: gaps, and being unusual."""

    price: int
    one: Solution


class Choice(NamedTuple):
    """All that takes a size to ``out``: the settings, the cheapest of them, and how many positions a kernel has."""

    out: int
    number: int
    price: int
    cheapest: Solution
    kernel_size: int
    positions: int
    maps: tuple[Map, ...]


class Maps:
    """The sizes that maps lead to, and those that they come from, worked out once for each size."""

    def __init__(self, maps: Collection[Map]) -> None:
        self.maps = maps
        self._onward: dict[int, dict[int, list[Map]]] = {}
        self._back: dict[int, frozenset[int]] = {}

    def onward(self, size: int) -> dict[int, list[Map]]:
        """Return what becomes of a size, and by which maps."""
        if size not in self._onward:
            found = self._onward[size] = {}
            for each in self.maps:
                out = each(size)
                if out >= 1:
                    found.setdefault(out, []).append(each)
        return self._onward[size]

    def back(self, out: int) -> frozenset[int]:
        """Return the sizes that become ``out``."""
        if out not in self._back:
            self._back[out] = frozenset(size for each in self.maps for size in each.sources(out))
        return self._back[out]


class Stage(Maps):
    """The settings by the map they share, the cheapest first, and how many there are.

    Where they are ``paid`` for, small kernels are cheap, elsewhere usual settings.
    """

    def __init__(self, op: Op, settings: dict[Map, list[Setting]], *, paid: bool) -> None:
        super().__init__(settings)
        self.op = op
        self.paid = paid
        self.counts = {each: len(same) for each, same in settings.items()}
        self.settings = {each: nsmallest(CHEAPEST, same, key=self.place) for each, same in settings.items()}
        self.factors = {same[0].one.stride for same in self.settings.values()}
        self._choices: dict[int, list[Choice]] = {}

    def place(self, setting: Setting) -> tuple[bool, int, int]:
        """Return the place among settings with the same sizes: there the kernel alone decides what they cost."""
        one = setting.one
        return leaves_gaps(one), one.kernel_size * (self.paid and self.op.learnable), setting.price

    def choices(self, size: int, wanted: Container[int]) -> list[Choice]:
        """Return every way on from a size to what is wanted, which is the same in every call."""
        if size not in self._choices:
            onward = self.onward(size)
            self._choices[size] = [self._choice(size, out, maps) for out, maps in onward.items() if out in wanted]
        return self._choices[size]

    def _choice(self, size: int, out: int, maps: list[Map]) -> Choice:
        price, one = min((self.settings[each][0] for each in maps), key=self.place)
        number = sum(self.counts[each] for each in maps)
        return Choice(out, number, price, one, one.kernel_size, self.op.laid_on(size, out) ** 2, tuple(maps))


def stage(question: Question, *, known: bool, paid: bool) -> Stage:
    """Return every setting of the question's op; ``known`` keeps to those that have a name and are exact."""
    settings: dict[Map, list[Setting]] = {}
    for one, sizes in mapped(question, known=known):
        settings.setdefault(sizes, []).append(Setting(price(leaves_gaps(one), 0, 0, unusual(one)), one))
    return Stage(op_of(question.op, question.framework), settings, paid=paid)


def mapped(question: Question, *, known: bool) -> Iterator[tuple[Solution, Map]]:
    """Yield every setting and what it makes of a size."""
    op = op_of(question.op, question.framework)
    for window in op.steps(question):
        for settled in op.free(question, window):
            one = solution(question, window, settled)
            rule = op.affine(one)
            if rule is not None and (not known or is_known(one, rule)):
                yield one, Map(rule, op.unless(one), op.whole)


def is_known(one: Solution, rule: Affine) -> bool:
    """Tell whether settings are exact and have a name; a layer that has none but its factor is known."""
    return rule.exact and (not one.layer.settings or one.recipe is not None)
