"""``same`` and ``causal``: paddings that follow the size."""

from __future__ import annotations

from itertools import product

import pytest

from shapecalc.formulas import (
    causal_padding,
    effective_kernel,
    output_size,
    same_input_sizes,
    same_output_size,
    same_padding,
)

GRID = tuple(product(range(1, 25), range(1, 7), range(1, 6), range(1, 4)))


def test_same_padding_makes_the_window_formula_yield_the_same_output_size() -> None:
    for size, kernel, stride, dilation in GRID:
        for lower in (False, True):
            pads = same_padding(size, kernel, stride, dilation, lower=lower)
            assert output_size(size, kernel, stride, pads, dilation) == same_output_size(size, stride)


def test_same_pads_no_more_than_it_must() -> None:
    for size, kernel, stride, dilation in GRID:
        total = sum(same_padding(size, kernel, stride, dilation))
        room = size + total - 1 - effective_kernel(kernel, dilation)
        assert total == 0 or room < 0 or room // stride + 1 < same_output_size(size, stride)


def test_same_puts_the_odd_element_after_and_same_lower_before() -> None:
    for size, kernel, stride, dilation in GRID:
        before, after = same_padding(size, kernel, stride, dilation)
        assert after - before in (0, 1)
        assert same_padding(size, kernel, stride, dilation, lower=True) == (after, before)


def test_causal_padding_keeps_every_window_off_the_future() -> None:
    for size, kernel, stride, dilation in GRID:
        before, after = causal_padding(kernel, dilation)
        assert after == 0
        assert output_size(size, kernel, stride, (before, after), dilation) == same_output_size(size, stride)
        assert 0 * stride - before + (kernel - 1) * dilation == 0  # the last tap of output 0 is on input 0


def test_nothing_stays_nothing() -> None:
    assert same_output_size(0, stride=2) == 0


@pytest.mark.parametrize("stride", range(1, 6))
def test_same_input_sizes_are_all_the_sizes_that_work(stride: int) -> None:
    for output in range(1, 9):
        expected = [size for size in range(1, 60) if same_output_size(size, stride) == output]
        assert list(same_input_sizes(output, stride)) == expected


@pytest.mark.parametrize(
    ("name", "size", "kernel_size", "stride", "dilation", "expected"),
    [
        ("odd kernel, stride 1", 8, 3, 1, 1, (1, 1)),
        ("even kernel, stride 1", 8, 4, 1, 1, (1, 2)),
        ("stride 2, even size: not symmetric", 224, 3, 2, 1, (0, 1)),
        ("stride 2, odd size", 225, 3, 2, 1, (1, 1)),
        ("tensorflow resnet stem", 224, 7, 2, 1, (2, 3)),
        ("a kernel under the stride needs nothing", 9, 1, 2, 1, (0, 0)),
        ("dilated", 32, 3, 1, 4, (4, 4)),
        ("one element sees mostly padding", 1, 5, 1, 1, (2, 2)),
    ],
)
def test_known_splits(
    name: str, size: int, kernel_size: int, stride: int, dilation: int, expected: tuple[int, int]
) -> None:
    assert same_padding(size, kernel_size, stride, dilation) == expected, name
