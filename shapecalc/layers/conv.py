"""Convolution.

>>> layer = Conv(filters=64, kernel_size=7, stride=2, padding=3, bias=False)
>>> layer.output((None, 224, 224, 3))
(None, 112, 112, 64)
>>> layer.weights((None, 224, 224, 3))
(Weight(name='kernel', shape=(7, 7, 3, 64), role='trainable'),)
>>> layer.macs((None, 224, 224, 3))
118013952
"""

from __future__ import annotations

from typing import Any

from shapecalc.formulas import (
    along_axes,
    conv_macs,
    conv_weights,
    output_size,
    padded_size,
)
from shapecalc.layers.keeps import ITS_INPUT, Keeps
from shapecalc.layers.layer import Weight, agreed, named, settled
from shapecalc.layers.lora import adapted
from shapecalc.layers.per_axis import before_and_after, per_axis
from shapecalc.layers.settings import Amount, Count, PaddingMode, SignedPadding
from shapecalc.layers.window import Window, automatic_padding
from shapecalc.shape import Shape, is_known, samples, times


class Conv(Window):
    """Every filter looks at ``in_channels/groups`` channels through one window.

    ``padding_mode`` says what the input is padded with; what is not constant must be found in the input, and may crop.
    ``lora_rank`` freezes the kernel.
    """

    filters: Count
    padding: SignedPadding = "valid"
    padding_mode: PaddingMode = "constant"
    groups: Count = 1
    bias: bool = True
    in_channels: Amount | None = None
    lora_rank: Amount | None = None

    def output(self, x: Shape) -> Shape:
        lead, _, spatial = self.split(x)
        return self.join(lead, self.filters, self._windows(spatial))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return ITS_INPUT

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        _, channels, spatial = self.split(x)
        inner = agreed(self.in_channels, channels, "in_channels")
        kernel = per_axis(self.kernel_size, len(spatial))
        weights = named(conv_weights(inner, self.filters, kernel, self.groups, bias=self.bias))
        return adapted(weights, self.lora_rank)

    def macs(self, x: Shape) -> int | None:
        lead, channels, spatial = self.split(x)
        sizes = settled(self._windows(spatial))
        kernel = per_axis(self.kernel_size, len(spatial))
        if sizes is None or any(size < 0 for size in sizes) or (not is_known(channels) and self.in_channels is None):
            return None
        inner = agreed(self.in_channels, channels, "in_channels")
        return times(samples(lead), conv_macs(sizes, inner, self.filters, kernel, self.groups))

    def _windows(self, spatial: Shape) -> Shape:
        if self.padding_mode == "constant" or self.padding == "valid":
            return self.slide(spatial)
        window: dict[str, Any] = {"kernel_size": self.kernel_size, "stride": self.step, "dilation": self.dilation}
        pads = self.padding
        if isinstance(pads, str):
            pads = tuple(pad or (0, 0) for pad in along_axes(automatic_padding, spatial, **window, padding=pads))
        before, after = before_and_after(pads, len(spatial), "padding")
        padded = along_axes(padded_size, spatial, before=before, after=after, mode=self.padding_mode)
        return along_axes(output_size, padded, **window)
