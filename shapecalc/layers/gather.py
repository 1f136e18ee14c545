"""Gather: what stands at given indices of one axis.

>>> Gather(axis=1).output((None, 10, 8), (3, 4))
(None, 3, 4, 8)
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.layers.layer import Layer
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
