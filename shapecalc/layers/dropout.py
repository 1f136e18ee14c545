"""Dropout (Srivastava et al., 2014): zeros in training, nothing in inference; the shape stays.

>>> Dropout(rate=0.5).output((None, 10))
(None, 10)
"""

from __future__ import annotations

from typing import Literal

from shapecalc.layers.keeps import MASK_BYTES, Extra, Keeps, elements
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Probability
from shapecalc.shape import Shape


class Dropout(Layer):
    """``rate`` is the share that is set to zero: of elements, or of channels where there are ``rank`` spatial axes."""

    rank: Literal[1, 2, 3] | None = None
    rate: Probability = 0.5

    def output(self, x: Shape) -> Shape:
        return x

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, x: Shape) -> Keeps:
        if self.rank is not None:  # it draws one number a channel, and does not know where these stand
            return super().keeps(x)
        return Keeps(beside=(Extra(elements(x), MASK_BYTES),), shares="inference")
