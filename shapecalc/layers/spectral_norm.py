"""Spectral normalisation (Miyato et al., 2018): a layer's kernel is divided by its largest singular value.

>>> from shapecalc.layers.dense import Dense
>>> layer = SpectralNorm(layer=Dense(units=3))
>>> layer.output((None, 8)), layer.weights((None, 8))[-1]
((None, 3), Weight(name='vector_u', shape=(1, 3), role='statistic'))
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import InstanceOf

from shapecalc.errors import ShapecalcError, under
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Inner, Layer, Output, Weight
from shapecalc.layers.reads import Reads
from shapecalc.layers.settings import Count
from shapecalc.shape import Shape

KERNELS = ("kernel", "embeddings")


class SpectralNorm(Layer):
    """The inner ``layer`` with one vector more, as long as its kernel's last axis: the singular vector so far.

    ``power_iterations`` is how often a step improves it.
    """

    nested: ClassVar[tuple[str, ...]] = ("layer",)
    layer: InstanceOf[Inner]
    power_iterations: Count = 1

    def output(self, x: Shape) -> Output:
        with under("layer"):
            return self.layer.output(x)

    def reads(self, x: Shape) -> Reads:
        return self.layer.reads(x)

    def keeps(self, x: Shape) -> Keeps:
        return self.layer.keeps(x)

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        arrays = self.layer.weights(x)
        kernel = next((array for array in arrays if array.name in KERNELS), None)
        if kernel is None:
            raise ShapecalcError(
                "the inner layer has no kernel", why=f"it has {len(arrays)} arrays, none of that name", path=("layer",)
            )
        return (*arrays, Weight("vector_u", (1, kernel.shape[-1]), "statistic"))

    def macs(self, x: Shape) -> int | None:
        return self.layer.macs(x)
