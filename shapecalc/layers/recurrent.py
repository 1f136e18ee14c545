"""Recurrent layers: plain RNN, GRU (Cho et al., 2014) and LSTM (Hochreiter & Schmidhuber, 1997).

>>> layer = Recurrent(cell="lstm", units=16, return_sequences=False)
>>> layer.output((None, 5, 8)), layer.macs((None, 5, 8))
((None, 16), 7680)
>>> [weight.shape for weight in layer.weights((None, 5, 8))]
[(8, 64), (16, 64), (64,)]
>>> both_ways = Recurrent(cell="gru", units=3, layers=2, bidirectional=True, return_state=True, states="stacked")
>>> both_ways.output((2, 5, 8))
[(2, 5, 6), (4, 2, 3)]
"""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.recurrent import GATES, recurrent_macs, recurrent_weights
from shapecalc.layers.keeps import OF_STEPS
from shapecalc.layers.layer import Layer, Output, Weight, agreed, fits, named
from shapecalc.layers.settings import Amount, Count, Repeats
from shapecalc.shape import Shape, Size, is_known, samples, times

Cell = Literal["rnn", "gru", "lstm"]


class _Sequence(NamedTuple):
    batch: Shape
    steps: Size
    features: Size


class Recurrent(Layer):
    """A cell goes over the steps of a sequence, in one direction or both, in one layer or several.

    The input is (batch, steps, features), or (steps, batch, features) with ``time_major``; the batch may be missing.
    ``bias_vectors`` is how many the cell keeps (a GRU that resets after the product needs 2); ``peepholes`` let the
    gates see the cell state. ``projection`` makes the LSTM's hidden state that small. The outputs are the sequence (or
    its last step), and with ``return_state`` the hidden state and, of an LSTM, the cell state. The two directions stand
    side by side in the features, or with ``direction_axis`` on an axis of their own after the steps. ``states`` come
    one by one (``apart``), ``stacked`` over layers and directions on a first axis, or stacked with the batch first
    (``batch_first``); a state that comes in looks alike. A ``stateful`` layer goes on from the state of the batch
    before.
    """

    inputs: ClassVar[tuple[int, int | None]] = (1, None)
    workspace: ClassVar[str] = OF_STEPS
    cell: Cell
    units: Count
    layers: Repeats = 1
    bidirectional: bool = False
    projection: Count | None = None
    bias_vectors: Literal[0, 1, 2] = 1
    peepholes: bool = False
    time_major: bool = False
    return_sequences: bool = True
    return_state: bool = False
    stateful: bool = False
    direction_axis: bool = False
    states: Literal["apart", "stacked", "batch_first"] = "apart"
    in_features: Amount | None = None

    @property
    def directions(self) -> int:
        """Return how often the sequence is read in each layer."""
        return 2 if self.bidirectional else 1

    @property
    def hidden(self) -> int:
        """Return how many features one direction gives in one step."""
        return self.units if self.projection is None else self.projection

    def output(self, x: Shape, *states: Shape) -> Output:
        sequence = self._read(x)
        fits(self.in_features, sequence.features, "in_features")
        if self.stateful:
            fixed_batch(sequence.batch)
        expected = self._states(sequence.batch)
        if states:
            _check_states(states, expected)
        outputs = self._sequence(sequence)
        return [outputs, *expected] if self.return_state else outputs

    def weights(self, x: Shape, *_: Shape) -> tuple[Weight, ...]:
        features = agreed(self.in_features, self._read(x).features, "in_features")
        several = self.layers * self.directions > 1
        weights: tuple[Weight, ...] = ()
        for number in range(self.layers):
            arrays = named(self._arrays(features if number == 0 else self.hidden * self.directions))
            for direction in ("forward", "backward")[: self.directions]:
                place = f"{number}/{direction}/" if several else ""
                weights += tuple(weight._replace(name=f"{place}{weight.name}") for weight in arrays)
        return weights

    def macs(self, x: Shape, *_: Shape) -> int | None:
        sequence = self._read(x)
        if not is_known(sequence.steps) or (not is_known(sequence.features) and self.in_features is None):
            return None
        first = agreed(self.in_features, sequence.features, "in_features")
        settings = (self.units, GATES[self.cell], sequence.steps, self.projection)
        later = recurrent_macs(self.hidden * self.directions, *settings) * (self.layers - 1)
        return times(samples(sequence.batch), self.directions * (recurrent_macs(first, *settings) + later))

    def _read(self, x: Shape) -> _Sequence:
        if len(x) == 2:
            return _Sequence((), *x)
        if len(x) == 3:
            batch, steps = x[1::-1] if self.time_major else x[:2]
            return _Sequence((batch,), steps, x[2])
        raise ShapecalcError(
            f"the input has {len(x)} axes", why=f"its shape is {x}, and a sequence has 3 (2 without the batch)"
        )

    def _arrays(self, features: int) -> dict[str, tuple[int, ...]]:
        return recurrent_weights(
            features,
            self.units,
            GATES[self.cell],
            self.projection,
            bias_vectors=self.bias_vectors,
            peepholes=self.peepholes,
        )

    def _sequence(self, sequence: _Sequence) -> Shape:
        batch, steps = sequence.batch, sequence.steps
        apart: Shape = (self.directions,) if self.direction_axis else ()
        features = self.hidden if self.direction_axis else self.directions * self.hidden
        if not self.return_sequences:
            return (*batch, *apart, features)
        return (steps, *apart, *batch, features) if self.time_major else (*batch, steps, *apart, features)

    def _states(self, batch: Shape) -> list[Shape]:
        sizes = (self.hidden, self.units) if self.cell == "lstm" else (self.hidden,)
        number = self.layers * self.directions
        if self.states == "apart":
            return [(*batch, size) for size in sizes] * number
        stacked = (*batch, number) if self.states == "batch_first" else (number, *batch)
        return [(*stacked, size) for size in sizes]


def fixed_batch(batch: Shape) -> None:
    """Refuse an open batch where the state of one batch is the next one's initial state."""
    if not all(map(is_known, batch)):
        raise ShapecalcError(
            "a stateful layer needs to know the batch",
            why="it keeps a state for each sample of it",
            fix="give the input's first axis a number, or leave stateful out",
            path=("stateful",),
        )


def _check_states(states: tuple[Shape, ...], expected: list[Shape]) -> None:
    if len(states) != len(expected):
        raise ShapecalcError(
            f"{len(states)} initial states are given", why=f"the layer has {len(expected)}", path=("inputs",)
        )
    for number, (state, wanted) in enumerate(zip(states, expected, strict=True), start=1):
        pairs = zip(state, wanted, strict=False)
        if len(state) != len(wanted) or any(a != b for a, b in pairs if is_known(a) and is_known(b)):
            raise ShapecalcError(
                f"the initial state has shape {state}",
                why=f"the layer's settings and its input ask for {wanted}",
                path=("inputs", number),
            )
