"""Every recorded ONNX file: the shape of every value, the parameters and the multiply-adds are onnxruntime's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import shapecalc
from shapecalc.summary import Summary
from tests.comparison import Tally
from tests.onnx.files import Recorded, read, recorded, summary_of, values_of

pytest.importorskip("onnx")

DATA_DECIDE = {
    "zoo_shapes": {"nonzero_98", "unique_99_0", "unique_99_1", "unique_99_3"},
}
"""Values whose shape only the numbers in the input decide; for these we say so."""
WITHOUT_FUNCTIONS = {"zoo_local_function"}
"""Files whose recorded multiply-adds leave out what stands in a function."""


def differences(name: str, summary: Summary, expected: dict[str, Any], tally: Tally) -> Iterator[tuple[Any, ...]]:
    """Yield the values whose shapes differ; what is recorded as unknown may be known to us."""
    found = values_of(summary)
    for value, shape in expected.items():
        ours = found.get(value, "missing")
        known = shape is None or value in DATA_DECIDE.get(name, ()) or agrees(ours, shape)
        tally.count("onnx", name, agreed=known)
        if not known:
            yield value, ours, shape


def agrees(ours: Any, recorded_shape: list[Any]) -> bool:
    if not isinstance(ours, list) or len(ours) != len(recorded_shape):
        return False
    return all(want is None or have == want for have, want in zip(ours, recorded_shape, strict=True))


@pytest.mark.parametrize("name", recorded())
def test_every_value_has_the_recorded_shape(name: str, tally: Tally) -> None:
    content, expected = recorded()[name]
    summary = summary_of(content)
    assert not list(differences(name, summary, expected["value_shapes"], tally))
    assert summary.total_params == expected["params_total"]
    if "concrete_inputs" not in expected and name not in WITHOUT_FUNCTIONS:
        assert summary.total_macs == expected["macs"]
    assert {value for row in summary.rows if row.note for value in row.outputs or ()} == set(
        expected["inference_disagrees"]
    )


OPEN = [name for name, (_, expected) in recorded().items() if "concrete_inputs" in expected]


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("which", ["concrete", "concrete2"])
def test_open_sizes_that_get_numbers_give_the_recorded_shapes(name: str, which: str, tally: Tally) -> None:
    content, expected = recorded()[name]
    model = read(content)
    inputs = {value: tuple(shape) for value, shape in expected[f"{which}_inputs"].items()}
    summary = shapecalc.summarize(model, inputs)
    assert not list(differences(name, summary, expected[f"{which}_value_shapes"], tally))
    assert summary.total_params == expected["params_total"]
    if which == "concrete":
        assert summary.total_macs == expected["macs"]
    without_batch = {value: shape[1:] for value, shape in inputs.items()}
    assert shapecalc.summarize(model, without_batch, inputs[model.inputs[0].name][0]) == summary


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("which", ["concrete", "concrete2"])
def test_the_names_of_open_sizes_can_be_computed(name: str, which: str) -> None:
    """What we call ``2*height`` is twice the height that onnxruntime is fed."""
    content, expected = recorded()[name]
    model = read(content)
    sizes = sizes_of(model.inputs[0].layer.infer().output_shape, expected[f"{which}_inputs"][model.inputs[0].name])
    found = values_of(shapecalc.summarize(model))
    computed = 0
    for value, shape in expected[f"{which}_value_shapes"].items():
        for ours, size in zip(found[value], shape, strict=True):
            number = evaluated(ours, sizes)
            computed += isinstance(ours, str) and number is not None
            assert number in {None, size}, (value, found[value], shape)
    assert computed


def sizes_of(names: Any, numbers: list[int]) -> dict[str, int]:
    return {name: number for name, number in zip(names, numbers, strict=True) if isinstance(name, str)}


def evaluated(size: Any, sizes: dict[str, int]) -> int | None:
    if not isinstance(size, str):
        number: int | None = size
        return number
    try:
        found: int = eval(size, {"__builtins__": {}}, dict(sizes))  # noqa: S307 - our own expression
    except NameError:  # the file's own name for a size of an output
        return None
    return found


def test_the_comparison_can_fail() -> None:
    name = "tv_resnet18"
    content, expected = recorded()[name]
    wrong: Recorded = {**expected["value_shapes"], "relu": [1, 64, 112, 113]}
    assert len(list(differences(name, summary_of(content), wrong, Tally()))) == 1
