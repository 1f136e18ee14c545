"""Adaptive pooling: the output size is given, the windows follow.

>>> AdaptivePool(reduce="average", output_size=1, data_format="channels_first").output((None, 512, 7, 9))
(None, 512, 1, 1)
>>> AdaptivePool(reduce="max", output_size=(3, None)).output((None, 7, 9, 8))
(None, 3, 9, 8)
"""

from __future__ import annotations

from typing import Literal

from shapecalc.layers.keeps import INDEX_BYTES, NOTHING, Extra, Keeps, elements
from shapecalc.layers.layer import Output, Spatial, known
from shapecalc.layers.per_axis import one_each, per_axis
from shapecalc.layers.reads import Reads, along
from shapecalc.layers.settings import AmountPerAxisOrNone, Axes
from shapecalc.shape import Shape, replaced


class AdaptivePool(Spatial):
    """Every spatial axis (or every one of ``axes``) gets the size asked for; None keeps it.

    ``indices`` gives the places of the maxima as a second output. With ``unseen`` nothing is read off the input but
    batch and channels: however many axes stand between them, the sizes asked for take their place, and None is open.
    """

    reduce: Literal["max", "average"]
    output_size: AmountPerAxisOrNone
    indices: bool = False
    axes: Axes | None = None
    unseen: bool = False

    def output(self, x: Shape) -> Output:
        if self.unseen:
            channels = x[-1] if self.data_format == "channels_last" else x[1]
            return self.join(x[:1], channels, per_axis(self.output_size, self.rank or len(x) - 2))
        if self.axes is None:
            lead, channels, spatial = self.split(x)
            shape = self.join(lead, channels, self._pooled(spatial))
        else:
            shape = replaced(x, self.axes, self._pooled)
        return [shape, shape] if self.indices else shape

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import resized_taps

        axes = self.spatial_axes(x) if self.axes is None else [axis % len(x) for axis in per_axis(self.axes, 1)]
        wanted = one_each(self.output_size, len(axes), "output_size")
        changed = {axis: want for axis, want in zip(axes, wanted, strict=True) if want is not None}
        whole = [axis for axis, want in changed.items() if want == 1]
        sizes = {axis: known(x[axis], "a size that is pooled") for axis in changed if axis not in whole}
        return along(x, {axis: resized_taps(size, changed[axis], "area") for axis, size in sizes.items()}, whole)

    def keeps(self, x: Shape) -> Keeps:
        if self.reduce == "average" and set(per_axis(self.output_size, 1)) == {1}:
            return NOTHING  # the mean of everything
        pooled = self.output(x)
        indices = Extra(elements(pooled[0] or () if isinstance(pooled, list) else pooled), INDEX_BYTES)
        return Keeps(inputs=(0,), beside=(indices,) if self.reduce == "max" and not self.indices else ())

    def _pooled(self, sizes: Shape) -> Shape:
        wanted = one_each(self.output_size, len(sizes), "output_size")
        return tuple(size if want is None else want for size, want in zip(sizes, wanted, strict=True))
