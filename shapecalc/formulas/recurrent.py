"""Recurrent layers: the arrays and multiply-adds of one cell, which reads one direction of one layer.

A cell has 1 gate (plain RNN), 3 (GRU) or 4 (LSTM). Every step turns ``features`` inputs and the hidden state into
``gates*units`` numbers; a projection then makes the hidden state smaller.
"""

from __future__ import annotations

from shapecalc.formulas.checks import at_least
from shapecalc.formulas.weights import Weights

GATES = {"rnn": 1, "gru": 3, "lstm": 4}
"""How many products with the input a cell computes in each step."""
PEEPHOLES = 3
"""An LSTM's input, output and forget gates may look at the cell state, each through one number a unit."""


def recurrent_weights(
    features: int,
    units: int,
    gates: int,
    projection: int | None = None,
    *,
    bias_vectors: int = 1,
    peepholes: bool = False,
) -> Weights:
    """Return ``g*u*(f + h) + bias_vectors*g*u [+ h*u] [+ 3*u]`` numbers, as shapes; h is the projection, or u.

    Frameworks differ in the bias vectors: PyTorch and ONNX keep two, Keras one, and two for a GRU that resets after
    the product. Raises ``ShapecalcError`` for negative numbers and a gate or projection under 1.
    Source: ``torch.nn.LSTM``, ``keras.layers.GRU``, ``onnx.LSTM`` (peepholes); Sak et al., 2014 (projection).

    >>> recurrent_weights(features=8, units=16, gates=4, bias_vectors=2)
    {'kernel': (8, 64), 'recurrent_kernel': (16, 64), 'bias': (2, 64)}
    """
    at_least(1, gates=gates)
    at_least(0, features=features, units=units, bias_vectors=bias_vectors)
    hidden = _hidden(units, projection)
    outputs = gates * units
    weights: Weights = {"kernel": (features, outputs), "recurrent_kernel": (hidden, outputs)}
    if bias_vectors:
        weights["bias"] = (outputs,) if bias_vectors == 1 else (bias_vectors, outputs)
    if projection is not None:
        weights["projection"] = (units, projection)
    if peepholes:
        weights["peepholes"] = (PEEPHOLES, units)
    return weights


def recurrent_macs(features: int, units: int, gates: int, steps: int = 1, projection: int | None = None) -> int:
    """Return ``steps * (g*u*(f + h) [+ h*u])`` multiply-adds; h is the projection, or u.

    Raises ``ShapecalcError`` for negative numbers and a gate or projection under 1.
    Source: ``torch.nn.LSTM``, whose matrix products these are.

    >>> recurrent_macs(features=8, units=16, gates=4, steps=5)
    7680
    """
    at_least(1, gates=gates)
    at_least(0, features=features, units=units, steps=steps)
    hidden = _hidden(units, projection)
    return steps * (gates * units * (features + hidden) + (0 if projection is None else projection * units))


def _hidden(units: int, projection: int | None) -> int:
    if projection is None:
        return units
    at_least(1, projection=projection)
    return projection
