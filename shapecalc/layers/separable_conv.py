"""Separable convolution: a depthwise one, then a pointwise one that mixes the channels.

>>> layer = SeparableConv(filters=64, kernel_size=3)
>>> layer.output((None, 32, 32, 16)), layer.macs((None, 32, 32, 16))
((None, 30, 30, 64), 1051200)
>>> [weight.shape for weight in layer.weights((None, 32, 32, 16))]
[(3, 3, 16, 1), (1, 1, 16, 64), (64,)]
"""

from __future__ import annotations

from shapecalc.formulas import separable_conv_macs, separable_conv_weights
from shapecalc.layers.keeps import Extra, Keeps, elements
from shapecalc.layers.layer import Weight, known, named, settled
from shapecalc.layers.per_axis import per_axis
from shapecalc.layers.settings import Count
from shapecalc.layers.window import Window
from shapecalc.shape import Shape, samples, times


class SeparableConv(Window):
    """Stride and dilation belong to the depthwise part; there is one bias, at the end.

    ``depth_multiplier`` is how many channels the depthwise part makes of each.
    """

    filters: Count
    depth_multiplier: Count = 1
    bias: bool = True

    def output(self, x: Shape) -> Shape:
        lead, _, spatial = self.split(x)
        return self.join(lead, self.filters, self.slide(spatial))

    def keeps(self, x: Shape) -> Keeps:
        lead, channels, spatial = self.split(x)
        between = (*lead, times(channels, self.depth_multiplier), *self.slide(spatial))
        return Keeps(inputs=(0,), beside=(Extra(elements(between)),))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        _, channels, spatial = self.split(x)
        kernel = per_axis(self.kernel_size, len(spatial))
        return named(
            separable_conv_weights(known(channels), self.filters, kernel, self.depth_multiplier, bias=self.bias)
        )

    def macs(self, x: Shape) -> int | None:
        lead, channels, spatial = self.split(x)
        sizes, kernel = settled(self.slide(spatial)), per_axis(self.kernel_size, len(spatial))
        if sizes is None:
            return None
        one = separable_conv_macs(sizes, known(channels), self.filters, kernel, self.depth_multiplier)
        return times(samples(lead), one)
