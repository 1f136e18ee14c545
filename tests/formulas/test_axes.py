"""The lift from one axis to several, and the one demand on what a size is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import (
    along_axes,
    cropped_size,
    full_transposed_output_size,
    output_size,
    padded_size,
    same_output_size,
    same_padding,
    same_transposed_output_size,
    space_to_depth_size,
    transposed_output_size,
    unpooled_output_size,
    upsampled_size,
)

axes = st.lists(
    st.tuples(
        st.integers(20, 200), st.integers(1, 5), st.integers(1, 4), st.tuples(st.integers(0, 3), st.integers(0, 3))
    ),
    min_size=1,
    max_size=4,
)


@given(axes=axes, dilation=st.integers(1, 4))
def test_along_axes_is_the_formula_on_each_axis(
    axes: list[tuple[int, int, int, tuple[int, int]]], dilation: int
) -> None:
    sizes, kernels, strides, pads = zip(*axes, strict=True)
    lifted = along_axes(output_size, sizes, kernel_size=kernels, stride=strides, padding=pads, dilation=dilation)
    assert lifted == tuple(output_size(*axis, dilation) for axis in axes)


def test_an_open_size_stays_open_and_does_not_hide_a_mistake_on_another_axis() -> None:
    assert along_axes(output_size, (None, 8, None), kernel_size=(3, 3, 9)) == (None, 6, None)
    with pytest.raises(ShapecalcError, match="width"):
        along_axes(output_size, (None, 8), kernel_size=9)


def test_no_axes_at_all() -> None:
    assert along_axes(output_size, (), kernel_size=3) == ()


def test_settings_are_left_as_they_were() -> None:
    settings = {"kernel_size": (3, 5), "stride": (1, 2)}
    along_axes(output_size, (8, 9), **settings)
    assert settings == {"kernel_size": (3, 5), "stride": (1, 2)}


@pytest.mark.parametrize(
    ("name", "sizes", "label"),
    [
        ("one axis needs no name", (3,), ""),
        ("two: the first", (3, 9), " (height)"),
        ("two: the second", (9, 3), " (width)"),
        ("three: the first", (3, 9, 9), " (depth)"),
        ("three: the last", (9, 9, 3), " (width)"),
        ("four have no names", (9, 9, 3, 9), " (axis 2)"),
    ],
)
def test_a_mistake_is_labelled_with_its_axis(name: str, sizes: tuple[int, ...], label: str) -> None:
    with pytest.raises(ShapecalcError) as caught:
        along_axes(output_size, sizes, kernel_size=5)
    assert caught.value.problems[0].what == f"the kernel reaches over 5, but the padded input has only 3{label}", name


def test_a_mistake_keeps_the_setting_at_fault() -> None:
    with pytest.raises(ShapecalcError) as caught:
        along_axes(output_size, (8, 8), kernel_size=3, stride=(1, 0))
    assert caught.value.problems[0].path == ("stride",)


@pytest.mark.parametrize(
    ("name", "sizes", "kernel_size", "text"),
    [
        (
            "too many",
            (8, 8),
            (3, 3, 3),
            "kernel_size has 3 numbers, but the input has 2 spatial axes. Give one number, or 2.",
        ),
        ("too few", (8, 8), (3,), "kernel_size has 1 number, but the input has 2 spatial axes."),
        ("one axis", (8,), (3, 3), "kernel_size has 2 numbers, but the input has 1 spatial axis. Give one number."),
    ],
)
def test_a_setting_of_another_length(
    name: str, sizes: tuple[int, ...], kernel_size: tuple[int, ...], text: str
) -> None:
    with pytest.raises(ShapecalcError) as caught:
        along_axes(output_size, sizes, kernel_size=kernel_size)
    assert text in str(caught.value), name


class Whole:
    """A size that is no int: it adds, subtracts, multiplies, divides down and compares, and can do nothing else."""

    def __init__(self, value: Any) -> None:
        self.value: int = value.value if isinstance(value, Whole) else value

    def __add__(self, other: Any) -> Whole:
        return Whole(self.value + Whole(other).value)

    def __sub__(self, other: Any) -> Whole:
        return Whole(self.value - Whole(other).value)

    def __rsub__(self, other: Any) -> Whole:
        return Whole(other) - self

    def __mul__(self, other: Any) -> Whole:
        return Whole(self.value * Whole(other).value)

    def __floordiv__(self, other: Any) -> Whole:
        return Whole(self.value // Whole(other).value)

    def __eq__(self, other: object) -> bool:
        return self.value == Whole(other).value

    def __lt__(self, other: Any) -> bool:
        return self.value < Whole(other).value

    def __le__(self, other: Any) -> bool:
        return self.value <= Whole(other).value

    __radd__, __rmul__ = __add__, __mul__
    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("formula", "settings"),
    [
        (output_size, {"kernel_size": 3, "stride": 2, "padding": (1, 0)}),
        (output_size, {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True}),
        (same_output_size, {"stride": 2}),
        (same_padding, {"kernel_size": 3, "stride": 2}),
        (transposed_output_size, {"kernel_size": 3, "stride": 2, "padding": 1, "output_padding": 1}),
        (full_transposed_output_size, {"kernel_size": 3, "stride": 2}),
        (same_transposed_output_size, {"kernel_size": 3, "stride": 2, "output_padding": 1}),
        (unpooled_output_size, {"kernel_size": 2}),
        (upsampled_size, {"factor": 2}),
        (space_to_depth_size, {"block": 2}),
        (padded_size, {"before": 1, "after": -1}),
        (cropped_size, {"before": 1, "after": 1}),
    ],
)
def test_a_size_need_not_be_an_int(formula: Any, settings: dict[str, Any]) -> None:
    for number in range(8, 20, 2):
        assert formula(Whole(number), **settings) == formula(number, **settings)
