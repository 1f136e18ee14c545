"""Every formula refuses what is no legal number, whichever argument it is, with a ShapecalcError and its name."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import shapecalc.formulas
from shapecalc.errors import ShapecalcError
from shapecalc.formulas import ReceptiveField

CONV = {"in_channels": 4, "filters": 8, "kernel_size": (3, 3), "groups": 2}
SEPARABLE = {"in_channels": 4, "filters": 8, "kernel_size": (3, 3), "depth_multiplier": 2}
DEPTHWISE = {"in_channels": 4, "kernel_size": (3, 3), "depth_multiplier": 2}
STEP = {"field": ReceptiveField(), "kernel_size": 3, "stride": 2, "padding": 1, "dilation": 1}
SPREAD = {"size": 8, "kernel_size": 3, "stride": 2, "padding": 1, "dilation": 1}
OVERLAP = {"kernel_size": 4, "stride": 2, "dilation": 1}

HEADS = {"features": (16, 16, 16), "heads": 2, "key_dim": 8, "value_dim": 8, "outputs": 16, "key_value_heads": 1}
CELL = {"features": 8, "units": 16, "gates": 4, "projection": 4}

LEGAL: dict[str, dict[str, Any]] = {
    "aspect_sizes": {"sizes": (4, 8), "wanted": (8, 8)},
    "attention_macs": {**HEADS, "queries": 10, "keys": 10, "extra_keys": 1},
    "attention_weights": HEADS,
    "bare_transposed_output_size": {**SPREAD, "output_padding": 1},
    "batch_norm_parameters": {"channels": 4},
    "batch_norm_statistics": {"channels": 4},
    "batch_norm_weights": {"channels": 4},
    "causal_padding": {"kernel_size": 3, "dilation": 1},
    "conv_macs": {"output_sizes": (8, 8), **CONV},
    "conv_parameters": CONV,
    "conv_weights": CONV,
    "cropped_size": {"size": 8, "before": 1, "after": 1},
    "dense_macs": {"in_features": 4, "units": 8, "positions": 2},
    "dense_parameters": {"in_features": 4, "units": 8},
    "dense_weights": {"in_features": 4, "units": 8},
    "depth_to_space_channels": {"channels": 16, "block": 2},
    "depthwise_conv_macs": {"output_sizes": (8, 8), **DEPTHWISE},
    "depthwise_conv_parameters": DEPTHWISE,
    "depthwise_conv_weights": DEPTHWISE,
    "effective_kernel": {"kernel_size": 3, "dilation": 1},
    "embedding_parameters": {"entries": 10, "features": 4},
    "embedding_weights": {"entries": 10, "features": 4},
    "fitted_transposed_output_size": {"size": 8, "output": 16, "kernel_size": 3, "stride": 2, "dilation": 1},
    "full_transposed_output_size": {"size": 8, "kernel_size": 3, "stride": 2, "output_padding": 1, "dilation": 1},
    "input_sizes": {"output": 8, "kernel_size": 3, "stride": 2, "padding": 1, "dilation": 1},
    "output_padding_for": {"output": 16, "size": 8, "kernel_size": 3, "stride": 2, "padding": 1, "dilation": 1},
    "output_size": {"size": 8, "kernel_size": 3, "stride": 2, "padding": 1, "dilation": 1},
    "overlap_counts": OVERLAP,
    "overlap_is_uniform": OVERLAP,
    "padded_size": {"size": 8, "before": 1, "after": 1},
    "parameter_count": {"weights": {"kernel": (3, 3)}},
    "receptive_field_step": STEP,
    "recurrent_macs": {**CELL, "steps": 5},
    "recurrent_weights": {**CELL, "bias_vectors": 2},
    "same_input_sizes": {"output": 8, "stride": 2},
    "same_output_size": {"size": 8, "stride": 2},
    "same_padding": {"size": 8, "kernel_size": 3, "stride": 2, "dilation": 1},
    "same_transposed_crop": {"kernel_size": 3, "stride": 2, "dilation": 1, "output_padding": 1},
    "same_transposed_output_size": {"size": 8, "kernel_size": 3, "stride": 2, "output_padding": 1, "dilation": 1},
    "scaled_size": {"size": 8, "scale": 2},
    "separable_conv_macs": {"output_sizes": (8, 8), **SEPARABLE},
    "separable_conv_parameters": SEPARABLE,
    "separable_conv_weights": SEPARABLE,
    "sliced_size": {"size": 8, "start": 1, "end": 7, "step": 2},
    "space_to_depth_size": {"size": 8, "block": 2},
    "transposed_conv_macs": {"input_sizes": (8, 8), **CONV},
    "transposed_conv_parameters": CONV,
    "transposed_conv_weights": CONV,
    "transposed_output_size": {**SPREAD, "output_padding": 1},
    "transposed_reach": {"kernel_size": 3, "stride": 2, "dilation": 1},
    "transposed_receptive_field_step": STEP,
    "truncated_output_size": SPREAD,
    "unpooled_output_size": {"size": 8, "kernel_size": 2, "stride": 2, "padding": 0, "output_size": 16},
    "unreached_elements": {"size": 8, "kernel_size": 3, "stride": 2, "padding": 1, "dilation": 1},
    "upsampled_receptive_field_step": {"field": ReceptiveField(), "factor": 2},
    "upsampled_size": {"size": 8, "factor": 2},
}

NO_NUMBERS: tuple[Any, ...] = (
    *(True, False, 2.0, 1.5, float("nan"), float("inf"), 1j, Fraction(4, 2), Decimal(2), None, "2", "same", b"2"),
    *([2], (2, 2, 2), {2: 2}, {2}, object()),
)
MAY_BE_LEFT_OUT = {  # where None means: choose for me
    ("full_transposed_output_size", "output_padding"),
    ("same_transposed_crop", "output_padding"),
    ("same_transposed_output_size", "output_padding"),
    ("unpooled_output_size", "stride"),
    ("unpooled_output_size", "output_size"),
    ("attention_macs", "key_value_heads"),
    ("attention_weights", "key_value_heads"),
    ("recurrent_macs", "projection"),
    ("recurrent_weights", "projection"),
}
SIGNED = {("padded_size", "before"), ("padded_size", "after")}
SIGNED |= {("sliced_size", "start"), ("sliced_size", "end"), ("sliced_size", "step")}
FRACTIONAL = {("scaled_size", "scale")}
FROM_ZERO = {"size", "padding", "output_padding", "output_size", "before", "after", "in_channels", "channels"}
FROM_ZERO |= {"in_features", "units", "positions", "entries", "features", "steps", "bias_vectors"}
FROM_ZERO |= {"outputs", "queries", "keys", "extra_keys"}
NOT_ZERO = {("depthwise_conv_macs", "in_channels"), ("separable_conv_macs", "in_channels")}
NOT_ZERO |= {
    ("output_padding_for", "size"),
    ("output_size", "size"),
    ("transposed_output_size", "size"),
    ("unpooled_output_size", "size"),
}


def arguments_of(kind: type) -> list[tuple[str, str]]:
    return [(formula, name) for formula, legal in LEGAL.items() for name, value in legal.items() if type(value) is kind]


def refuse(formula: str, **changes: Any) -> None:
    __tracebackhide__ = True
    with pytest.raises(ShapecalcError) as caught:
        getattr(shapecalc.formulas, formula)(**LEGAL[formula] | changes)
    assert caught.value.problems[0].path, f"{formula} does not say which setting is at fault: {caught.value}"


def test_every_formula_is_listed() -> None:
    assert sorted(LEGAL) == [
        name for name in shapecalc.formulas.__all__ if name not in {"ReceptiveField", "along_axes"}
    ]


@pytest.mark.parametrize("formula", LEGAL)
def test_the_legal_numbers_are_legal(formula: str) -> None:
    assert getattr(shapecalc.formulas, formula)(**LEGAL[formula]) is not None


@pytest.mark.parametrize(("formula", "argument"), arguments_of(int))
def test_what_is_no_whole_number_is_refused(formula: str, argument: str) -> None:
    for value in NO_NUMBERS:
        left_out = value is None and (formula, argument) in MAY_BE_LEFT_OUT
        fraction = type(value) in {float, Fraction} and 0 < value < 9 and (formula, argument) in FRACTIONAL
        if not left_out and not fraction:
            refuse(formula, **{argument: value})


@pytest.mark.parametrize(("formula", "argument"), arguments_of(int))
def test_numbers_under_the_least_legal_one_are_refused(formula: str, argument: str) -> None:
    if (formula, argument) not in SIGNED:
        refuse(formula, **{argument: -1})
        if argument not in FROM_ZERO or (formula, argument) in NOT_ZERO:
            refuse(formula, **{argument: 0})


@pytest.mark.parametrize(("formula", "argument"), arguments_of(tuple))
def test_a_number_for_each_axis_means_a_tuple_of_legal_numbers(formula: str, argument: str) -> None:
    for value in (3, "33", None, (), {3}, (3, -1), (3, True), (3, 3.0), ("3", 3), (None, 3), range(3, 5)):
        refuse(formula, **{argument: value})


@pytest.mark.parametrize("padding", [(1,), (1, 1, 1), (1, -1), (True, 1), (1.0, 1), ("1", 1), [1, 1], (None, None)])
@pytest.mark.parametrize("formula", [name for name, settings in LEGAL.items() if "padding" in settings])
def test_a_pair_of_pads_is_a_tuple_of_two_legal_numbers(formula: str, padding: Any) -> None:
    refuse(formula, padding=padding)


@pytest.mark.parametrize(
    ("name", "formula", "changes", "text"),
    [
        ("zero stride", "output_size", {"stride": 0}, "stride is 0. It must be a whole number, 1 or more."),
        ("float size", "output_size", {"size": 8.0}, "size is 8.0. It must be a whole number, 1 or more."),
        ("quoted", "output_size", {"size": "8"}, "size is '8'. It must be a whole number, 1 or more."),
        (
            "a mode where a number is due",
            "output_size",
            {"padding": "same"},
            "padding is 'same'. It must be a whole number, 0 or more, or a pair (before, after) of them.",
        ),
        (
            "one number where each axis needs its own",
            "conv_parameters",
            {"kernel_size": 3},
            "kernel_size is 3. It must be a tuple, (3,) or (3, 3) for example, with one number for each axis.",
        ),
        (
            "one axis is wrong",
            "conv_parameters",
            {"kernel_size": (3, 0)},
            "kernel_size is (3, 0). Each axis needs a whole number, 1 or more.",
        ),
        ("too much crop", "cropped_size", {"before": 8}, "cropping leaves nothing. 8 - 8 - 1 = -1."),
    ],
)
def test_the_words_of_a_refusal(name: str, formula: str, changes: dict[str, Any], text: str) -> None:
    with pytest.raises(ShapecalcError) as caught:
        getattr(shapecalc.formulas, formula)(**LEGAL[formula] | changes)
    assert text in str(caught.value), name


@pytest.mark.parametrize("sizes", [224, "224", None, 3.0, {8}])
def test_along_axes_wants_a_tuple_of_sizes(sizes: Any) -> None:
    with pytest.raises(ShapecalcError, match="sizes is"):
        shapecalc.formulas.along_axes(shapecalc.formulas.output_size, sizes, kernel_size=3)
