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

from shapecalc.formulas import conv_macs, conv_weights
from shapecalc.layers.layer import Weight, agreed, named, per_axis, settled
from shapecalc.layers.settings import Amount, Count
from shapecalc.layers.window import Window
from shapecalc.shape import Shape, Size, is_open, samples, times


class Conv(Window):
    """Every filter looks at ``in_channels/groups`` channels through one window."""

    filters: Count
    groups: Count = 1
    bias: bool = True
    in_channels: Amount | None = None

    def output(self, x: Shape) -> Shape:
        lead, _, spatial = self.split(x)
        return self.join(lead, self.filters, self.slide(spatial))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        _, channels, spatial = self.split(x)
        inner = agreed(self.in_channels, channels, "in_channels")
        kernel = per_axis(self.kernel_size, len(spatial))
        return named(conv_weights(inner, self.filters, kernel, self.groups, bias=self.bias))

    def macs(self, x: Shape) -> Size:
        lead, channels, spatial = self.split(x)
        sizes = settled(self.slide(spatial))
        kernel = per_axis(self.kernel_size, len(spatial))
        if sizes is None or (is_open(channels) and self.in_channels is None):
            return None
        inner = agreed(self.in_channels, channels, "in_channels")
        return times(samples(lead), conv_macs(sizes, inner, self.filters, kernel, self.groups))
