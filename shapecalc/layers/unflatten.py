"""Unflatten: one axis becomes several.

>>> Unflatten(axis=1, sizes=(4, 4, -1)).output((None, 1024))
(None, 4, 4, 64)
"""

from __future__ import annotations

from math import prod

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, viewed
from shapecalc.layers.settings import Axis, Numbers
from shapecalc.shape import Shape, Size, is_known, normal_axis


class Unflatten(Layer):
    """The sizes multiply to the axis'; one of them may be -1 and follows from the others."""

    axis: Axis
    sizes: Numbers

    def output(self, x: Shape) -> Shape:
        axis = normal_axis(self.axis, len(x))
        return (*x[:axis], *self._split(x[axis]), *x[axis + 1 :])

    def reads(self, x: Shape) -> Reads:
        return viewed(x, self.output(x))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW

    def _split(self, size: Size) -> Shape:
        fixed = prod(each for each in self.sizes if each != -1)
        follows = self.sizes.count(-1)
        if not self.sizes or follows > 1 or any(each < -1 for each in self.sizes) or (follows and not fixed):
            raise ShapecalcError(
                f"the sizes are {self.sizes}",
                why="there is at least one; one of them may be -1 and follow from the others, which are not 0 then",
                path=("sizes",),
            )
        if is_known(size) and (size % fixed if follows else size != fixed):
            raise ShapecalcError(
                f"an axis of size {size} cannot become {self.sizes}",
                why=f"they multiply to {fixed}",
                fix=f"use sizes that multiply to {size}",
                path=("sizes",),
            )
        rest = size // max(fixed, 1) if is_known(size) else None
        return tuple(rest if each == -1 else each for each in self.sizes)
