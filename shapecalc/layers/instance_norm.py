"""Instance normalisation (Ulyanov et al., 2016): over the spatial axes of each channel of each sample.

>>> InstanceNorm().output((None, 16, 16, 64)), InstanceNorm().weights((None, 16, 16, 64))
((None, 16, 16, 64), ())
"""

from __future__ import annotations

from shapecalc.formulas import batch_norm_statistics, batch_norm_weights
from shapecalc.layers.keeps import Extra, Keeps
from shapecalc.layers.layer import Spatial, Weight, agreed, named
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Amount
from shapecalc.shape import Shape, samples, times


class InstanceNorm(Spatial):
    """Without ``affine`` it learns nothing (``bias`` is the offset of it); without ``statistics`` it keeps nothing.

    With ``counts_batches`` it keeps their number too. Statistics alone fit any input without elements.
    """

    affine: bool = False
    bias: bool = True
    statistics: bool = False
    counts_batches: bool = False
    in_channels: Amount | None = None

    def output(self, x: Shape) -> Shape:
        if self.affine or self.statistics:
            self._channels(x)
        return x

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, x: Shape) -> Keeps:
        return Keeps(inputs=(0,), beside=(Extra(times(2, samples(x[:1]), x[self.channel_axis(x)])),))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        if not (self.affine or self.statistics):
            return ()
        channels = self._channels(x)
        learned = named(batch_norm_weights(channels, center=self.bias)) if self.affine else ()
        kept = named(batch_norm_statistics(channels), "statistic") if self.statistics else ()
        counter = (Weight("num_batches_tracked", (), "counter"),) if self.statistics and self.counts_batches else ()
        return learned + kept + counter

    def _channels(self, x: Shape) -> int:
        found = self.split(x).channels
        empty = 0 in x and self.in_channels is not None and not self.affine
        return agreed(self.in_channels, None if empty else found, "in_channels")
