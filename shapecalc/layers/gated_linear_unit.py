"""Gated linear unit (Dauphin et al., 2017): one half of an axis, gated by the other.

>>> GatedLinearUnit().output((None, 10, 8))
(None, 10, 4)
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import ITS_INPUT, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, but
from shapecalc.layers.settings import Axis
from shapecalc.shape import Shape, is_known, normal_axis


class GatedLinearUnit(Layer):
    """The size along ``axis`` is halved, so it must be even."""

    axis: Axis = -1

    def output(self, x: Shape) -> Shape:
        axis = normal_axis(self.axis, len(x))
        size = x[axis]
        if is_known(size) and size % 2:
            raise ShapecalcError(
                f"axis {axis} has the odd size {size}",
                why="its two halves are multiplied",
                fix="choose one with an even size",
                path=("axis",),
            )
        return (*x[:axis], size // 2 if is_known(size) else None, *x[axis + 1 :])

    def reads(self, x: Shape) -> Reads:
        return but(x, (self.axis,))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return ITS_INPUT
