"""Tile: the whole tensor repeated along its axes.

>>> Tile(repeats=(1, 2, 3)).output((None, 5, 6))
(None, 10, 18)
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, but
from shapecalc.layers.settings import Counts
from shapecalc.shape import Shape, count


class Tile(Layer):
    """Every axis, the batch too, is repeated as often as ``repeats`` says."""

    repeats: Counts

    def output(self, x: Shape) -> Shape:
        if len(self.repeats) != len(x):
            raise ShapecalcError(
                f"repeats has {len(self.repeats)} numbers",
                why=f"the input has {len(x)} axes: {x}",
                fix=f"give {len(x)}",
                path=("repeats",),
            )
        return tuple(count((size, often)) for size, often in zip(x, self.repeats, strict=True))

    def reads(self, x: Shape) -> Reads:
        return but(x, (axis for axis, often in enumerate(self.repeats) if often != 1))
