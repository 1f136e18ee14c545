"""Cropping.

>>> Crop(cropping=((1, 2), (0, 4))).output((None, 8, 8, 3))
(None, 5, 4, 3)
"""

from __future__ import annotations

from shapecalc.formulas import along_axes, cropped_size
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Spatial
from shapecalc.layers.per_axis import before_and_after
from shapecalc.layers.reads import Reads, along
from shapecalc.layers.settings import Pads
from shapecalc.shape import Shape


class Crop(Spatial):
    """Every spatial axis loses what is cropped before and after; at least one element stays."""

    cropping: Pads = 0

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        before, after = before_and_after(self.cropping, len(spatial), "cropping")
        return self.join(lead, channels, along_axes(cropped_size, spatial, before=before, after=after))

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import window_taps

        axes = self.spatial_axes(x)
        before, _ = before_and_after(self.cropping, len(axes), "cropping")
        return along(x, {axis: window_taps(1, before=-crop) for axis, crop in zip(axes, before, strict=True)})

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING
