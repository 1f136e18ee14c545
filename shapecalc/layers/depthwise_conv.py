"""Depthwise convolution: each channel is looked at alone, by ``depth_multiplier`` filters.

>>> layer = DepthwiseConv(kernel_size=3, padding="same")
>>> layer.output((None, 32, 32, 16)), layer.macs((None, 32, 32, 16))
((None, 32, 32, 16), 147456)
>>> [weight.shape for weight in layer.weights((None, 32, 32, 16))]
[(3, 3, 16, 1), (16,)]
"""

from __future__ import annotations

from shapecalc.formulas import depthwise_conv_macs, depthwise_conv_weights
from shapecalc.layers.keeps import ITS_INPUT, Keeps
from shapecalc.layers.layer import Weight, known, named, settled
from shapecalc.layers.per_axis import per_axis
from shapecalc.layers.settings import Count
from shapecalc.layers.window import Window
from shapecalc.shape import Shape, samples, times


class DepthwiseConv(Window):
    """A convolution with as many groups as channels."""

    depth_multiplier: Count = 1
    bias: bool = True

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        return self.join(lead, times(channels, self.depth_multiplier), self.slide(spatial))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return ITS_INPUT

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        _, channels, spatial = self.split(x)
        kernel = per_axis(self.kernel_size, len(spatial))
        return named(depthwise_conv_weights(known(channels), kernel, self.depth_multiplier, bias=self.bias))

    def macs(self, x: Shape) -> int | None:
        lead, channels, spatial = self.split(x)
        sizes, kernel = settled(self.slide(spatial)), per_axis(self.kernel_size, len(spatial))
        if sizes is None:
            return None
        return times(samples(lead), depthwise_conv_macs(sizes, known(channels), kernel, self.depth_multiplier))
