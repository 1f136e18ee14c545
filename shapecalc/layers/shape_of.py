"""The shape of a tensor, or of a part of its axes, as a tensor.

>>> ShapeOf().output((None, 8, 7)), ShapeOf(start=1, end=-1).output((None, 8, 7, 7))
((3,), (2,))
"""

from __future__ import annotations

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads
from shapecalc.layers.settings import Axis
from shapecalc.shape import Shape


class ShapeOf(Layer):
    """The sizes of the axes from ``start`` up to, without, ``end``; axes that do not exist are none."""

    start: Axis = 0
    end: Axis | None = None

    def output(self, x: Shape) -> Shape:
        return (len(x[self.start : self.end]),)

    def reads(self, x: Shape) -> Reads:  # noqa: ARG002 - the sizes are no elements
        return ()

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING
