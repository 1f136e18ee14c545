"""Squeeze and unsqueeze: axes of size 1 go, or come.

>>> Squeeze(axes=1).output((None, 1, 8)), Squeeze().output((2, 1, 8, 1))
((None, 8), (2, 8))
>>> Unsqueeze(axes=(0, -1)).output((2, 8))
(1, 2, 8, 1)
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, viewed
from shapecalc.layers.settings import Axes
from shapecalc.shape import Shape, is_known, normal_axis


class Squeeze(Layer):
    """The ``axes`` go, which must have size 1 (or be open); left out, all that have."""

    axes: Axes | None = None

    def output(self, x: Shape) -> Shape:
        if self.axes is None:
            return tuple(size for size in x if size != 1)
        axes = self.axes if isinstance(self.axes, tuple) else (self.axes,)
        gone = {normal_axis(axis, len(x), "axes") for axis in axes}
        for axis in gone:
            size = x[axis]
            if is_known(size) and size != 1:
                raise ShapecalcError(
                    f"axis {axis} has size {size}",
                    why=f"only an axis of size 1 can go, and the shape is {x}",
                    path=("axes",),
                )
        return tuple(size for axis, size in enumerate(x) if axis not in gone)

    def reads(self, x: Shape) -> Reads:
        return viewed(x, self.output(x))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW


class Unsqueeze(Layer):
    """The ``axes`` of the output are new and have size 1; the others are the input's."""

    axes: Axes

    def output(self, x: Shape) -> Shape:
        axes = self.axes if isinstance(self.axes, tuple) else (self.axes,)
        rank = len(x) + len(axes)
        new = {normal_axis(axis, rank, "axes") for axis in axes}
        if len(new) != len(axes):
            raise ShapecalcError(f"axes {axes} name an axis twice", why=f"the output has {rank} axes", path=("axes",))
        old = iter(x)
        return tuple(1 if axis in new else next(old) for axis in range(rank))

    def reads(self, x: Shape) -> Reads:
        return viewed(x, self.output(x))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW
