"""A bilinear layer: every unit weighs all products of an element of the one input with one of the other.

>>> layer = Bilinear(units=5)
>>> layer.output((None, 3), (None, 4)), layer.macs((None, 3), (None, 4))
((None, 5), 60)
>>> [weight.shape for weight in layer.weights((None, 3), (None, 4))]
[(5, 3, 4), (5,)]
"""

from __future__ import annotations

from math import prod
from typing import ClassVar

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Keeps, every_input
from shapecalc.layers.layer import Layer, Weight, agreed, settled
from shapecalc.layers.settings import Amount
from shapecalc.shape import Shape, samples


class Bilinear(Layer):
    """The last axes are multiplied; all axes before them are positions, stay and must agree.

    ``first_features`` and ``second_features`` say what their sizes must be.
    """

    inputs: ClassVar[tuple[int, int | None]] = (2, 2)
    units: Amount
    bias: bool = True
    first_features: Amount | None = None
    second_features: Amount | None = None

    def output(self, x: Shape, y: Shape) -> Shape:
        self._features(x, y)
        if x[:-1] != y[:-1]:
            raise ShapecalcError(
                "the two inputs do not have the same positions",
                why=f"their shapes are {x} and {y}, and all axes but the last must agree",
                path=("inputs", 1),
            )
        return (*x[:-1], self.units)

    def keeps(self, *inputs: Shape) -> Keeps:
        return every_input(*inputs)

    def weights(self, x: Shape, y: Shape) -> tuple[Weight, ...]:
        kernel = Weight("kernel", (self.units, *self._features(x, y)))
        return (kernel, Weight("bias", (self.units,))) if self.bias else (kernel,)

    def macs(self, x: Shape, y: Shape) -> int | None:
        positions = settled((samples(x[:-1][:1]), *x[1:-1]))
        return None if positions is None else prod(positions) * self.units * prod(self._features(x, y))

    def _features(self, x: Shape, y: Shape) -> tuple[int, int]:
        if not x or not y:
            raise ShapecalcError("an input has no axis", why="each needs at least the features", path=("inputs",))
        first = agreed(self.first_features, x[-1], "first_features")
        return first, agreed(self.second_features, y[-1], "second_features")
