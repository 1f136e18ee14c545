"""Transposed convolution, against the definition: each input element scatters a kernel, then a crop."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import (
    effective_kernel,
    full_transposed_output_size,
    output_padding_for,
    output_size,
    same_transposed_output_size,
    transposed_output_size,
)

SIZES, KERNELS, STRIDES, DILATIONS = range(1, 8), range(1, 6), range(1, 5), range(1, 4)


def scattered(size: int, kernel: int, stride: int, dilation: int) -> int:
    """Where the last element that anything is written to lies, plus one."""
    return 1 + max(element * stride + tap * dilation for element in range(size) for tap in range(kernel))


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("stride", STRIDES)
def test_transposed_output_size_is_the_length_of_the_scatter_cropped(kernel: int, stride: int) -> None:
    for size, dilation, before, after in product(SIZES, DILATIONS, range(3), range(3)):
        for extra in range(max(stride, dilation)):
            expected = scattered(size, kernel, stride, dilation) - before - after + extra
            if expected < 1:
                with pytest.raises(ShapecalcError, match="the output size would be"):
                    transposed_output_size(size, kernel, stride, (before, after), extra, dilation)
            else:
                found = transposed_output_size(size, kernel, stride, (before, after), extra, dilation)
                assert found == expected, (size, dilation, before, after, extra)


def test_one_padding_crops_both_sides() -> None:
    for size, kernel, stride, padding in product(range(3, 9), KERNELS, STRIDES, range(3)):
        pair = (padding, padding)
        if scattered(size, kernel, stride, 1) > 2 * padding:
            both = transposed_output_size(size, kernel, stride, pair)
            assert transposed_output_size(size, kernel, stride, padding) == both


def test_the_equation_of_the_docstring() -> None:
    for w, f, s, output_padding in product(SIZES, KERNELS, STRIDES, range(2)):
        p = (f - 1) // 2
        if output_padding < s:
            n = (w - 1) * s - 2 * p + f + output_padding
            assert transposed_output_size(w, f, s, p, output_padding) == n
    equation = "N = (W-1)S - 2P + F + output_padding"
    assert equation in (transposed_output_size.__doc__ or "")


def test_full_is_the_scatter_and_keeps_a_stride_for_every_element() -> None:
    for size, kernel, stride, dilation in product(SIZES, KERNELS, STRIDES, DILATIONS):
        scatter = scattered(size, kernel, stride, dilation)
        assert full_transposed_output_size(size, kernel, stride, None, dilation) == max(scatter, size * stride)
        for extra in range(stride):
            assert full_transposed_output_size(size, kernel, stride, extra, dilation) == scatter + extra


def test_same_is_the_scatter_cropped_by_half_a_kernel_on_both_sides() -> None:
    for size, kernel, stride, dilation in product(SIZES, KERNELS, STRIDES, DILATIONS):
        assert same_transposed_output_size(size, kernel, stride, None, dilation) == size * stride
        cropped = scattered(size, kernel, stride, dilation) - 2 * (effective_kernel(kernel, dilation) // 2)
        for extra in range(stride):
            assert same_transposed_output_size(size, kernel, stride, extra, dilation) == cropped + extra


def test_keras_takes_an_input_of_nothing() -> None:
    assert [same_transposed_output_size(0, 3, stride) for stride in STRIDES] == [0, 0, 0, 0]
    assert full_transposed_output_size(0, 3, 1) == 2


def test_an_even_kernel_without_output_padding_can_leave_nothing() -> None:
    assert same_transposed_output_size(1, 2, 2, output_padding=0) == 0


sizes = st.integers(1, 10**5)


@given(size=sizes, kernel=st.integers(1, 40), stride=sizes, pads=st.tuples(sizes, sizes), dilation=st.integers(1, 9))
def test_a_transposed_convolution_undoes_the_size_of_the_convolution_with_the_same_settings(
    size: int, kernel: int, stride: int, pads: tuple[int, int], dilation: int
) -> None:
    assume(size + sum(pads) >= effective_kernel(kernel, dilation))
    smaller = output_size(size, kernel, stride, pads, dilation)
    extra = output_padding_for(size, smaller, kernel, stride, pads, dilation)
    assert extra == (size + sum(pads) - effective_kernel(kernel, dilation)) % stride
    assert transposed_output_size(smaller, kernel, stride, pads, extra, dilation) == size


def test_output_padding_for_finds_what_trying_finds() -> None:
    for size, kernel, stride, padding in product(SIZES, KERNELS, STRIDES, range(3)):
        for wanted in range(1, 40):
            by_trying = [q for q in range(stride) if scattered(size, kernel, stride, 1) - 2 * padding + q == wanted]
            try:
                found = [output_padding_for(wanted, size, kernel, stride, padding)]
            except ShapecalcError:
                found = []
            assert found == by_trying, (size, kernel, stride, padding, wanted)


@pytest.mark.parametrize(
    ("name", "size", "kernel_size", "stride", "padding", "output_padding", "expected"),
    [
        ("the worked example", 3, 3, 2, 1, 1, 6),
        ("dcgan generator", 32, 4, 2, 1, 0, 64),
        ("dcgan generator's first", 1, 4, 1, 0, 0, 4),
        ("unet up-convolution", 28, 2, 2, 0, 0, 56),
        ("cyclegan decoder", 64, 3, 2, 1, 1, 128),
        ("fcn-8s upscore", 21, 16, 8, 0, 0, 176),
        ("5/2/2/1", 7, 5, 2, 2, 1, 14),
        ("a pair of crops", 12, 3, 2, (0, 1), 0, 24),
    ],
)
def test_known_layers(
    name: str,
    size: int,
    kernel_size: int,
    stride: int,
    padding: int | tuple[int, int],
    output_padding: int,
    expected: int,
) -> None:
    assert transposed_output_size(size, kernel_size, stride, padding, output_padding) == expected, name


@pytest.mark.parametrize(
    ("name", "kernel_size", "stride", "output_padding", "valid", "same"),
    [
        ("kernel over stride", 3, 2, None, 9, 8),
        ("kernel under stride", 2, 3, None, 12, 12),
        ("output_padding 0 is not None", 2, 3, 0, 11, 9),
        ("output_padding 1", 3, 2, 1, 10, 8),
        ("even kernel, output_padding 0", 4, 2, 0, 10, 6),
    ],
)
def test_keras_answers_for_an_input_of_four(
    name: str, kernel_size: int, stride: int, output_padding: int | None, valid: int, same: int
) -> None:
    assert full_transposed_output_size(4, kernel_size, stride, output_padding) == valid, name
    assert same_transposed_output_size(4, kernel_size, stride, output_padding) == same, name


@pytest.mark.parametrize(
    ("name", "call", "text"),
    [
        (
            "output_padding reaches the stride",
            lambda: transposed_output_size(8, 3, 2, 1, 2),
            "output_padding 2 is too large. It must be less than stride 2 or dilation 1. Use 0 to 1.",
        ),
        (
            "no room for an output_padding",
            lambda: transposed_output_size(8, 3, 1, 1, 1),
            "output_padding 1 is too large. It must be less than stride 1 or dilation 1. Use 0.",
        ),
        (
            "keras does not count the dilation",
            lambda: same_transposed_output_size(8, 3, 1, 1, dilation=2),
            "output_padding 1 is too large. It must be less than stride 1. Use 0.",
        ),
        (
            "cropped away",
            lambda: transposed_output_size(1, 3, 1, 2),
            "the output size would be -1. (1 - 1)*1 - 2 - 2 + 3 + 0 = -1. Use a padding of at most 2 in all.",
        ),
        (
            "a size out of reach",
            lambda: output_padding_for(10, 4, 2, 2),
            "output_size 10 cannot be reached. The legal sizes are 8 to 9.",
        ),
        (
            "only one size",
            lambda: output_padding_for(9, 4, 2, 1),
            "The only legal size is 5",
        ),
        (
            "one is the least",
            lambda: output_padding_for(9, 1, 2, 4, padding=1),
            "output_size 9 cannot be reached. The legal sizes are 1 to 3.",
        ),
        (
            "no size at all",
            lambda: output_padding_for(9, 1, 2, 1, padding=2),
            "output_size 9 cannot be reached. So much padding leaves no size at all.",
        ),
    ],
)
def test_refusals_name_the_legal_range(name: str, call: Callable[[], int], text: str) -> None:
    with pytest.raises(ShapecalcError) as caught:
        call()
    assert text in str(caught.value), name
