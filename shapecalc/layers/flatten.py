"""Flatten: neighbouring axes become one.

>>> Flatten().output((None, 7, 7, 512)), Flatten(start_axis=0, end_axis=1).output((2, 3, 4))
((None, 25088), (6, 4))
>>> Flatten(split_axis=2).output((2, 3, 4, 5)), Flatten(split_axis=0).output((2, 3))
((6, 20), (1, 6))
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, viewed
from shapecalc.layers.settings import Axis
from shapecalc.shape import Shape, count, normal_axis


class Flatten(Layer):
    """The axes ``start_axis`` to ``end_axis`` become one; left out, all but the batch (and there is always one).

    With ``split_axis`` two axes come out always: what stands before it, and what stands from it on.
    """

    split_axis: Axis | None = None
    start_axis: Axis | None = None
    end_axis: Axis = -1

    def output(self, x: Shape) -> Shape:
        if self.split_axis is not None:
            place = len(x) if self.split_axis == len(x) else normal_axis(self.split_axis, len(x), "split_axis")
            return (count(x[:place]), count(x[place:]))
        if self.start_axis is None:
            return (*x[:1], count(x[1:]))
        axes = max(len(x), 1)
        start = normal_axis(self.start_axis, axes, "start_axis")
        end = normal_axis(self.end_axis, axes, "end_axis")
        if start > end:
            raise ShapecalcError(
                f"start_axis {self.start_axis} comes after end_axis {self.end_axis}",
                why=f"in an input with {len(x)} axes they are {start} and {end}",
                path=("start_axis",),
            )
        return (*x[:start], count(x[start : end + 1]), *x[end + 1 :])

    def reads(self, x: Shape) -> Reads:
        return viewed(x, self.output(x))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW
