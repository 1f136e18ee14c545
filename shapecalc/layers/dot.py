"""The product of two tensors summed over one axis of each, sample by sample.

>>> layer = Dot(axes=(2, 1))
>>> layer.output((None, 3, 4), (None, 4, 5)), layer.macs((None, 3, 4), (None, 4, 5))
((None, 3, 5), 60)
>>> Dot(axes=-1).output((None, 8), (None, 8))
(None, 1)
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Keeps, every_input
from shapecalc.layers.layer import Layer
from shapecalc.layers.settings import Axes
from shapecalc.shape import Shape, normal_axis, samples, times


class Dot(Layer):
    """Out comes what is left of the first input, then what is left of the second without its batch; at least 2 axes.

    ``axes`` names the axis of each input that is summed over; one number holds for both.
    """

    inputs: ClassVar[tuple[int, int | None]] = (2, 2)
    axes: Axes

    def output(self, one: Shape, other: Shape) -> Shape:
        first, second = self._places(one, other)
        if one[first] != other[second]:
            raise ShapecalcError(
                f"the two inputs have {one[first]} and {other[second]} along axes {first} and {second}",
                why=f"their shapes are {one} and {other}, and the sum goes over both together",
                fix="choose axes of one size",
                path=("axes",),
            )
        left, right = _without(one, first), _without(other, second)
        if not right:
            raise ShapecalcError("the second input has no batch", why=f"its shape is {other}", path=("inputs", 1))
        out = (*left, *right[1:])
        return (*out, 1) if len(out) == 1 else out

    def keeps(self, *inputs: Shape) -> Keeps:
        return every_input(*inputs)

    def macs(self, one: Shape, other: Shape) -> int | None:
        first, _ = self._places(one, other)
        out = self.output(one, other)
        return times(samples(out[:1]), *out[1:], one[first])

    def _places(self, one: Shape, other: Shape) -> tuple[int, int]:
        axes = self.axes if isinstance(self.axes, tuple) else (self.axes, self.axes)
        if len(axes) != 2:
            raise ShapecalcError(f"axes has {len(axes)} numbers", why="there are two inputs", path=("axes",))
        return normal_axis(axes[0], len(one), "axes"), normal_axis(axes[1], len(other), "axes")


def _without(shape: Shape, axis: int) -> Shape:
    return (*shape[:axis], *shape[axis + 1 :])
