"""Keras' own readings of a setting, each beside the one that it is not."""

from __future__ import annotations

from typing import Any

import pytest

import shapecalc
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape


def keras(class_name: str, *shapes: Shape, **settings: Any) -> Any:
    call = settings.pop("call", {})
    return shapecalc.layer(class_name, framework="keras", **settings).infer(*shapes, **call)


PARAMETERS = {
    "lora freezes the kernel": ("Dense", {"units": 7, "lora_rank": 2}, (4, 2), (2 * 2 + 2 * 7 + 7, 14)),
    "a lora of rank 0 is none": ("Dense", {"units": 7, "lora_rank": 0}, (4, 2), (21, 0)),
    "an input axis of a grouped kernel": (
        "Conv1D",
        {"filters": 4, "kernel_size": 3, "groups": 2, "lora_rank": 1},
        (None, 9, 6),
        (3 * 3 + 4 + 4, 3 * 3 * 4),
    ),
    "axis 1 of PReLU is the one after the batch": ("PReLU", {"shared_axes": [1]}, (2, 3, 5), (5, 0)),
    "axis 0 of PReLU is the last": ("PReLU", {"shared_axes": [0]}, (2, 3, 5), (3, 0)),
    "axis -1 of PReLU is the one before it": ("PReLU", {"shared_axes": [-1]}, (2, 3, 5), (5, 0)),
    "a GRU resets after the product": ("GRU", {"units": 2}, (None, 5, 3), (3 * 2 * (3 + 2) + 3 * 2 * 2, 0)),
    "or before it": ("GRU", {"units": 2, "reset_after": False}, (None, 5, 3), (3 * 2 * (3 + 2) + 3 * 2, 0)),
    "a norm keeps what it measured": ("Normalization", {"axis": [1, -1]}, (None, 5, 3), (0, 2 * 15 + 1)),
    "or is told": ("Normalization", {"mean": 0.5, "variance": 2.0}, (None, 5, 3), (0, 0)),
    "an RMS scaling has no center": ("LayerNormalization", {"rms_scaling": True, "scale": False}, (None, 6), (6, 0)),
    "batch renormalisation keeps three more": ("BatchNormalization", {"renorm": True}, (None, 6), (12, 30)),
}


@pytest.mark.parametrize(("class_name", "settings", "shape", "counts"), PARAMETERS.values(), ids=PARAMETERS)
def test_parameters(class_name: str, settings: dict[str, Any], shape: Shape, counts: tuple[int, int]) -> None:
    report = keras(class_name, shape, **settings)
    assert (report.trainable_params, report.non_trainable_params) == counts


def test_where_a_size_is_open_the_first_input_of_a_concatenation_decides() -> None:
    assert keras("Concatenate", (2, 4, None), (2, 4, 3), axis=1).output_shape == (2, 8, None)
    assert shapecalc.layer("concat", axis=1).infer((2, 4, None), (2, 4, 3)).output_shape == (2, 8, 3)


def test_what_only_a_run_would_notice_is_refused_where_all_sizes_are_known() -> None:
    assert keras("AdaptiveMaxPooling2D", (6, None, 1), output_size=(5, 5)).output_shape == (6, 5, 5, 1)
    with pytest.raises(ShapecalcError, match="4 are needed"):
        keras("AdaptiveMaxPooling2D", (6, 9, 1), output_size=(5, 5))


def test_scores_are_asked_for_in_the_call() -> None:
    scores = {"call": {"return_attention_scores": True}}
    query, value = (2, 10, 16), (2, 7, 16)
    assert keras("Attention", query, value, **scores).output_shape == [query, (2, 10, 7)]
    grouped = {"head_dim": 4, "num_query_heads": 6, "num_key_value_heads": 3}
    assert keras("GroupQueryAttention", query, value, **grouped, **scores).output_shape == [query, (2, 6, 10, 7)]


REFUSED = {
    "open batch of a stateful layer": ("LSTM", {"units": 2, "stateful": True}, (None, 5, 3)),
    "stride with dilation": (
        "ConvLSTM1D",
        {"filters": 2, "kernel_size": 2, "strides": 2, "dilation_rate": 2},
        (1,) * 4,
    ),
    "images of an open size": ("ConvLSTM1D", {"filters": 2, "kernel_size": 1}, (1, 2, None, 3)),
    "no such activation": ("Dense", {"units": 2, "activation": "nope"}, (2, 3)),
    "a unit norm over an axis that is not there": ("UnitNormalization", {"axis": 3}, (2, 3)),
    "more groups than channels": ("GroupNormalization", {"groups": 2}, (2, 0)),
    "a pair for the one axis": ("MaxPooling1D", {"pool_size": (2, 2), "padding": "same"}, (2, 5, 3)),
    "a vector only": ("RepeatVector", {"n": 2}, (2, 3, 4)),
    "letters that fit nothing": ("EinsumDense", {"equation": "ab,bc->ad", "output_shape": 3}, (2, 3)),
}


@pytest.mark.parametrize(("class_name", "settings", "shape"), REFUSED.values(), ids=REFUSED)
def test_refusals(class_name: str, settings: dict[str, Any], shape: Shape) -> None:
    with pytest.raises(ShapecalcError) as caught:
        keras(class_name, shape, **settings)
    assert caught.value.problems[0].why or caught.value.problems[0].fix
