"""Overlap counts, against adding up the contributions one by one."""

from __future__ import annotations

from itertools import product

import pytest

from shapecalc.formulas import overlap_counts, overlap_is_uniform

GRID = tuple(product(range(1, 11), range(1, 7), range(1, 5)))


def interior(kernel: int, stride: int, dilation: int) -> list[int]:
    """Count contributions in the middle of a long output, ``stride`` places from phase 0 on."""
    middle = stride * 100
    counts = [0] * (2 * middle + kernel * dilation)
    for element in range(200):
        for tap in range(kernel):
            counts[element * stride + tap * dilation] += 1
    return counts[middle : middle + stride]


def test_overlap_counts_are_the_contributions_counted() -> None:
    for kernel, stride, dilation in GRID:
        assert list(overlap_counts(kernel, stride, dilation)) == interior(kernel, stride, dilation)


def test_uniform_means_that_all_counts_are_equal() -> None:
    for kernel, stride, dilation in GRID:
        assert overlap_is_uniform(kernel, stride, dilation) == (len(set(interior(kernel, stride, dilation))) == 1)


def test_the_counts_add_up_to_the_kernel() -> None:
    assert all(sum(overlap_counts(*settings)) == settings[0] for settings in GRID)


@pytest.mark.parametrize(
    ("name", "kernel_size", "stride", "dilation", "counts"),
    [
        ("dcgan 4/2", 4, 2, 1, (2, 2)),
        ("the checkerboard of 3/2", 3, 2, 1, (2, 1)),
        ("5/2", 5, 2, 1, (3, 2)),
        ("2/2 without overlap", 2, 2, 1, (1, 1)),
        ("gaps: kernel under stride", 2, 3, 1, (1, 1, 0)),
        ("gaps: dilation and stride share a factor", 4, 2, 2, (4, 0)),
        ("dilated and even", 4, 2, 3, (2, 2)),
        ("stride 1 is always uniform", 3, 1, 2, (3,)),
    ],
)
def test_known_recipes(name: str, kernel_size: int, stride: int, dilation: int, counts: tuple[int, ...]) -> None:
    assert overlap_counts(kernel_size, stride, dilation) == counts, name
    assert overlap_is_uniform(kernel_size, stride, dilation) == (len(set(counts)) == 1), name
