"""The distance or similarity of two tensors' vectors along one axis.

>>> Distance(measure="norm").output((None, 64), (None, 64))
(None,)
>>> Distance(measure="cosine", axis=1).output((2, 8, 5), (8, 1))
(2, 5)
"""

from __future__ import annotations

from typing import ClassVar, Literal

from shapecalc.layers.elementwise import broadcast
from shapecalc.layers.layer import Layer
from shapecalc.layers.settings import Axis
from shapecalc.shape import Shape, normal_axis


class Distance(Layer):
    """The shapes are stretched to fit, and the axis goes, or stays with size 1 (``keepdims``)."""

    inputs: ClassVar[tuple[int, int | None]] = (2, 2)
    measure: Literal["norm", "cosine"]
    axis: Axis = -1
    keepdims: bool = False

    def output(self, x: Shape, y: Shape) -> Shape:
        shape = broadcast((x, y))
        axis = normal_axis(self.axis, max(len(shape), 1))
        if not shape:
            return ()  # two numbers have a distance too
        return (*shape[:axis], *((1,) if self.keepdims else ()), *shape[axis + 1 :])
