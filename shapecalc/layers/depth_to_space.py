"""Depth to space (pixel shuffle) and back: channels move into the spatial axes, or these into the channels.

>>> DepthToSpace(block=2).output((None, 8, 8, 64))
(None, 16, 16, 16)
>>> SpaceToDepth(block=2).output((None, 16, 16, 16))
(None, 8, 8, 64)
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.formulas import along_axes, depth_to_space_channels, space_to_depth_size, upsampled_size
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Spatial
from shapecalc.layers.reads import Reads, along
from shapecalc.layers.settings import LARGEST, Count
from shapecalc.shape import Shape, is_known, times


class DepthToSpace(Spatial):
    """``block**2`` channels become one channel with ``block`` times the height and width.

    The channels must divide, unless it need not be ``exact``.
    """

    most_lead: ClassVar[int] = LARGEST
    block: Count
    exact: bool = True

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        if self.block == 1:
            return x
        left = depth_to_space_channels(channels, self.block, exact=self.exact) if is_known(channels) else None
        return self.join(lead, left, along_axes(upsampled_size, spatial, factor=self.block))

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import resized_taps

        spatial = self.spatial_axes(x)
        return along(x, dict.fromkeys(spatial, resized_taps(1, self.block)), (self.channel_axis(x),))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING


class SpaceToDepth(Spatial):
    """The inverse: ``block`` neighbours on each axis become channels; the sizes must divide, if it is ``exact``."""

    most_lead: ClassVar[int] = LARGEST
    block: Count
    exact: bool = True

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        if self.block == 1:
            return x
        sizes = along_axes(space_to_depth_size, spatial, block=self.block, exact=self.exact)
        return self.join(lead, times(channels, self.block ** len(spatial)), sizes)

    def unreached(self, *inputs: Shape) -> Shape:
        lead, _, spatial = self.split(inputs[0])
        rests = tuple(size % self.block if is_known(size) else 0 for size in spatial)
        return self.join((0,) * len(lead), 0, rests)

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import window_taps

        spatial = self.spatial_axes(x)
        return along(x, dict.fromkeys(spatial, window_taps(self.block, self.block)), (self.channel_axis(x),))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING
