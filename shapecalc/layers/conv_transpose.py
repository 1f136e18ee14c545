"""Transposed convolution: the layer that undoes the size of a convolution.

>>> layer = ConvTranspose(filters=32, kernel_size=4, stride=2, padding=1)
>>> layer.output((None, 64, 64, 16)), layer.macs((None, 64, 64, 16))
((None, 128, 128, 32), 33554432)
>>> [weight.shape for weight in layer.weights((None, 64, 64, 16))]
[(4, 4, 32, 16), (32,)]
>>> ConvTranspose(filters=1, kernel_size=3, stride=2, padding="same").output((None, 12, 12, 1))
(None, 24, 24, 1)
"""

from __future__ import annotations

from typing import Any

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import (
    along_axes,
    bare_transposed_output_size,
    fitted_transposed_output_size,
    full_transposed_output_size,
    output_padding_for,
    same_transposed_crop,
    same_transposed_output_size,
    transposed_conv_macs,
    transposed_conv_weights,
    transposed_output_size,
)
from shapecalc.layers.keeps import ITS_INPUT, Keeps
from shapecalc.layers.layer import Spatial, Weight, agreed, named, open_as, settled
from shapecalc.layers.per_axis import before_and_after, one_each, per_axis
from shapecalc.layers.reads import Reads, along
from shapecalc.layers.settings import Amount, Count, CountPerAxis, Padding, SizesOrNone, WholePerAxis
from shapecalc.shape import Shape, is_known, samples, times


class ConvTranspose(Spatial):
    """Every input element spreads the kernel over the output.

    ``padding`` crops: ``same`` down to ``i*s``, a number that much on both sides, ``valid`` nothing (and the output is
    never smaller than ``i*s``). ``output_padding`` adds to the end; for ``same`` and ``valid``, left out is not 0.
    ``output_size`` (of the spatial axes, or of all) asks for a size and so chooses the output padding, and with
    ``padding=None`` the padding too. With ``lenient`` the bare equation holds, whatever size it gives.
    """

    filters: Count
    kernel_size: CountPerAxis
    stride: CountPerAxis = 1
    padding: Padding | None = 0
    output_padding: WholePerAxis | None = None
    dilation: CountPerAxis = 1
    groups: Count = 1
    bias: bool = True
    in_channels: Amount | None = None
    output_size: SizesOrNone | None = None
    lenient: bool = False

    def output(self, x: Shape) -> Shape:
        lead, _, spatial = self.split(x)
        wanted: Shape | None = self.output_size
        if wanted is not None and len(wanted) == len(x):
            wanted = self.split(wanted).spatial
        return self.join(lead, self.filters, self._spread(spatial, wanted))

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import transposed_taps

        axes = self.spatial_axes(x)
        settings = (per_axis(each, len(axes)) for each in (self.kernel_size, self.stride, self.dilation))
        windows = zip(axes, *settings, self._cropped(x), strict=True)
        taps = {axis: transposed_taps(kernel, step, crop, dilation) for axis, kernel, step, dilation, crop in windows}
        return along(x, taps, (self.channel_axis(x),))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return ITS_INPUT

    def _cropped(self, x: Shape) -> tuple[int, ...]:
        """Return how much is cropped before each spatial axis."""
        rank = len(self.split(x).spatial)
        if self.padding is None:
            raise ShapecalcError("what is cropped before is not known", why="the padding follows from the output_size")
        if not isinstance(self.padding, str):
            return before_and_after(self.padding, rank, "padding")[0]
        if self.padding == "valid":
            return (0,) * rank
        settings = (self.kernel_size, self.stride, self.dilation, self.output_padding)
        each = zip(*(per_axis(setting, rank) for setting in settings), strict=True)
        return tuple(same_transposed_crop(*axis) for axis in each)

    def _spread(self, spatial: Shape, wanted: Shape | None) -> Shape:
        window: dict[str, Any] = {"kernel_size": self.kernel_size, "stride": self.stride, "dilation": self.dilation}
        if self.padding == "same":
            return along_axes(same_transposed_output_size, spatial, **window, output_padding=self.output_padding)
        if self.padding == "valid":
            return along_axes(full_transposed_output_size, spatial, **window, output_padding=self.output_padding)
        if self.padding is None:
            return self._fitted(spatial, window)
        window["padding"] = self.padding
        extra = self.output_padding or 0
        if wanted is not None:
            spatial = open_as(spatial, wanted)
            extra = along_axes(_extra, spatial, **window, output_size=wanted)
        formula = bare_transposed_output_size if self.lenient else transposed_output_size
        return along_axes(formula, spatial, **window, output_padding=extra)

    def _fitted(self, spatial: Shape, window: dict[str, Any]) -> Shape:
        wanted = one_each(self.output_size, len(spatial), "output_size")
        if not self.lenient:
            along_axes(fitted_transposed_output_size, spatial, **window, output=wanted)
        return wanted

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        _, channels, spatial = self.split(x)
        inner = agreed(self.in_channels, channels, "in_channels")
        kernel = per_axis(self.kernel_size, len(spatial))
        return named(transposed_conv_weights(inner, self.filters, kernel, self.groups, bias=self.bias))

    def macs(self, x: Shape) -> int | None:
        lead, channels, spatial = self.split(x)
        sizes = settled(spatial)
        kernel = per_axis(self.kernel_size, len(spatial))
        if sizes is None or (not is_known(channels) and self.in_channels is None):
            return None
        inner = agreed(self.in_channels, channels, "in_channels")
        return times(samples(lead), transposed_conv_macs(sizes, inner, self.filters, kernel, self.groups))


def _extra(size: int, output_size: int, **window: Any) -> int:
    return output_padding_for(output_size, size, **window)
