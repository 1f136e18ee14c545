"""Adaptive pooling: the output size is given, the windows follow.

>>> AdaptivePool(reduce="average", output_size=1, data_format="channels_first").output((None, 512, 7, 9))
(None, 512, 1, 1)
>>> AdaptivePool(reduce="max", output_size=(3, None)).output((None, 7, 9, 8))
(None, 3, 9, 8)
"""

from __future__ import annotations

from typing import Literal

from shapecalc.layers.layer import Spatial, one_each
from shapecalc.layers.settings import AmountPerAxisOrNone
from shapecalc.shape import Shape


class AdaptivePool(Spatial):
    """Every axis comes out with the size asked for; None keeps the input's."""

    reduce: Literal["max", "average"]
    output_size: AmountPerAxisOrNone

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        wanted = one_each(self.output_size, len(spatial), "output_size")
        sizes = tuple(size if want is None else want for size, want in zip(spatial, wanted, strict=True))
        return self.join(lead, channels, sizes)
