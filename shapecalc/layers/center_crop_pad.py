"""Crop or pad around the centre, whichever brings an axis to the size asked for.

>>> CenterCropPad(sizes=(10, 8), axes=(0, 1)).output((20, "W", 3))
(10, 8, 3)
"""

from __future__ import annotations

from shapecalc.layers.layer import Layer
from shapecalc.layers.per_axis import one_each
from shapecalc.layers.settings import Axes, Counts
from shapecalc.shape import Shape, replaced


class CenterCropPad(Layer):
    """The ``axes`` (left out: all) take the ``sizes``."""

    sizes: Counts
    axes: Axes | None = None

    def output(self, x: Shape) -> Shape:
        return replaced(x, tuple(range(len(x))) if self.axes is None else self.axes, self._taken)

    def _taken(self, found: Shape) -> Shape:
        return one_each(self.sizes, len(found), "sizes")
