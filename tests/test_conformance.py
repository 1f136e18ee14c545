"""Every recorded answer of the real frameworks is ours too: shapes, parameters and refusals."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import shapecalc
from shapecalc.dialects import DIALECTS
from shapecalc.errors import ShapecalcError

ROWS = Path(__file__).parent / "rows"
Row = dict[str, Any]


def recorded(framework: str) -> Iterator[Row]:
    with gzip.open(ROWS / f"{framework}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def by_layer(framework: str) -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in recorded(framework):
        if not row.get("contested"):
            found[row["layer"]].append(row)
    return dict(found)


def tuples(value: Any) -> Any:
    return tuple(map(tuples, value)) if isinstance(value, list) else value


def arguments(row: Row) -> dict[str, Any]:
    return {name: tuples(value) for name, value in row["args"].items()}


def arguments_and_opset(row: Row) -> dict[str, Any]:
    return {**arguments(row), "opset": row["opset"]}


def call(row: Row) -> dict[str, Any]:
    return {name: tuples(value) for name, value in row.get("call", {}).items()}


def names_and_constants(row: Row) -> dict[str, Any]:
    return {
        "inputs": row["inputs"],
        "constants": row.get("const_inputs"),
        "outputs": row.get("outputs") or row.get("n_outputs"),
    }


class Way(NamedTuple):
    """How a framework's rows ask, and which of our counts is which of theirs; one not recorded is ``unrecorded``."""

    settings: Callable[[Row], dict[str, Any]]
    call: Callable[[Row], dict[str, Any]]
    counts: dict[str, str]
    unrecorded: int | None = 0


WAYS = {
    "keras": Way(
        arguments, call, {"params_trainable": "trainable_params", "params_non_trainable": "non_trainable_params"}
    ),
    "torch": Way(arguments, call, {"params": "params", "buffers": "buffers"}),
    "onnx": Way(arguments_and_opset, names_and_constants, {"params": "params"}, unrecorded=None),
}


def expected(framework: str, row: Row) -> Any:
    if "error" in row:
        return "refused"
    way = WAYS[framework]
    return (tuples(row["output_shape"]), *(row.get(name, way.unrecorded) for name in way.counts))


def ours(framework: str, row: Row) -> Any:
    way = WAYS[framework]
    try:
        layer = shapecalc.layer(row["layer"], framework=framework, **way.settings(row))
        report = layer.infer(*map(tuples, row["input_shapes"]), **way.call(row))
    except ShapecalcError:
        return "refused"
    shape = tuple(report.output_shape) if isinstance(report.output_shape, list) else report.output_shape
    counts = {name: getattr(report, ours) for name, ours in way.counts.items()}
    return (shape, *(counts[name] if name in row or way.unrecorded is not None else None for name in counts))


TRAINING = "recorded in train mode; without a mode it is eval mode, and there PyTorch takes the same layer and shape"
EXCUSED = {
    "torch/BatchNorm1d/0046": TRAINING,
    "torch/BatchNorm1d/0047": TRAINING,
    "torch/BatchNorm1d/0052": TRAINING,
    "torch/BatchNorm1d/0055": TRAINING,
    "torch/BatchNorm1d/0059": TRAINING,
    "torch/BatchNorm2d/0051": TRAINING,
    "torch/BatchNorm2d/0052": TRAINING,
    "torch/BatchNorm3d/0052": TRAINING,
    "peer_tests/torch/BatchNorm1d/0019": TRAINING,
    "peer_tests/torch/BatchNorm2d/0017": TRAINING,
    "peer_tests/torch/BatchNorm3d/0017": TRAINING,
    "peer_tests/onnx/GroupNormalization/0001": "ONNX's inference leaves the shape out; onnxruntime gives ours",
}
"""Rows that cannot be answered, and why."""

CASES = [
    pytest.param(framework, rows, id=f"{framework}-{layer}")
    for framework in DIALECTS
    for layer, rows in by_layer(framework).items()
    if DIALECTS[framework].knows(layer)
]


@pytest.mark.parametrize(("framework", "rows"), CASES)
def test_agrees_with_every_recorded_row(framework: str, rows: list[Row]) -> None:
    answers = {row["id"]: (expected(framework, row), ours(framework, row)) for row in rows}
    wrong = {name: answer for name, answer in answers.items() if answer[0] != answer[1] and name not in EXCUSED}
    assert not wrong, f"{len(rows) - len(wrong)} of {len(rows)} agree"


def test_every_excuse_is_needed() -> None:
    rows = {row["id"]: (framework, row) for framework in DIALECTS for row in recorded(framework)}
    for name in EXCUSED:
        framework, row = rows[name]
        assert expected(framework, row) != ours(framework, row), f"{name} agrees by now"


def test_the_comparison_can_fail() -> None:
    row = next(row for row in recorded("torch") if row["layer"] == "Conv2d" and "error" not in row)
    assert ours("torch", row) == expected("torch", row)
    assert ours("torch", row) != expected("torch", {**row, "params": row["params"] + 1})
