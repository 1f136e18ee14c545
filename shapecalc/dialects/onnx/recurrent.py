"""ONNX's recurrent layers: steps first unless ``layout`` is 1, directions on an axis of their own, two bias vectors."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import FLOAT, FLOATS, INT, STRINGS, Operator, operator
from shapecalc.errors import ShapecalcError
from shapecalc.formulas.recurrent import GATES
from shapecalc.shape import Shape, is_known

DIRECTIONS = {"forward": 1, "reverse": 1, "bidirectional": 2}
SEQUENCES_SINCE = 7
"""Before this operator set the sequence comes out only with ``output_sequence``, and ONNX does not say where."""


def recurrent(node: Node) -> Reading | None:
    """Read an RNN, GRU or LSTM: the sequence, the last hidden state and, of an LSTM, the last cell state come out."""
    x = node.shape("X")
    check_sequence(node, x)
    if node.opset < SEQUENCES_SINCE and not node["output_sequence"]:
        return None
    units = _units(node)
    if node.runs:
        _check_weights(node, units, x[2])
    features = node.shape("W")[-1:]
    told = features and is_known(features[0]) and (node.runs or not is_known(x[2]))
    settings = {
        "units": units,
        "bidirectional": DIRECTIONS[node["direction"]] == 2,
        "bias_vectors": 2 if node.has("B") else 0,
        "peepholes": node.has("P"),
        "time_major": not node["layout"],
        "return_state": True,
        "direction_axis": True,
        "states": "batch_first" if node["layout"] else "stacked",
        "in_features": features[0] if told else None,
    }
    return Reading(settings, (x,))


def check_sequence(node: Node, x: Shape) -> None:
    """Refuse an input that is no sequence, and a direction that there is not."""
    if len(x) != 3:
        raise ShapecalcError(f"X has {len(x)} axes", why=f"its shape is {x}, and a sequence has 3", path=("inputs",))
    if node["direction"] not in DIRECTIONS:
        raise ShapecalcError(
            f"direction is {node['direction']!r}", why=f"it is one of {', '.join(DIRECTIONS)}", path=("direction",)
        )


def _units(node: Node) -> Any:
    units, recurrence = node["hidden_size"], node.shape("R")
    return recurrence[-1] if units is None and recurrence else units


def _check_weights(node: Node, units: int, features: Any) -> None:
    directions, rows = DIRECTIONS[node["direction"]], GATES[node.operator.word] * units
    expected: dict[str, Shape] = {
        "W": (directions, rows, features),
        "R": (directions, rows, units),
        "B": (directions, 2 * rows),
        "P": (directions, 3 * units),
    }
    for name, shape in expected.items():
        if node.has(name) and node.shape(name) != shape:
            raise ShapecalcError(
                f"{name} has the shape {node.shape(name)}",
                why=f"the input, hidden_size and direction ask for {shape}",
                path=("inputs", list(node.inputs).index(name)),
            )


def _versions(word: str, name: str, outputs: str, more_inputs: str = "", **attributes: Any) -> tuple[Operator, ...]:
    common: dict[str, Any] = {
        "activation_alpha": FLOATS,
        "activation_beta": FLOATS,
        "activations": STRINGS,
        "clip": FLOAT,
        "direction": "forward",
        "hidden_size": INT,
        **attributes,
    }
    inputs = f"X W R B? sequence_lens? initial_h?{more_inputs}"
    later: dict[int, dict[str, Any]] = {1: {"output_sequence": 0}, SEQUENCES_SINCE: {}, 14: {"layout": 0}}
    return tuple(
        operator(word, name, since, inputs, outputs, weights="W R B P", **common, **more)
        for since, more in later.items()
    )


OPERATORS = (
    *_versions("rnn", "RNN", "Y? Y_h?"),
    *_versions("gru", "GRU", "Y? Y_h?", linear_before_reset=0),
    *_versions("lstm", "LSTM", "Y? Y_h? Y_c?", " initial_c? P?", input_forget=0),
)

READINGS = dict.fromkeys(("rnn", "gru", "lstm"), recurrent)
