"""Calls of ``keras.ops``, each in a recorded model of its own: shapes are computed, and as Keras says."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from shapecalc.dialects.keras.functions import FUNCTIONS
from shapecalc.dialects.keras.operations import OPERATIONS
from shapecalc.errors import ShapecalcError
from shapecalc.importers.keras import read
from shapecalc.model.graph import Model
from shapecalc.summary import summarize

from .recorded import ours, recorded, theirs

MODELS = recorded("keras_operations")


def model(config: dict[str, Any]) -> Model:
    return read(BytesIO(json.dumps(config).encode()), "calls.json")


@pytest.mark.parametrize("name", MODELS)
def test_a_call_makes_what_keras_says(name: str) -> None:
    row = MODELS[name]
    summary = summarize(model(row["config"]))
    assert dict(ours(summary.rows)) == dict(theirs(row["golden"]["layers"]))
    assert not [each.name for each in summary.rows if each.source or each.unknown]


def test_every_function_has_a_recorded_call() -> None:
    assert not set(FUNCTIONS) - {name.partition("-")[0] for name in MODELS}


def test_a_function_is_read_in_one_way() -> None:
    assert not set(FUNCTIONS) & set(OPERATIONS.classes)


def macs(name: str) -> int | None:
    (row,) = (each for each in summarize(model(MODELS[name]["config"])).rows if each.type == name.partition("-")[0])
    return row.macs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Conv-0", 6 * 8 * 5 * (3 * 2 * 6)),
        ("ConvTranspose-0", 8 * 9 * 6 * (3 * 2 * 5)),
        ("DepthwiseConv-0", 6 * 8 * 6 * (3 * 2)),
        ("SeparableConv-0", 6 * 8 * 6 * (3 * 2) + 6 * 8 * 6 * 4),
        ("Dot-1", 4 * 2 * 3 * 6),
        ("Tensordot-3", 2 * 4 * 6),
        ("Outer-0", 12 * 5),
        ("DotProductAttention-1", 2 * (2 * 7 * 5) * (8 + 8)),
        ("SVD-0", None),
    ],
)
def test_the_multiplications_of_a_call(name: str, expected: int | None) -> None:
    assert macs(name) == expected


def changed(name: str, **settings: Any) -> dict[str, Any]:
    """Return a recorded model with other settings of its function."""
    config: dict[str, Any] = json.loads(json.dumps(MODELS[name]["config"]))
    (layer,) = (each for each in config["config"]["layers"] if each["class_name"] == name.partition("-")[0])
    layer["config"].update(settings)
    return config


@pytest.mark.parametrize(
    ("name", "settings", "refusal"),
    [
        ("TopK-0", {"k": "three"}, "k is 'three'"),
        ("Tensordot-0", {"axes": 7}, "axes is 7"),
        ("Tensordot-0", {"axes": [[0, 1], [0]]}, "axes is"),
        ("Tensordot-0", {"axes": [[2], [2]]}, "6 elements meet 3"),
        ("Moments-0", {"axes": ["x"]}, "axes is"),
        ("Moments-0", {"axes": [9]}, "axes 9 does not exist"),
        ("Unstack-0", {"num": 10**9}, "num is 1000000000"),
        ("BroadcastTo-0", {"shape": "wide"}, "shape is 'wide'"),
        ("BroadcastTo-0", {"shape": [5, 4, 7]}, "do not fit together"),
        ("CropImages-0", {"top_cropping": 40}, "cannot become"),
        ("CropImages-0", {"top_cropping": None}, "target_height is not given"),
        ("STFT-0", {"sequence_stride": 0}, "sequence_stride is 0"),
        ("ExtractSequences-0", {"sequence_length": 21}, "no window of 21"),
        ("Correlate-0", {"mode": "most"}, "mode is 'most'"),
        ("Conv-0", {"padding": "full"}, "padding is 'full'"),
        ("Conv-0", {"strides": 0}, "strides is 0"),
        ("Conv-0", {"dilation_rate": [1, 2, 3]}, "dilation_rate has 3 numbers"),
        ("Conv-0", {"data_format": "channels_first"}, "has 8 channels"),
        ("Pad-0", {"pad_width": [[1, 1], [2, 2]]}, "pad_width is"),
        ("Pad-0", {"pad_width": "much"}, "pad_width is 'much'"),
        ("TakeAlongAxis-0", {"axis": 3}, "axis 3 does not exist"),
        ("Rot90-0", {"axes": [0]}, "axes is"),
    ],
)
def test_settings_that_do_not_fit_are_refused(name: str, settings: dict[str, Any], refusal: str) -> None:
    with pytest.raises(ShapecalcError, match=refusal):
        summarize(model(changed(name, **settings)))


def test_a_setting_that_must_be_there_is_missed() -> None:
    config = changed("TopK-0")
    (layer,) = (each for each in config["config"]["layers"] if each["class_name"] == "TopK")
    del layer["config"]["k"]
    with pytest.raises(ShapecalcError, match="TopK needs k"):
        model(config)


@pytest.mark.parametrize("name", ["Conv-0", "Vstack-0", "Hstack-0", "Meshgrid-0", "FFT-0", "Select-0"])
def test_a_call_without_tensors_is_refused(name: str) -> None:
    config = changed(name)
    (layer,) = (each for each in config["config"]["layers"] if each["class_name"] == name.partition("-")[0])
    layer["inbound_nodes"][0]["args"] = []
    with pytest.raises(ShapecalcError, match="is missing"):
        summarize(model(config))


def without_modules(value: Any) -> Any:
    """Return a configuration as Keras' first format has it, which says no modules."""
    if isinstance(value, dict):
        return {key: without_modules(each) for key, each in value.items() if key not in ("module", "registered_name")}
    return list(map(without_modules, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("name", MODELS)
def test_a_file_that_says_no_modules_says_the_same(name: str) -> None:
    config = MODELS[name]["config"]
    assert summarize(model(without_modules(config))) == summarize(model(config))


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("Dot-1", {"axes": [2, 1], "normalize": False}, (None, 4, 3)),
        ("Reshape-1", {"target_shape": [6, 4]}, (None, 6, 4)),
    ],
)
def test_a_layer_of_a_function_s_name_is_told_by_its_settings(
    name: str, settings: dict[str, Any], expected: tuple[int | None, ...]
) -> None:
    config = without_modules(changed(name, **settings))
    (layer,) = (each for each in config["config"]["layers"] if each["class_name"] == name.partition("-")[0])
    layer["config"].pop("newshape", None)
    (row,) = (each for each in summarize(model(config)).rows if each.type == layer["class_name"])
    assert row.output_shape == expected
