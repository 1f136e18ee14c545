"""Resizing or cropping images to a given size.

>>> Resize(size=(32, 48), rank=2).output((None, 7, 9, 3)), Resize(size=(32, 48), rank=2).output((7, 9, 3))
((None, 32, 48, 3), (32, 48, 3))
"""

from __future__ import annotations

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Spatial, known
from shapecalc.layers.per_axis import per_axis
from shapecalc.layers.reads import READ_AS, Reads, along
from shapecalc.layers.settings import AmountPerAxis
from shapecalc.shape import Shape, wrong_rank


class Resize(Spatial):
    """The spatial axes take the ``size``, whatever they were; all the others stay. The batch may be missing.

    ``interpolation`` says how elements between are made; no shape depends on it.
    """

    size: AmountPerAxis
    interpolation: str = "bilinear"

    def output(self, x: Shape) -> Shape:
        places = self.spatial_axes(x)
        if len(x) < places.stop:
            raise wrong_rank(x, len(places) + 2)
        return (*x[: places.start], *per_axis(self.size, len(places)), *x[places.stop :])

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import resized_taps

        places = self.spatial_axes(x)
        kind = READ_AS.get(self.interpolation, self.interpolation)
        wanted = zip(places, per_axis(self.size, len(places)), strict=True)
        return along(x, {at: resized_taps(known(x[at], "the size that is resized"), to, kind) for at, to in wanted})

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING

    def spatial_axes(self, shape: Shape) -> range:
        rank = len(self.size) if isinstance(self.size, tuple) else self.rank or 2
        first = (len(shape) == rank + 2) + (self.data_format == "channels_first")
        return range(first, first + rank)
