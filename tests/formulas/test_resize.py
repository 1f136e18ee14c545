"""Scaling, rearranging, padding and cropping."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import (
    cropped_size,
    depth_to_space_channels,
    padded_size,
    scaled_size,
    space_to_depth_size,
    upsampled_size,
)


@pytest.mark.parametrize(
    ("name", "size", "scale", "expected"),
    [
        ("whole", 7, 2, 14),
        ("down to one", 8, 0.125, 1),
        ("half", 7, 0.5, 3),
        ("one and a half", 11, 1.5, 16),
        ("the double product is under 29", 100, 0.29, 28),
        ("the same exactly", 100, Fraction(29, 100), 29),
        ("the double product is exactly 7", 10, 0.7, 7),
        ("a thirtieth too much, taken down", 1000, 1.001, 1000),
        ("a third, exactly", 9, Fraction(1, 3), 3),
    ],
)
def test_scaling_rounds_down(name: str, size: int, scale: float | Fraction, expected: int) -> None:
    assert scaled_size(size, scale) == expected, name


@pytest.mark.parametrize(
    ("name", "size", "scale", "text"),
    [
        ("a product just under 1", 49, 1 / 49, "leaves nothing"),
        ("nothing to scale", 0, 2, "leaves nothing"),
        ("zero", 8, 0, "scale is 0. It must be a number over 0."),
        ("negative", 8, -1.5, "scale is -1.5. It must be a number over 0."),
        ("not a number", 8, float("nan"), "scale is nan."),
        ("infinite", 8, float("inf"), "scale is inf."),
        ("beyond a double", 8, 1e308, "is too large for a double"),
    ],
)
def test_illegal_scales(name: str, size: int, scale: float, text: str) -> None:
    with pytest.raises(ShapecalcError) as caught:
        scaled_size(size, scale)
    assert text in str(caught.value), name


def test_upsampling_repeats_and_space_to_depth_folds_back() -> None:
    for size in range(1, 20):
        for factor in range(1, 6):
            repeated = [element for element in range(size) for _ in range(factor)]
            assert upsampled_size(size, factor) == len(repeated)
            assert space_to_depth_size(len(repeated), factor) == size


def test_nothing_stays_nothing() -> None:
    assert upsampled_size(0, 2) == space_to_depth_size(0, 2) == depth_to_space_channels(0, 2) == 0
    assert padded_size(0, 0, 0) == 0


def test_depth_to_space_keeps_the_number_of_elements() -> None:
    for channels in range(1, 6):
        for block in range(1, 5):
            assert depth_to_space_channels(channels * block * block, block) == channels


@pytest.mark.parametrize("size", range(6))
def test_padding_and_cropping_are_list_lengths(size: int) -> None:
    elements = list(range(size))
    for before in range(-3, 4):
        for after in range(-3, 4):
            start, end = max(-before, 0), max(-after, 0)
            if start + end > size:
                with pytest.raises(ShapecalcError, match="crops"):
                    padded_size(size, before, after)
            else:
                kept = [0] * before + elements[start : size - end] + [0] * after
                assert padded_size(size, before, after) == len(kept)
            if before >= 0 and after >= 0 and before + after < size:
                assert cropped_size(size, before, after) == len(elements[before : size - after])


def test_a_padding_cannot_crop_more_than_there_is() -> None:
    with pytest.raises(ShapecalcError) as caught:
        padded_size(2, before=-3, after=5)
    assert str(caught.value) == (
        "the padding crops 3 elements. The input has only 2, and 2 - 3 = -1. Crop at most 2 in all."
    )


@pytest.mark.parametrize(
    ("size", "before", "after", "fix"),
    [(3, 1, 2, "Crop at most 2 in all."), (1, 0, 1, "Crop at most 0 in all."), (0, 0, 0, "Use a larger input.")],
)
def test_cropping_leaves_at_least_one(size: int, before: int, after: int, fix: str) -> None:
    with pytest.raises(ShapecalcError) as caught:
        cropped_size(size, before, after)
    assert fix in str(caught.value)


def test_a_remainder_is_refused_with_the_nearest_legal_numbers() -> None:
    with pytest.raises(ShapecalcError) as caught:
        depth_to_space_channels(30, block=4)
    assert str(caught.value) == (
        "channels 30 cannot be divided by 16. 30 = 1*16 + 14, and block**2 = 16. Use 16 or 32 for channels."
    )
    with pytest.raises(ShapecalcError, match="Use 4 for size"):
        space_to_depth_size(3, block=4)
