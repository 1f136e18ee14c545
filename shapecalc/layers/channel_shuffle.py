"""Channel shuffle (ShuffleNet, Zhang et al., 2018): the channels of the groups take turns; the shape stays.

>>> ChannelShuffle(groups=2).output((None, 16, 16, 64))
(None, 16, 16, 64)
"""

from __future__ import annotations

from shapecalc.formulas.checks import divided
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Count
from shapecalc.shape import DataFormat, Shape, is_known, normal_axis


class ChannelShuffle(Layer):
    """The number of groups divides the channels."""

    data_format: DataFormat = "channels_last"
    groups: Count

    def output(self, x: Shape) -> Shape:
        channels = x[normal_axis(1 if self.data_format == "channels_first" else -1, len(x))]
        if is_known(channels):
            divided(channels, self.groups, "channels", f"groups = {self.groups}")
        return x

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING
