"""A stage of a chain: thousands of settings, sorted by the few maps of sizes that they share."""

from __future__ import annotations

from collections import Counter
from heapq import nsmallest
from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ops import Affine, op_of
from shapecalc.solver.question import Question
from shapecalc.solver.search import solution, usual
from shapecalc.solver.solution import Solution

CHEAPEST = 10
Way = tuple[tuple[int, ...], tuple[Solution, ...]]
"""A price, compared number by number, and the settings of the stages."""


class Map(NamedTuple):
    """What settings make of a size: 0 where ``unless``, the rule of simpler settings, makes the same of it."""

    rule: Affine
    unless: Affine | None = None

    def __call__(self, size: int) -> int:
        """Return the output size, less than 1 where there is none."""
        out = self.rule(size)
        return 0 if self.unless is not None and self.unless(size) == out else out


class Stage(NamedTuple):
    """The settings of a stage by the map they share, the cheapest first, and how many there are."""

    settings: dict[Map, list[Way]]
    counts: Counter[Map]


def stage(question: Question, *, known: bool, paid: bool) -> Stage:
    """Return every setting of the question's op; ``known`` keeps to those that have a name and are exact.

    Where they are ``paid`` for, small kernels are cheap, elsewhere usual settings.
    """
    op = op_of(question.op, question.framework)
    if not op.stacks:
        raise ShapecalcError(
            f"a chain cannot go through {question.op}", why="it needs the indices of its own pool", path=("through",)
        )
    settings: dict[Map, list[Way]] = {}
    counts: Counter[Map] = Counter()
    for window in op.steps(question):
        for settled in op.free(question, window):
            one = solution(question, window, settled)
            rule = op.affine(one)
            if rule is None or (known and not (rule.exact and one.recipe)):
                continue
            sizes = Map(rule, op.unless(one))
            counts[sizes] += 1
            settings.setdefault(sizes, []).append((_unusual(one, rule), (one,)))
    for sizes, same in settings.items():
        settings[sizes] = nsmallest(CHEAPEST, same, key=_small_kernel_first if paid else None)
    return Stage(settings, counts)


def _small_kernel_first(way: Way) -> tuple[int, ...]:
    """Of settings with the same map the kernel alone decides what they cost."""
    (gaps, *price), (one,) = way
    return (gaps, one.kernel_size, *price)


def _unusual(one: Solution, rule: Affine) -> tuple[int, ...]:
    known = rule.exact and one.recipe is not None
    added = 0 if one.output_padding is None or isinstance(one.padding, str) else one.output_padding - one.padding
    gaps = one.layer.learnable and (one.kernel_size < one.stride or added > 0)
    return (gaps, not known, not rule.exact, one.recipe_place, *usual(one))
