"""Group normalisation (Wu & He, 2018): over groups of channels of each sample; with -1 groups, over each channel alone.

>>> [weight.shape for weight in GroupNorm(groups=8).weights((None, 16, 16, 64))]
[(64,), (64,)]
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import batch_norm_weights
from shapecalc.formulas.checks import nearest_divisors
from shapecalc.layers.keeps import Extra, Keeps
from shapecalc.layers.layer import Layer, Weight, agreed, named
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Amount, Axis
from shapecalc.shape import DataFormat, Shape, normal_axis, samples


class GroupNorm(Layer):
    """The number of groups divides the channels; ``groups=-1`` is as many groups as channels."""

    data_format: DataFormat = "channels_last"
    groups: Axis = 32
    axis: Axis | None = None
    scale: bool = True
    center: bool = True
    in_channels: Amount | None = None

    def output(self, x: Shape) -> Shape:
        channels = self._channels(x)
        if self.groups != -1 and (self.groups < 1 or channels % self.groups):
            raise ShapecalcError(
                f"groups is {self.groups}",
                why=f"it must divide the {channels} channels",
                fix=f"use {nearest_divisors(channels, self.groups)}",
                path=("groups",),
            )
        return x

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, x: Shape) -> Keeps:
        return Keeps(inputs=(0,), beside=(Extra(2 * samples(x[:1]) * self.groups),))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return named(batch_norm_weights(self._channels(x), scale=self.scale, center=self.center))

    def _channels(self, x: Shape) -> int:
        default = 1 if self.data_format == "channels_first" else -1
        axis = normal_axis(default if self.axis is None else self.axis, len(x))
        return agreed(self.in_channels, x[axis], "in_channels")
