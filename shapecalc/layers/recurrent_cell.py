"""One step of a recurrent layer.

>>> layer = RecurrentCell(cell="lstm", units=16, bias_vectors=2)
>>> layer.output((4, 8))
[(4, 16), (4, 16)]
>>> layer.macs((4, 8)), [weight.shape for weight in layer.weights((4, 8))]
(6144, [(8, 64), (16, 64), (2, 64)])
"""

from __future__ import annotations

from typing import ClassVar, Literal

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.recurrent import GATES, recurrent_macs, recurrent_weights
from shapecalc.layers.keeps import OF_STEPS
from shapecalc.layers.layer import Layer, Output, Weight, agreed, named
from shapecalc.layers.recurrent import Cell
from shapecalc.layers.settings import Amount
from shapecalc.shape import Shape, samples, times


class RecurrentCell(Layer):
    """The input is (batch, features) or (features); hidden state and, of an LSTM, cell state come in and go out."""

    inputs: ClassVar[tuple[int, int | None]] = (1, 3)
    workspace: ClassVar[str] = OF_STEPS
    cell: Cell
    units: Amount
    bias_vectors: Literal[0, 1, 2] = 1
    in_features: Amount | None = None

    def output(self, x: Shape, *states: Shape) -> Output:
        self._features(x)
        state = (*x[:-1], self.units)
        for number, given in enumerate(states, start=1):
            if given != state:
                raise ShapecalcError(
                    f"state {number} has shape {given}",
                    why=f"the input's shape is {x} and units is {self.units}",
                    fix=f"give a state of shape {state}",
                    path=("inputs", number),
                )
        return [state, state] if self.cell == "lstm" else state

    def weights(self, x: Shape, *_: Shape) -> tuple[Weight, ...]:
        gates = GATES[self.cell]
        return named(recurrent_weights(self._features(x), self.units, gates, bias_vectors=self.bias_vectors))

    def macs(self, x: Shape, *_: Shape) -> int | None:
        return times(samples(x[:-1]), recurrent_macs(self._features(x), self.units, GATES[self.cell]))

    def _features(self, x: Shape) -> int:
        if len(x) not in {1, 2}:
            raise ShapecalcError(
                f"the input has {len(x)} axes", why=f"its shape is {x}, and one step has 2 (1 without the batch)"
            )
        return agreed(self.in_features, x[-1], "in_features")
