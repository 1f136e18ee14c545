"""Padding as a layer of its own.

>>> Pad(padding=1).output((None, 8, 8, 3)), Pad(padding=((0, 1), (2, 2))).output((None, 8, 8, 3))
((None, 10, 10, 3), (None, 9, 12, 3))
>>> Pad(padding=((0, 3),), axes=(-1,), mode="circular").output((8, 3))
(8, 6)
"""

from __future__ import annotations

from shapecalc.formulas import along_axes, padded_size
from shapecalc.layers.keeps import ITS_INPUT, NOTHING, Keeps
from shapecalc.layers.layer import Spatial
from shapecalc.layers.per_axis import before_and_after
from shapecalc.layers.reads import Reads, along
from shapecalc.layers.settings import Axes, PaddingMode, SignedPads
from shapecalc.shape import Shape, is_known, normal_axis, replaced


class Pad(Spatial):
    """Every spatial axis (or every one of ``axes``) grows by what is added before and after it.

    A negative number crops. ``mode`` says where the new elements come from.
    """

    padding: SignedPads = 1
    mode: PaddingMode = "constant"
    axes: Axes | None = None

    def output(self, x: Shape) -> Shape:
        if self.axes is None:
            lead, channels, spatial = self.split(x)
            return self.join(lead, channels, self._padded(spatial))
        return replaced(x, self.axes, self._padded)

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import window_taps

        axes = self._axes(x)
        before, _ = before_and_after(self.padding, len(axes), "padding")
        return along(x, {axis: window_taps(1, before=pad) for axis, pad in zip(axes, before, strict=True)})

    def _axes(self, x: Shape) -> tuple[int, ...]:
        if self.axes is None:
            return tuple(self.spatial_axes(x))
        axes = self.axes if isinstance(self.axes, tuple) else (self.axes,)
        return tuple(normal_axis(axis, len(x), "axes") for axis in axes)

    def keeps(self, x: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING if self.mode == "constant" else ITS_INPUT

    def _padded(self, sizes: Shape) -> Shape:
        before, after = before_and_after(self.padding, len(sizes), "padding")
        padded = along_axes(padded_size, sizes, before=before, after=after, mode=self.mode)
        changes = zip(sizes, padded, before, after, strict=True)
        return tuple(new if is_known(size) or first + last else size for size, new, first, last in changes)
