"""Unfold and fold: windows as columns, and columns added up to an image (``im2col`` and ``col2im``).

>>> Unfold(kernel_size=3, padding=1, data_format="channels_first").output((None, 8, 10, 12))
(None, 72, 120)
>>> Fold(output_size=(10, 12), kernel_size=3, padding=1).output((None, 72, 120))
(None, 8, 10, 12)
"""

from __future__ import annotations

from math import prod
from typing import Any

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import along_axes, output_size, unreached_elements
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer, Spatial
from shapecalc.layers.per_axis import one_each, per_axis
from shapecalc.layers.reads import ALL_OF_IT, AxisReads, Reads
from shapecalc.layers.settings import AmountPerAxis, CountPerAxis, Pads
from shapecalc.shape import Shape, Size, is_known, times, wrong_rank


class Unfold(Spatial):
    """Every window's elements become one column: (batch, channels * window, windows)."""

    kernel_size: CountPerAxis
    stride: CountPerAxis = 1
    padding: AmountPerAxis = 0
    dilation: CountPerAxis = 1

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        kernel = one_each(self.kernel_size, len(spatial), "kernel_size")
        return (*lead, times(channels, *kernel), times(*_windows(self, spatial)))

    def unreached(self, *inputs: Shape) -> Shape:
        lead, _, spatial = self.split(inputs[0])
        window = {"kernel_size": self.kernel_size, "stride": self.stride, "dilation": self.dilation}
        rests = along_axes(unreached_elements, spatial, **window, padding=self.padding)
        return self.join((0,) * len(lead), 0, tuple(rest or 0 for rest in rests))

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import window_taps

        axes = self.spatial_axes(x)
        if len(axes) > 1:
            return (tuple(AxisReads(None if axis in axes else axis) for axis in range(len(x))),)
        settings = (self.kernel_size, self.stride, self.padding, self.dilation)
        kernel, stride, pad, dilation = (per_axis(each, 1)[0] for each in settings)
        row = [AxisReads(axis) for axis in range(len(x))]
        row[axes[0]] = AxisReads(len(x) - 1, window_taps(kernel, stride, pad, dilation))
        row[self.channel_axis(x)] = ALL_OF_IT
        return (tuple(row),)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING


class Fold(Layer):
    """The inverse: the columns are added where their windows overlap. They must be as many as ``output_size`` has.

    With ``lenient`` their number is not looked at, nor whether a window's elements divide the rows.
    """

    output_size: CountPerAxis
    kernel_size: CountPerAxis
    stride: CountPerAxis = 1
    padding: Pads = 0
    dilation: CountPerAxis = 1
    rank: int = 2
    lenient: bool = False

    def output(self, x: Shape) -> Shape:
        if len(x) not in {2, 3}:
            raise wrong_rank(x, 3)
        sizes = one_each(self.output_size, self.rank, "output_size")
        window = prod(one_each(self.kernel_size, self.rank, "kernel_size"))
        channels, columns = x[-2:]
        expected = None if self.lenient else times(*_windows(self, sizes))
        if expected is not None and is_known(columns) and columns != expected:
            raise ShapecalcError(
                f"the input has {columns} columns, but an output of {sizes} has {expected} windows",
                why=f"the input's shape is {x}",
                fix=f"feed {expected} columns, or change output_size",
                path=("output_size",),
            )
        if self.lenient:
            return (*x[:-2], channels // window if is_known(channels) else None, *sizes)
        return (*x[:-2], _per_window(channels, window), *sizes)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING


def _windows(card: Any, sizes: Shape) -> Shape:
    window = {"kernel_size": card.kernel_size, "stride": card.stride, "dilation": card.dilation}
    return along_axes(output_size, sizes, **window, padding=card.padding)


def _per_window(channels: Size, window: int) -> Size:
    if is_known(channels) and channels % window:
        raise ShapecalcError(
            f"{channels} rows cannot be divided by {window}",
            why=f"a window has {window} elements of each channel",
            fix=f"feed a multiple of {window} rows",
            path=("kernel_size",),
        )
    return channels // window if is_known(channels) else None
