"""A layer inside another one's settings: three spellings, one meaning, and an error that says where."""

from __future__ import annotations

from typing import Any

import pytest

import shapecalc
from shapecalc.errors import ShapecalcError

SETTINGS = {"units": 3, "use_bias": False}
SPELLINGS = {
    "model file": {"type": "LSTM", **SETTINGS},
    "saved by Keras": {
        "module": "keras.layers",
        "class_name": "LSTM",
        "config": {"name": "lstm", "dtype": {"class_name": "DTypePolicy"}, **SETTINGS},
        "registered_name": None,
    },
    "recorded row": {"class_name": "LSTM", "args": SETTINGS},
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("wrapper", ["Bidirectional", "TimeDistributed"])
def test_three_spellings_mean_one_layer(wrapper: str, spelling: dict[str, Any]) -> None:
    shape = (2, 7, 5) if wrapper == "Bidirectional" else (2, 7, 5, 4)
    plain = shapecalc.layer("LSTM", framework="keras", **SETTINGS)
    report = shapecalc.layer(wrapper, framework="keras", layer=spelling).infer(shape)
    again = shapecalc.layer(wrapper, framework="keras", layer=plain).infer(shape)
    assert report == again


def test_a_bare_word_is_a_layer_with_its_defaults() -> None:
    report = shapecalc.layer("TimeDistributed", framework="keras", layer="Flatten").infer((None, 10, 4, 5))
    assert report.output_shape == (None, 10, 20)


def test_a_wrapped_layer_is_frozen_from_outside_and_from_inside() -> None:
    dense = {"type": "Dense", "units": 4}
    for settings in ({"layer": {**dense, "trainable": False}}, {"layer": dense, "trainable": False}):
        report = shapecalc.layer("TimeDistributed", framework="keras", **settings).infer((2, 7, 3))
        assert (report.trainable_params, report.non_trainable_params) == (0, 16)


def test_the_directions_may_differ() -> None:
    forward: dict[str, Any] = {"type": "LSTM", "units": 3}
    backward: dict[str, Any] = {"type": "GRU", "units": 5, "go_backwards": True}
    both = shapecalc.layer("Bidirectional", framework="keras", layer=forward, backward_layer=backward).infer((2, 7, 4))
    apart = [shapecalc.layer(each.pop("type"), framework="keras", **each) for each in (forward, backward)]
    assert both.output_shape == (2, 8)
    assert both.params == sum(layer.infer((2, 7, 4)).params for layer in apart)
    assert both.macs == sum(layer.macs((2, 7, 4)) or 0 for layer in apart)


def test_both_directions_must_not_be_the_same() -> None:
    with pytest.raises(ShapecalcError, match="both directions are the same"):
        shapecalc.layer("Bidirectional", framework="keras", layer={"type": "GRU", "units": 5, "go_backwards": True})


def test_cells_one_by_one_or_stacked() -> None:
    cells = [{"type": "LSTMCell", "units": 4}, {"type": "GRUCell", "units": 2}]
    listed = shapecalc.layer("RNN", framework="keras", cell=cells, return_state=True).infer((None, 5, 3))
    stacked = {"type": "StackedRNNCells", "cells": cells}
    assert shapecalc.layer("RNN", framework="keras", cell=stacked, return_state=True).infer((None, 5, 3)) == listed
    assert listed.output_shape == [(None, 2), (None, 4), (None, 4), (None, 2)]


WRONG = {
    "no layer": ("TimeDistributed", {"layer": 3}, ("layer",)),
    "nothing": ("TimeDistributed", {"layer": None}, ("layer",)),
    "no such layer": ("TimeDistributed", {"layer": {"type": "Dence"}}, ("layer", "type")),
    "another framework's": ("TimeDistributed", {"layer": {"type": "Conv2d"}}, ("layer", "type")),
    "a wrong setting of it": ("Bidirectional", {"layer": {"type": "LSTM", "units": 0}}, ("layer", "units")),
    "no direction": ("Bidirectional", {"layer": {"type": "Dense", "units": 2}}, ("layer",)),
    "a list": ("Bidirectional", {"layer": []}, ("layer",)),
    "no cell": ("RNN", {"cell": {"type": "Dense", "units": 2}}, ("cell",)),
    "no cells": ("RNN", {"cell": []}, ("cell",)),
    "its input": ("TimeDistributed", {"layer": {"type": "Conv2D", "filters": 2, "kernel_size": 9}}, ("layer",)),
    "no kernel": ("SpectralNormalization", {"layer": "Flatten"}, ("layer",)),
    "a kernel too deep": ("SpectralNormalization", {"layer": {"type": "LSTM", "units": 2}}, ("layer",)),
}


@pytest.mark.parametrize(("class_name", "settings", "path"), WRONG.values(), ids=WRONG)
def test_a_mistake_says_where(class_name: str, settings: dict[str, Any], path: tuple[str, ...]) -> None:
    shape = (2, 7, 5, 5, 3) if class_name == "TimeDistributed" else (2, 7, 5)
    with pytest.raises(ShapecalcError) as caught:
        shapecalc.layer(class_name, framework="keras", **settings).infer(shape)
    assert caught.value.problems[0].path[: len(path)] == path
