"""Patches: what every window of an image holds, put one after another as the channels of its place.

>>> Patches(kernel_size=16, stride=None).output((None, 224, 224, 3))
(None, 14, 14, 768)
>>> Patches(kernel_size=3, padding="same").output((None, 32, 32, 8))
(None, 32, 32, 72)
"""

from __future__ import annotations

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.per_axis import per_axis
from shapecalc.layers.window import Window
from shapecalc.shape import Shape, times


class Patches(Window):
    """Nothing is learned and nothing is added up; windows may overlap. The stride is the kernel size when left out."""

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        return self.join(lead, times(channels, *per_axis(self.kernel_size, len(spatial))), self.slide(spatial))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING
