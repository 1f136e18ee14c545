"""Upsampling without weights: nearest, linear, cubic.

>>> Upsample(factor=2).output((None, 16, 16, 8))
(None, 32, 32, 8)
>>> Upsample(factor=1.5, interpolation="bilinear").output((None, 10, 11, 8))
(None, 15, 16, 8)
>>> Upsample(size=(7, 9)).output((None, 3, 4, 8))
(None, 7, 9, 8)
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import along_axes, scaled_size, upsampled_size
from shapecalc.formulas.checks import each_at_least
from shapecalc.layers.layer import Spatial
from shapecalc.layers.per_axis import one_each, per_axis
from shapecalc.layers.settings import AmountPerAxisOrNone, Interpolation, Scale
from shapecalc.shape import Shape


class Upsample(Spatial):
    """Scale every spatial axis by a factor (whole or not), or bring it to a size: one of the two.

    Something must be left of every axis; only ``area``, which is an adaptive average, may leave nothing.
    """

    factor: Scale | None = None
    size: AmountPerAxisOrNone = None
    interpolation: Interpolation = "nearest"

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        if (self.factor is None) == (self.size is None):
            both = "neither a factor nor a size is" if self.size is None else "both a factor and a size are"
            raise ShapecalcError(f"{both} given", fix="give one of the two")
        least = 0 if self.interpolation == "area" else 1
        factors = per_axis(self.factor, len(spatial))
        if self.size is not None:
            sizes = one_each(self.size, len(spatial), "size")
            each_at_least(least, size=tuple(least if size is None else size for size in sizes))
        elif all(isinstance(factor, int) for factor in factors):
            sizes = along_axes(upsampled_size, spatial, factor=factors)
        else:
            sizes = along_axes(scaled_size, spatial, scale=factors, least=least)
        return self.join(lead, channels, sizes)
