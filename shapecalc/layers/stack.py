"""Stack: tensors of one shape side by side on a new axis.

>>> Stack(axis=1).output((None, 8), (None, 8), (None, 8))
(None, 3, 8)
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import AxisReads, Reads
from shapecalc.layers.settings import Axis
from shapecalc.shape import Shape, normal_axis


class Stack(Layer):
    """``axis`` is the new axis' place in the output."""

    inputs: ClassVar[tuple[int, int | None]] = (1, None)
    merges: ClassVar[bool] = True
    axis: Axis = 0

    def output(self, *inputs: Shape) -> Shape:
        first = inputs[0]
        for number, other in enumerate(inputs[1:], start=1):
            if other != first:
                raise ShapecalcError(
                    f"inputs 1 and {number + 1} do not fit together",
                    why=f"their shapes are {first} and {other}, and only equal shapes can be stacked",
                    path=("inputs", number),
                )
        axis = normal_axis(self.axis, len(first) + 1)
        return (*first[:axis], len(inputs), *first[axis:])

    def reads(self, *inputs: Shape) -> Reads:
        new = normal_axis(self.axis, len(inputs[0]) + 1)
        return tuple(tuple(AxisReads(axis + (axis >= new)) for axis in range(len(x))) for x in inputs)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING
