"""Dropout (Srivastava et al., 2014): zeros in training, nothing in inference; the shape stays.

>>> Dropout(rate=0.5).output((None, 10))
(None, 10)
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from shapecalc.layers.layer import Layer
from shapecalc.shape import Shape


def _probability(value: Any) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise ValueError("it must be a number from 0 to 1")


class Dropout(Layer):
    """``rate`` is the share that is set to zero: of elements, or of channels where there are ``rank`` spatial axes."""

    rank: Literal[1, 2, 3] | None = None
    rate: Annotated[float, PlainValidator(_probability), WithJsonSchema({"type": "number"})] = 0.5

    def output(self, x: Shape) -> Shape:
        return x
