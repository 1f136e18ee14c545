"""Adaptive pooling: the output size is given, the windows follow.

>>> AdaptivePool(reduce="average", output_size=1, data_format="channels_first").output((None, 512, 7, 9))
(None, 512, 1, 1)
>>> AdaptivePool(reduce="max", output_size=(3, None)).output((None, 7, 9, 8))
(None, 3, 9, 8)
"""

from __future__ import annotations

from typing import Literal

from shapecalc.layers.layer import Spatial, one_each, per_axis
from shapecalc.layers.settings import AmountPerAxisOrNone
from shapecalc.shape import Shape


class AdaptivePool(Spatial):
    """Every axis comes out with the size asked for; None keeps the input's.

    With ``unseen`` nothing is read off the input but batch and channels: however many axes stand between them, the
    sizes asked for take their place, and None is open.
    """

    reduce: Literal["max", "average"]
    output_size: AmountPerAxisOrNone
    unseen: bool = False

    def output(self, x: Shape) -> Shape:
        if self.unseen:
            channels = x[-1] if self.data_format == "channels_last" else x[1]
            return self.join(x[:1], channels, per_axis(self.output_size, self.rank or len(x) - 2))
        lead, channels, spatial = self.split(x)
        wanted = one_each(self.output_size, len(spatial), "output_size")
        sizes = tuple(size if want is None else want for size, want in zip(spatial, wanted, strict=True))
        return self.join(lead, channels, sizes)
