"""Resizing or cropping images to a given size.

>>> Resize(size=(32, 48), rank=2).output((None, 7, 9, 3)), Resize(size=(32, 48), rank=2).output((7, 9, 3))
((None, 32, 48, 3), (32, 48, 3))
"""

from __future__ import annotations

from shapecalc.layers.layer import Spatial
from shapecalc.layers.per_axis import per_axis
from shapecalc.layers.settings import AmountPerAxis
from shapecalc.shape import Shape, wrong_rank


class Resize(Spatial):
    """The spatial axes take the ``size``, whatever they were; all the others stay. The batch may be missing.

    ``interpolation`` says how elements between are made; no shape depends on it.
    """

    size: AmountPerAxis
    interpolation: str = "bilinear"

    def output(self, x: Shape) -> Shape:
        rank = len(self.size) if isinstance(self.size, tuple) else self.rank or 2
        before = (len(x) == rank + 2) + (self.data_format == "channels_first")
        after = before + rank
        if len(x) < after:
            raise wrong_rank(x, rank + 2)
        return (*x[:before], *per_axis(self.size, rank), *x[after:])
