"""Reduction: a sum, mean, maximum... over some axes.

>>> Reduce(function="mean", axes=(2, 3)).output((None, 8, 7, 7))
(None, 8, 1, 1)
>>> Reduce(function="max", axes=-1, keepdims=False).output((None, 8, 7)), Reduce(function="sum").output((2, 3))
((None, 8), (1, 1))
"""

from __future__ import annotations

from typing import Literal

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import AxisReads, Reads
from shapecalc.layers.settings import Axes
from shapecalc.shape import Shape, normal_axis


class Reduce(Layer):
    """The ``axes`` (left out: all) become 1, or go without ``keepdims``."""

    function: Literal["mean", "sum", "product", "max", "min", "norm", "logarithm", "place"]
    axes: Axes | None = None
    keepdims: bool = True

    def output(self, x: Shape) -> Shape:
        gone = self._gone(x)
        if self.keepdims:
            return tuple(1 if axis in gone else size for axis, size in enumerate(x))
        return tuple(size for axis, size in enumerate(x) if axis not in gone)

    def reads(self, x: Shape) -> Reads:
        gone = self._gone(x)
        kept = [axis for axis in range(len(x)) if self.keepdims or axis not in gone]
        return (tuple(AxisReads(None if axis in gone else kept.index(axis)) for axis in range(len(x))),)

    def keeps(self, x: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING if self.function in {"mean", "sum", "place"} else Keeps(inputs=(0,), output=True)

    def _gone(self, x: Shape) -> set[int]:
        axes = range(len(x)) if self.axes is None else self.axes if isinstance(self.axes, tuple) else (self.axes,)
        return {normal_axis(axis, len(x), "axes") for axis in axes}
