"""One-hot: a number becomes a line of zeros with a one in its place.

>>> OneHot(depth=10).output((None, 6)), OneHot(depth=10, axis=1).output((None, 6))
((None, 6, 10), (None, 10, 6))
>>> OneHot(depth=10, together="last").output((None, 6)), OneHot(depth=10, together="single").output((None, 1))
((None, 10), (None, 10))
"""

from __future__ import annotations

from typing import Literal

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import AxisReads, Reads, but
from shapecalc.layers.settings import Axis, Count
from shapecalc.shape import Shape, normal_axis


class OneHot(Layer):
    """A new axis of size ``depth`` stands at ``axis`` of the output.

    ``together`` puts the numbers of the last axis into one line, which takes that axis' place: always (``last``), or
    where there is only one of them (``single``).
    """

    depth: Count
    axis: Axis = -1
    together: Literal["last", "single"] | None = None

    def output(self, x: Shape) -> Shape:
        if self._is_put_together(x):
            return (*x[:-1], self.depth)
        axis = normal_axis(self.axis, len(x) + 1)
        return (*x[:axis], self.depth, *x[axis:])

    def reads(self, x: Shape) -> Reads:
        if self._is_put_together(x):
            return but(x, (-1,))
        new = normal_axis(self.axis, len(x) + 1)
        return (tuple(AxisReads(axis + (axis >= new)) for axis in range(len(x))),)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING

    def _is_put_together(self, x: Shape) -> bool:
        return self.together == "last" or (self.together == "single" and len(x) > 1 and x[-1] == 1)
