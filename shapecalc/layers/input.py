"""The input of a model.

>>> Input(shape=(None, 224, 224, 3)).output()
(None, 224, 224, 3)
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.settings import Sizes
from shapecalc.shape import Shape


class Input(Layer):
    """Where a tensor comes in; ``shape`` holds the batch too, and is None where the source of a model gives none."""

    inputs: ClassVar[tuple[int, int | None]] = (0, 0)
    shape: Sizes | None

    def output(self, *inputs: Shape) -> Shape:  # noqa: ARG002 - it has none
        if self.shape is None:
            raise ShapecalcError("an input has no shape", why="not even the number of its axes is known")
        return self.shape

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING
