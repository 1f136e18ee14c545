"""Scale: every feature times a learned number, as ConvNeXt does at the end of a block (Touvron et al., 2021).

>>> Scale(features=96).output((None, 7, 7, 96)), Scale(features=96).weights((None, 7, 7, 96))
((None, 7, 7, 96), (Weight(name='gamma', shape=(96,), role='trainable'),))
"""

from __future__ import annotations

from shapecalc.layers.keeps import ITS_INPUT, Keeps
from shapecalc.layers.layer import Layer, Weight, fits
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Count
from shapecalc.shape import Shape


class Scale(Layer):
    """One number for each of the ``features``, which stand on the last axis."""

    features: Count

    def output(self, x: Shape) -> Shape:
        fits(self.features, x[-1] if x else 1, "features")
        return x

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return ITS_INPUT

    def weights(self, _: Shape) -> tuple[Weight, ...]:
        return (Weight("gamma", (self.features,)),)
