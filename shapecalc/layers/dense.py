"""Dense (fully connected, linear): every unit looks at the whole last axis.

>>> layer = Dense(units=10)
>>> layer.output((None, 784)), layer.macs((None, 784))
((None, 10), 7840)
>>> [weight.shape for weight in layer.weights((None, 784))]
[(784, 10), (10,)]
"""

from __future__ import annotations

from math import prod

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import dense_macs, dense_weights
from shapecalc.layers.keeps import ITS_INPUT, Keeps
from shapecalc.layers.layer import Layer, Weight, agreed, named, settled
from shapecalc.layers.lora import adapted
from shapecalc.layers.reads import Reads, but
from shapecalc.layers.settings import Amount
from shapecalc.shape import Shape, count, samples


class Dense(Layer):
    """The last axis becomes ``units``; all axes before it are positions and stay. ``lora_rank`` freezes the kernel."""

    units: Amount
    bias: bool = True
    in_features: Amount | None = None
    lora_rank: Amount | None = None

    def output(self, x: Shape) -> Shape:
        self._features(x)
        return (*x[:-1], self.units)

    def reads(self, x: Shape) -> Reads:
        return but(x, (-1,))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return ITS_INPUT

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return adapted(named(dense_weights(self._features(x), self.units, bias=self.bias)), self.lora_rank)

    def macs(self, x: Shape) -> int | None:
        positions = settled((samples(x[:-1][:1]), *x[1:-1]))
        return None if positions is None else dense_macs(self._features(x), self.units, prod(positions))

    def _features(self, x: Shape) -> int:
        if not x:
            raise ShapecalcError("the input has no axis", why="a dense layer needs at least the features")
        if x[-1] != self.in_features is not None and count(x[1:]) == self.in_features:
            raise ShapecalcError(
                f"the input has {x[-1]} features, but in_features is {self.in_features}",
                why=f"its shape is {x}, and {'*'.join(map(str, x[1:]))} = {self.in_features}",
                fix="put a Flatten layer before this one",
                path=("in_features",),
            )
        return agreed(self.in_features, x[-1], "in_features")
