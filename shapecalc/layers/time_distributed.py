"""One layer applied to every step of a sequence.

>>> from shapecalc.layers.dense import Dense
>>> layer = TimeDistributed(layer=Dense(units=3))
>>> layer.output((None, 10, 8)), layer.macs((None, 10, 8))
((None, 10, 3), 240)
>>> [weight.shape for weight in layer.weights((None, 10, 8))]
[(8, 3), (3,)]
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import InstanceOf

from shapecalc.errors import ShapecalcError, under
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Inner, Layer, Weight
from shapecalc.layers.reads import AxisReads, Reads
from shapecalc.shape import Shape, times


class TimeDistributed(Layer):
    """The second axis of the input is the steps; the inner ``layer`` sees one step at a time, with the same weights."""

    nested: ClassVar[tuple[str, ...]] = ("layer",)
    layer: InstanceOf[Inner]

    def output(self, x: Shape) -> Shape:
        with under("layer"):
            step = self.layer.output(self._step(x))
        if isinstance(step, list):
            raise ShapecalcError(
                "the inner layer gives several outputs", why="one of each step is put together", path=("layer",)
            )
        return (*step[:1], x[1], *step[1:])

    def reads(self, x: Shape) -> Reads:
        batch, *rest = self.layer.reads(self._step(x))[0]
        moved = [each if each.axis is None else each._replace(axis=each.axis + 1) for each in rest]
        return ((batch, AxisReads(1), *moved),)

    def keeps(self, x: Shape) -> Keeps:
        inner = self.layer.keeps(self._step(x))
        return inner._replace(beside=tuple(each._replace(elements=times(x[1], each.elements)) for each in inner.beside))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        return self.layer.weights(self._step(x))

    def macs(self, x: Shape) -> int | None:
        return times(x[1], self.layer.macs(self._step(x)))

    def unreached(self, *inputs: Shape) -> Shape:
        inner = self.layer.unreached(self._step(inputs[0]))
        return (*inner[:1], 0, *inner[1:])

    def inside(self, x: Shape) -> tuple[tuple[Inner, tuple[Shape, ...]], ...]:
        return ((self.layer, (self._step(x),)),)

    @staticmethod
    def _step(x: Shape) -> Shape:
        if len(x) < 3:
            raise ShapecalcError(
                f"the input has {len(x)} axes", why=f"its shape is {x}, and batch, steps and features are needed"
            )
        return (x[0], *x[2:])
