"""Tile: the whole tensor repeated along its axes.

>>> Tile(repeats=(1, 2, 3)).output((None, 5, 6)), Tile(repeats=(2,), from_the_end=True).output((None, 5, 6))
((None, 10, 18), (None, 5, 12))
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, but, everything
from shapecalc.layers.settings import Counts
from shapecalc.shape import Shape, count


class Tile(Layer):
    """Every axis, the batch too, is repeated as often as ``repeats`` says.

    Counted ``from_the_end``, axes without a number stay, and numbers without an axis make new ones.
    """

    repeats: Counts
    from_the_end: bool = False

    def output(self, x: Shape) -> Shape:
        repeats = self.repeats
        if self.from_the_end:
            repeats, x = (1,) * (len(x) - len(repeats)) + repeats, (1,) * (len(repeats) - len(x)) + x
        if len(repeats) != len(x):
            raise ShapecalcError(
                f"repeats has {len(repeats)} numbers",
                why=f"the input has {len(x)} axes: {x}",
                fix=f"give {len(x)}",
                path=("repeats",),
            )
        return tuple(count((size, often)) for size, often in zip(x, repeats, strict=True))

    def reads(self, x: Shape) -> Reads:
        if self.from_the_end and len(self.repeats) > len(x):
            return everything(x)
        first = len(x) - len(self.repeats)
        return but(x, (first + axis for axis, often in enumerate(self.repeats) if often != 1))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING
