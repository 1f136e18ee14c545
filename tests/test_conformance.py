"""Every recorded answer of the real frameworks is ours too: shapes, parameters and refusals."""

from __future__ import annotations

import pytest

from shapecalc.dialects import DIALECTS
from tests.comparison import Row, Tally, agrees, expected, ours
from tests.recorded import by_layer, recorded

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
]


@pytest.mark.parametrize(("framework", "rows"), CASES)
def test_agrees_with_every_recorded_row(framework: str, rows: list[Row], tally: Tally) -> None:
    wrong = {}
    for row in rows:
        if row["id"] not in EXCUSED:
            answer = ours(framework, row)
            tally.count(framework, row["layer"], agreed=answer == expected(framework, row))
            if answer != expected(framework, row):
                wrong[row["id"]] = (expected(framework, row), answer)
    assert not wrong, f"{len(rows) - len(wrong)} of {len(rows)} agree"


def test_every_excuse_is_needed() -> None:
    rows = {row["id"]: (framework, row) for framework in DIALECTS for row in recorded(framework)}
    for name in EXCUSED:
        framework, row = rows[name]
        assert not agrees(framework, row), f"{name} agrees by now"


def test_the_comparison_can_fail() -> None:
    row = next(row for row in recorded("torch") if row["layer"] == "Conv2d" and "error" not in row)
    assert ours("torch", row) == expected("torch", row)
    assert ours("torch", row) != expected("torch", {**row, "params": row["params"] + 1})
