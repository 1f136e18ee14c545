"""Crop or pad around the centre, whichever brings an axis to the size asked for.

>>> CenterCropPad(sizes=(10, 8), axes=(0, 1)).output((20, "W", 3))
(10, 8, 3)
"""

from __future__ import annotations

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer, known
from shapecalc.layers.per_axis import one_each
from shapecalc.layers.reads import Reads, along
from shapecalc.layers.settings import Axes, Counts
from shapecalc.shape import Shape, replaced


class CenterCropPad(Layer):
    """The ``axes`` (left out: all) take the ``sizes``."""

    sizes: Counts
    axes: Axes | None = None

    def output(self, x: Shape) -> Shape:
        return replaced(x, tuple(range(len(x))) if self.axes is None else self.axes, self._taken)

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import window_taps

        axes = range(len(x)) if self.axes is None else self.axes if isinstance(self.axes, tuple) else (self.axes,)
        wanted = one_each(self.sizes, len(axes), "sizes")
        taps = {}
        for axis, want in zip(axes, wanted, strict=True):
            size = known(x[axis], "the size that is cropped")
            taps[axis % len(x)] = window_taps(1, before=-((size - want) // 2) if size > want else (want - size) // 2)
        return along(x, taps)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING

    def _taken(self, found: Shape) -> Shape:
        return one_each(self.sizes, len(found), "sizes")
