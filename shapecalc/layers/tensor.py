"""Tensors whose sizes are told: constants, ranges, what is chosen by value, anything that no other card computes.

>>> ToldTensor(shapes=((3, 4),)).output(), ToldTensor(shapes=((2, None), ("N",))).output((2, 7))
((3, 4), [(2, None), ('N',)])
>>> ToldTensor(shapes=((5, 8),), multiplications=5 * 8 * 3).macs((5, 3))
120
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Layer, Output
from shapecalc.layers.reads import Reads
from shapecalc.shape import Shape, Size


class ToldTensor(Layer):
    """Whatever comes in, ``shapes`` come out, by way of so many ``multiplications`` (None: an open size decides).

    ``kept`` are the places of what training keeps of what comes in; None where that is not told.
    """

    inputs: ClassVar[tuple[int, int | None]] = (0, None)
    shapes: tuple[tuple[Size, ...], ...]
    multiplications: int | None = 0
    kept: tuple[int, ...] | None = None

    def output(self, *inputs: Shape) -> Output:  # noqa: ARG002 - they have been looked at
        return self.shapes[0] if len(self.shapes) == 1 else list(self.shapes)

    def reads(self, *inputs: Shape) -> Reads:  # noqa: ARG002 - they have been looked at
        raise ShapecalcError("only its shape is told", why="nobody knows what it looks at")

    def keeps(self, *inputs: Shape) -> Keeps:
        return super().keeps(*inputs) if self.kept is None else Keeps(self.kept)

    def macs(self, *inputs: Shape) -> int | None:  # noqa: ARG002 - they have been looked at
        return self.multiplications
