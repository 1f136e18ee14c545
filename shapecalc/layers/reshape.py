"""Reshape: the same elements under other sizes.

>>> Reshape(target_shape=(4, 4, -1)).output((None, 1024))
(None, 4, 4, 64)
"""

from __future__ import annotations

from math import prod

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, viewed
from shapecalc.layers.settings import Numbers
from shapecalc.shape import Shape, Size, count, is_known


class Reshape(Layer):
    """``target_shape`` leaves the batch out; one of its sizes may be -1 and follows from the others."""

    target_shape: Numbers

    def output(self, x: Shape) -> Shape:
        elements = count(x[1:])
        fixed = prod(size for size in self.target_shape if size != -1)
        open_places = self.target_shape.count(-1)
        if open_places > 1 or any(size < -1 for size in self.target_shape):
            raise ShapecalcError(
                f"target_shape is {self.target_shape}",
                why="at most one size may be -1, and none may be less",
                path=("target_shape",),
            )
        if is_known(elements) and (not fixed or elements % fixed if open_places else elements != fixed):
            raise ShapecalcError(
                f"{elements} elements cannot take the shape {self.target_shape}",
                why=f"the input's shape is {x}, and the target's sizes multiply to {fixed}",
                fix=f"change target_shape so that its sizes multiply to {elements}",
                path=("target_shape",),
            )
        rest: Size = elements // fixed if open_places and is_known(elements) else None
        return (*x[:1], *(rest if size == -1 else size for size in self.target_shape))

    def reads(self, x: Shape) -> Reads:
        return viewed(x, self.output(x))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW
