"""Memory: the numbers of PEERS.md, each definition taken literally, and what a layer keeps."""

from __future__ import annotations

from itertools import islice
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import shapecalc
from shapecalc.dialects import DIALECTS
from shapecalc.errors import ShapecalcError
from shapecalc.footprint.memory import DTYPES, OPTIMIZERS, Memory, memory
from shapecalc.layers.keeps import OF_SCORES, OF_STEPS
from tests.comparison import call, names_and_constants, tuples
from tests.model.reading import keras, model, torch
from tests.recorded import recorded


def small_unet(**more: object) -> Memory:
    return memory(shapecalc.load("unet-small"), {"": (3, 64, 64)}, batch=1, **more)  # type: ignore[arg-type]


def test_the_numbers_of_the_small_unet() -> None:
    found = small_unet()
    assert found.outputs == 6_422_528
    assert found.kept == 4_543_488
    assert (found.inference_peak, found.peak_at) == (1_048_576, "cat1")
    assert found.gradients == 4 * 117_378
    assert found.weights == 4 * 118_018 + 8 * 10, "ten counters of batches have 8 bytes each"
    assert found.inference == found.weights + 1_048_576


def test_kept_is_made_of_what_the_definition_says() -> None:
    """Four bytes each: the input, and in every level what the two convolutions, norms and ReLUs leave; 8 an index."""
    levels, widths = {16: 64 * 64, 32: 32 * 32, 64: 16 * 16}, (16, 32, 64, 32, 16)
    tensors = 3 * 64 * 64 + sum(4 * width * levels[width] for width in widths)
    pooled, joined = 16 * 32 * 32 + 32 * 16 * 16, 64 * 32 * 32 + 32 * 64 * 64
    norms = sum(2 * 4 * width for width in widths)
    assert small_unet().kept == 4 * (tensors + pooled + joined + norms) + 8 * pooled


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_format_scales_all_but_indices(dtype: str) -> None:
    wide, found = small_unet(), small_unet(dtype=dtype)
    width = DTYPES[dtype]
    assert wide.inference_peak is not None
    assert found.inference_peak == wide.inference_peak * width // 4
    indices = 8 * (16 * 32 * 32 + 32 * 16 * 16)
    assert wide.kept is not None
    assert found.kept == (wide.kept - indices) * width // 4 + indices


@pytest.mark.parametrize(("optimizer", "numbers"), OPTIMIZERS.items())
def test_an_optimizer_keeps_numbers_for_each_trainable_one(optimizer: str, numbers: int) -> None:
    found = small_unet(optimizer=optimizer)
    assert found.optimizer_state == numbers * found.gradients
    moving = 4 * 640
    assert found.kept is not None
    assert found.training == found.weights + found.kept + found.gradients + found.optimizer_state - moving


@pytest.mark.parametrize(("setting", "text"), [("dtype", "float17"), ("optimizer", "adan")])
def test_an_unknown_word_is_refused(setting: str, text: str) -> None:
    with pytest.raises(ShapecalcError, match=f"there is no {setting} '{text}'"):
        small_unet(**{setting: text})


CONV = "{{type: Conv2d, out_channels: {}, kernel_size: 1, name: {}, inputs: [{}]}}"


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8))
def test_the_peak_is_what_is_alive(nodes: list[tuple[int, int, int]]) -> None:
    """A tensor is alive from its node to its last reader, and to the end where nobody reads it."""
    names, lines, sizes = ["input"], [], {"input": 3}
    reads: list[set[str]] = [set()]
    for number, (width, one, other) in enumerate(nodes):
        inputs = [names[one % len(names)], names[other % len(names)]]
        joined, name = f"j{number}", f"n{number}"
        lines += [f"{{type: cat, dim: 1, name: {joined}, inputs: [{', '.join(inputs)}]}}"]
        lines += [CONV.format(width, name, joined)]
        sizes |= {joined: sizes[inputs[0]] + sizes[inputs[1]], name: width}
        names += [joined, name]
        reads += [set(inputs), {joined}]
    found = memory(model(torch(*lines, shape="[3, 1, 1]")))
    alive = []
    for now in range(len(names)):
        later = set().union(*reads[now:])
        ends = {name for name in names if not any(name in each for each in reads)}
        alive.append(sum(sizes[name] for name in names[: now + 1] if name in later | ends or name == names[now]))
    assert found.inference_peak == 4 * max(alive)
    assert found.outputs == 4 * (sum(sizes.values()) - 3)


def test_a_view_takes_nothing_and_dropout_only_in_training() -> None:
    conv, dense = "{type: Conv2D, filters: 4, kernel_size: 1}", "{type: Dense, units: 10}"
    found = memory(model(keras(conv, "{type: Dropout, rate: 0.5}", "Flatten", dense, shape="[8, 8, 3]")))
    image, features = 8 * 8 * 3, 8 * 8 * 4
    assert found.inference_peak == 4 * (image + features)
    assert found.outputs == 4 * (2 * features + 10)
    assert found.kept == 4 * (image + features) + features, "the mask of the dropout has a byte for each"


def test_shared_weights_are_owned_once_and_frozen_ones_have_no_gradient() -> None:
    shared = memory(model("input: [4]\nlayers: [{type: Dense, name: d, units: 4}, {shared: d}]"))
    assert (shared.weights, shared.gradients) == (80, 80)
    frozen = memory(model("input: [4]\nlayers: [{type: Dense, units: 4, trainable: false}]"))
    assert (frozen.weights, frozen.gradients) == (80, 0)


def test_an_open_batch_is_one_sample_and_another_open_size_is_said() -> None:
    one, two = (memory(shapecalc.load("unet-small"), {"": (3, 64, 64)}, batch) for batch in (None, 2))
    assert one == small_unet()
    assert one.inference_peak is not None
    assert two.inference_peak == 2 * one.inference_peak
    found = memory(shapecalc.load("unet-small"), {"": (3, None, None)})
    assert (found.inference_peak, found.inference, found.kept, found.training) == (None,) * 4
    assert found.not_counted[0] == "the memory of input: its size is open"


def test_a_layer_that_does_not_tell_leaves_training_open() -> None:
    found = memory(model("input: [5, 8]\nlayers: [{type: LSTM, name: l, units: 4}]"))
    assert found.inference is not None
    assert (found.kept, found.training) == (None, None)
    assert found.not_counted == (f"what l keeps for the backward pass: {OF_STEPS}",)


def test_what_is_known_is_the_least() -> None:
    """What the dense layer keeps is its input; the attention's kernel is nobody's here to know."""
    dense, attention = (
        "{type: Dense, name: d, units: 8}",
        "{type: MultiHeadAttention, name: a, num_heads: 2, key_dim: 4}",
    )
    text = keras(dense, attention.replace("}", ", inputs: [d, d]}"), shape="[5, 6]")
    found = memory(model(text), optimizer="adam")
    assert (found.kept, found.kept_at_least) == (None, 4 * 5 * 6)
    assert found.training_at_least == found.weights + 4 * 5 * 6 + 3 * found.gradients
    assert found.not_counted == (f"what a keeps for the backward pass: {OF_SCORES}",)
    whole = small_unet(optimizer="adam")
    assert (whole.kept_at_least, whole.training_at_least) == (whole.kept, whole.training)


@pytest.mark.parametrize("framework", DIALECTS)
def test_what_a_layer_keeps_is_there(framework: str) -> None:
    """For every recorded row: inputs that exist, and arrays with a number of elements where all sizes are known."""
    for row in islice(recorded(framework), 0, None, 5):
        if "error" in row or row.get("contested"):
            continue
        settings = {name: tuples(value) for name, value in row["args"].items()}
        opset = {"opset": row["opset"]} if framework == "onnx" else {}
        more = names_and_constants(row) if framework == "onnx" else call(row)
        shapes = tuples(row["input_shapes"])
        try:
            layer = shapecalc.layer(row["layer"], framework, **settings, **opset)
            keeps = layer.keeps(*shapes, **more)
        except ShapecalcError:
            continue
        assert all(place < len(shapes) for place in keeps.inputs), row["id"]
        if all(isinstance(size, int) for shape in shapes for size in shape) and prod(map(prod, shapes)):
            assert all(extra.elements is not None for extra in keeps.beside), row["id"]
