"""Global pooling: one number for each channel.

>>> GlobalPool(reduce="average").output((None, 7, 7, 512))
(None, 512)
>>> GlobalPool(reduce="max", keepdims=True).output((None, 7, 7, 512))
(None, 1, 1, 512)
"""

from __future__ import annotations

from typing import Literal

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Spatial
from shapecalc.layers.reads import AxisReads, Reads, but
from shapecalc.shape import Shape


class GlobalPool(Spatial):
    """The spatial axes go; with ``keepdims`` they stay with size 1."""

    reduce: Literal["max", "average", "lp"]
    keepdims: bool = False

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        return self.join(lead, channels, (1,) * len(spatial) if self.keepdims else ())

    def reads(self, x: Shape) -> Reads:
        spatial = self.spatial_axes(x)
        if self.keepdims:
            return but(x, spatial)
        kept = [axis for axis in range(len(x)) if axis not in spatial]
        return (tuple(AxisReads(kept.index(axis) if axis in kept else None) for axis in range(len(x))),)

    def keeps(self, x: Shape) -> Keeps:
        if self.reduce == "lp":
            return super().keeps(x)
        return NOTHING if self.reduce == "average" else Keeps(inputs=(0,), output=True)
