"""Embedding: a table of vectors, looked up by number.

>>> Embedding(entries=1000, features=64).output((None, 12))
(None, 12, 64)
>>> [weight.shape for weight in Embedding(entries=1000, features=64).weights((None, 12))]
[(1000, 64)]
"""

from __future__ import annotations

from shapecalc.formulas import embedding_weights
from shapecalc.layers.keeps import ITS_INPUT, Keeps
from shapecalc.layers.layer import Layer, Weight, named
from shapecalc.layers.lora import adapted
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Amount
from shapecalc.shape import Shape


class Embedding(Layer):
    """The input holds whole numbers; every one becomes a vector. ``lora_rank`` freezes the table."""

    entries: Amount
    features: Amount
    lora_rank: Amount | None = None

    def output(self, x: Shape) -> Shape:
        return (*x, self.features)

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return ITS_INPUT

    def weights(self, x: Shape) -> tuple[Weight, ...]:  # noqa: ARG002 - the table does not depend on the input
        return adapted(named(embedding_weights(self.entries, self.features)), self.lora_rank)
