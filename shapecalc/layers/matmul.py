"""Matrix product, of stacks of matrices too.

>>> Matmul().output((None, 8, 10, 64), (None, 8, 64, 20)), Matmul().macs((2, 10, 64), (64, 20))
((None, 8, 10, 20), 25600)
>>> Matmul().output((3,), (3,)), Matmul().output((5, 3), (3,))
((), (5,))
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.errors import ShapecalcError
from shapecalc.layers.elementwise import broadcast, settling
from shapecalc.layers.keeps import Keeps, every_input
from shapecalc.layers.layer import Layer
from shapecalc.shape import Shape, is_known, samples, times


class Matmul(Layer):
    """(..., L, S) times (..., S, K) gives (..., L, K); the axes before them are stretched to fit.

    An input with one axis is a row on the left and a column on the right, and that axis goes.
    """

    inputs: ClassVar[tuple[int, int | None]] = (2, 2)

    def output(self, x: Shape, y: Shape) -> Shape:
        if not x or not y:
            raise ShapecalcError("an input is a number", why=f"their shapes are {x} and {y}", path=("inputs",))
        left, right = self._matrices(x, y)
        if is_known(left[-1]) and is_known(right[-2]) and left[-1] != right[-2]:
            raise ShapecalcError(
                f"{left[-1]} columns meet {right[-2]} rows",
                why=f"the shapes are {x} and {y}",
                fix="transpose one of them, or feed shapes that fit",
                path=("inputs", 1),
            )
        lead = broadcast((x[:-2], y[:-2]), settling)
        return (*lead, *left[-2:-1][: len(x) - 1], *right[-1:][: len(y) - 1])

    def keeps(self, *inputs: Shape) -> Keeps:
        return every_input(*inputs)

    def macs(self, x: Shape, y: Shape) -> int | None:
        left, right = self._matrices(x, y)
        lead = broadcast((x[:-2], y[:-2]), settling)
        inner = right[-2] if is_known(right[-2]) else left[-1]
        return times(samples(lead[:1]), *lead[1:], left[-2] if lead else samples(left[-2:-1]), inner, right[-1])

    @staticmethod
    def _matrices(x: Shape, y: Shape) -> tuple[Shape, Shape]:
        return (x if len(x) > 1 else (1, *x)), (y if len(y) > 1 else (*y, 1))
