"""Gather: what stands at given indices of one axis.

>>> Gather(axis=1).output((None, 10, 8), (3, 4))
(None, 3, 4, 8)
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import ALL_OF_IT, AxisReads, Reads
from shapecalc.layers.settings import Axis
from shapecalc.shape import Shape, normal_axis


class Gather(Layer):
    """The indices' axes take the place of ``axis``; with ``along`` each index is for its own line, and they are all."""

    inputs: ClassVar[tuple[int, int | None]] = (2, 2)
    axis: Axis = 0
    along: bool = False

    def output(self, x: Shape, indices: Shape) -> Shape:
        axis = normal_axis(self.axis, len(x))
        return indices if self.along else (*x[:axis], *indices, *x[axis + 1 :])

    def reads(self, x: Shape, indices: Shape) -> Reads:
        axis = normal_axis(self.axis, len(x))
        more = 0 if self.along else len(indices) - 1
        return (
            tuple(ALL_OF_IT if n == axis else AxisReads(n + more * (n > axis)) for n in range(len(x))),
            tuple(AxisReads(n if self.along else axis + n) for n in range(len(indices))),
        )

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return Keeps(inputs=(1,))
