"""Upsampling without weights: nearest, linear, cubic.

>>> Upsample(factor=2).output((None, 16, 16, 8))
(None, 32, 32, 8)
>>> Upsample(factor=1.5, interpolation="bilinear").output((None, 10, 11, 8))
(None, 15, 16, 8)
>>> Upsample(size=(7, 9)).output((None, 3, 4, 8))
(None, 7, 9, 8)
>>> Upsample(axes=(1, 2), size=(10, 9), aspect="not_larger").output((None, 3, 5, 8))
(None, 5, 9, 8)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import along_axes, aspect_sizes, scaled_size, upsampled_size
from shapecalc.formulas.checks import each_at_least
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Spatial, known, settled
from shapecalc.layers.per_axis import one_each, per_axis
from shapecalc.layers.reads import READ_AS, Reads, along
from shapecalc.layers.settings import Amount, AmountPerAxisOrNone, Axes, Interpolation, Scale
from shapecalc.shape import Shape, Size, normal_axis, replaced

if TYPE_CHECKING:
    from shapecalc.formulas.taps import Taps


class Upsample(Spatial):
    """Scale every spatial axis (or every one of ``axes``) by a factor, or bring it to a size: one of the two.

    At least ``least`` must be left of every axis; only ``area``, which is an adaptive average, may leave nothing.
    ``aspect`` takes the sizes as a frame: the result keeps the input's aspect and is ``not_larger``, or
    ``not_smaller``. ``single_precision`` is for the product with a factor.
    With ``align_corners`` the first and last elements keep their places.
    """

    factor: Scale | None = None
    size: AmountPerAxisOrNone = None
    axes: Axes | None = None
    aspect: Literal["stretch", "not_larger", "not_smaller"] = "stretch"
    least: Amount = 1
    single_precision: bool = False
    interpolation: Interpolation = "nearest"
    align_corners: bool = False

    def output(self, x: Shape) -> Shape:
        if (self.factor is None) == (self.size is None):
            both = "neither a factor nor a size is" if self.size is None else "both a factor and a size are"
            raise ShapecalcError(f"{both} given", fix="give one of the two")
        if self.axes is None:
            lead, channels, spatial = self.split(x)
            return self.join(lead, channels, self._sizes(spatial))
        return replaced(x, self.axes, self._sizes)

    def reads(self, x: Shape) -> Reads:
        axes = self.spatial_axes(x) if self.axes is None else self._places(x)
        out = self.output(x)
        factors = (None,) * len(axes) if self.factor is None else one_each(self.factor, len(axes), "factor")
        taps = {axis: self._taps(x[axis], out[axis], by) for axis, by in zip(axes, factors, strict=True)}
        return along(x, taps)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING

    def _places(self, x: Shape) -> list[int]:
        axes = self.axes if isinstance(self.axes, tuple) else (self.axes or 0,)
        return [normal_axis(axis, len(x), "axes") for axis in axes]

    def _taps(self, size: Size, out: Size, factor: float | None) -> Taps:
        from shapecalc.formulas.resize import single
        from shapecalc.formulas.taps import aligned_taps, ratio_of, resized_taps

        kind = READ_AS.get(self.interpolation, self.interpolation)
        if factor is not None and not self.align_corners and kind != "area":
            ratio = ratio_of(factor, single if self.single_precision else float)
            return resized_taps(ratio.denominator, ratio.numerator, kind)
        before, after = known(size, "the size that is resized"), known(out, "the size that comes out")
        return aligned_taps(before, after) if self.align_corners else resized_taps(before, after, kind)

    def _sizes(self, found: Shape) -> Shape:
        least = 0 if self.interpolation == "area" else self.least
        if self.size is None:
            return self._scaled(found, least)
        wanted = one_each(self.size, len(found), "size")
        each_at_least(least, size=tuple(least if size is None else size for size in wanted))
        if self.aspect == "stretch":
            return wanted
        known = settled(found)
        larger = self.aspect == "not_smaller"
        return (None,) * len(found) if known is None else aspect_sizes(known, wanted, larger=larger)

    def _scaled(self, found: Shape, least: int) -> Shape:
        factors = per_axis(self.factor, len(found))
        if all(isinstance(factor, int) for factor in factors):
            return along_axes(upsampled_size, found, factor=factors)
        return along_axes(scaled_size, found, scale=factors, least=least, single_precision=self.single_precision)
