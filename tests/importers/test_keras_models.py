"""Every layer of every recorded Keras model: shape, connections, parameters, calls, and the totals."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest

from shapecalc.importers.keras import read
from shapecalc.model.graph import Model
from shapecalc.summary import Row, Summary, summarize
from tests.comparison import Tally

from .recorded import Recorded, ours, recorded, theirs

MODELS = recorded("keras")
CUSTOM = {"Scale", "Sampling"}
"""Classes of the models' own, whose weights no file tells."""
_BLOCKS = "TensorFlow pads what a dilated convolution reads to whole blocks, and multiplies that too"
NOT_TRACED_AS_IT_IS = {
    **dict.fromkeys(("padding_stride_zoo", "none_dims_fully_conv", "none_1d_flatten_after_pool"), _BLOCKS),
    "rnn_zoo": "the unrolled stack of cells computes its first step twice",
}
"""Where TensorFlow multiplies more than the layers do."""
SIZES = ("total_params", "trainable_params", "non_trainable_params")


def model(row: Recorded) -> Model:
    return read(BytesIO(json.dumps(row["config"]).encode()), f"{row['name']}.json")


def expected(row: Recorded) -> dict[str, dict[str, Any]]:
    """Return what Keras says of each layer, corrected where its arrays have other shapes than it says."""
    found = dict(theirs(row["golden"]["layers"]))
    for each in row["golden"].get("wrong_in_keras", []):
        assert found[each["layer"]]["output_shape"] == each["keras"]
        found[each["layer"]]["output_shape"] = [None, *each["real"][1:]]
    return found


def found(row: Recorded) -> tuple[Summary, dict[str, dict[str, Any]]]:
    summary = summarize(model(row))
    return summary, dict(ours(summary.rows))


@pytest.mark.parametrize("name", MODELS)
def test_every_layer_is_as_in_keras(name: str, tally: Tally) -> None:
    row = MODELS[name]
    summary, layers = found(row)
    wanted = expected(row)
    if name == "k2_td_cnn_lstm":  # what is inside was not recorded there
        layers = {key: value for key, value in layers.items() if "/" not in key}
    unknown = {key for key, each in wanted.items() if each["class_name"] in CUSTOM}
    for key in unknown:
        assert_only_unknown(layers.pop(key), wanted.pop(key))
    assert list(layers) == list(wanted)
    tally.count("keras", "models", agreed=layers == wanted)
    for key, layer in wanted.items():
        tally.count("keras", layer["class_name"], agreed=layers[key] == layer)
    assert layers == wanted
    if not unknown:
        assert {size: getattr(summary, size) for size in SIZES} == {size: row["golden"][size] for size in SIZES}
    assert summary.name == row["golden"]["model_name"]


def assert_only_unknown(layer: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Check what can be known of a class of the model's own: its shape where the file tells it, and no weights."""
    assert layer["output_shape"] in (wanted["output_shape"], None)
    assert (layer["inbound"], layer["params"]) == (wanted["inbound"], 0)


def test_the_comparison_sees_one_wrong_number() -> None:
    row = MODELS["lenet5"]
    _, layers = found(row)
    wanted = expected(row)
    assert layers == wanted
    wanted["conv2d"]["params"] += 1
    assert layers != wanted


def is_open(row: Row) -> bool:
    return row.macs is None and not row.unknown


@pytest.mark.parametrize("name", MODELS)
def test_a_total_is_partial_where_a_class_is_unknown_or_a_size_is_open(name: str) -> None:
    summary = summarize(model(MODELS[name]))
    unknown = {row.name for row in summary.rows if row.unknown}
    hidden = {row.name for row in summary.rows if row.type in CUSTOM | {"Lambda"}}
    assert unknown == hidden
    assert {row.name for row in summary.rows if row.source == "hint"} == hidden
    assert (summary.status == "partial") == bool(hidden or any(map(is_open, summary.rows)))


WITH_MACS = [name for name, row in MODELS.items() if "macs" in row]


@pytest.mark.parametrize("name", WITH_MACS)
def test_the_macs_are_those_that_tensorflow_multiplies(name: str) -> None:
    macs = MODELS[name]["macs"]
    read_model = model(MODELS[name])
    sizes = {node.name: tuple(shape[1:]) for node, shape in zip(read_model.inputs, macs["input_shapes"], strict=True)}
    total = summarize(read_model, sizes, batch=1).total_macs
    if name in NOT_TRACED_AS_IT_IS:
        assert total is not None
        assert total < macs["total"]
    else:
        assert total == macs["total"]
