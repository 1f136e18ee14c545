"""Batch normalisation: a mean and a variance for each channel, then a scale and an offset.

>>> layer = BatchNorm()
>>> layer.output((None, 8, 8, 64))
(None, 8, 8, 64)
>>> [(weight.name, weight.role) for weight in layer.weights((None, 8, 8, 64))]
[('gamma', 'trainable'), ('beta', 'trainable'), ('moving_mean', 'statistic'), ('moving_variance', 'statistic')]
"""

from __future__ import annotations

from shapecalc.formulas import batch_norm_statistics, batch_norm_weights
from shapecalc.layers.keeps import Extra, Keeps
from shapecalc.layers.layer import Layer, Weight, agreed, fits, named
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Amount, Axis
from shapecalc.shape import DataFormat, Shape, Size, normal_axis


class BatchNorm(Layer):
    """The channels stand at ``axis`` (where ``data_format`` says, when left out); an input without elements fits any.

    ``renorm`` keeps three statistics more (Ioffe, "Batch Renormalization", 2017), ``counts_batches`` a counter.
    """

    data_format: DataFormat = "channels_last"
    rank: int | None = None
    axis: Axis | None = None
    scale: bool = True
    center: bool = True
    statistics: bool = True
    counts_batches: bool = False
    renorm: bool = False
    in_channels: Amount | None = None

    def output(self, x: Shape) -> Shape:
        fits(self.in_channels, self._found(x), "in_channels")
        return x

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, x: Shape) -> Keeps:
        return Keeps(inputs=(0,), beside=(Extra(2 * self._channels(x)),))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        channels = self._channels(x)
        learned = named(batch_norm_weights(channels, scale=self.scale, center=self.center))
        return learned + (self._kept(channels) if self.statistics else ())

    def _channels(self, x: Shape) -> int:
        return agreed(self.in_channels, self._found(x), "in_channels")

    def _found(self, x: Shape) -> Size:
        found = x[self._axis(x)]
        return None if 0 in x and self.in_channels is not None else found

    def _axis(self, x: Shape) -> int:
        default = 1 if self.data_format == "channels_first" else -1
        return normal_axis(default if self.axis is None else self.axis, len(x))

    def _kept(self, channels: int) -> tuple[Weight, ...]:
        kept = named(batch_norm_statistics(channels), "statistic")
        if self.renorm:
            renorm = ("renorm_mean", "renorm_stddev", "moving_stddev")
            kept += tuple(Weight(name, (channels,), "statistic") for name in renorm)
        return (*kept, Weight("num_batches_tracked", (), "counter")) if self.counts_batches else kept
