"""Unpooling, against the definition: a pooled element goes back into its window, and windows lie a stride apart."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import output_size, unpooled_output_size


def covered(size: int, kernel: int, stride: int) -> int:
    return 1 + max(element * stride + tap for element in range(size) for tap in range(kernel))


def test_unpooling_undoes_a_pool_and_reaches_less_than_a_stride_either_way() -> None:
    for size, kernel, stride, padding in product(range(1, 8), range(1, 6), range(1, 5), range(3)):
        natural = covered(size, kernel, stride) - 2 * padding
        reachable = {natural + shift for shift in range(-stride + 1, stride)}
        for wanted in range(-3, 40):
            if wanted in reachable and wanted >= 0:
                assert unpooled_output_size(size, kernel, stride, padding, output_size=wanted) == wanted
            else:
                with pytest.raises(ShapecalcError):
                    unpooled_output_size(size, kernel, stride, padding, output_size=wanted)
        if natural >= 0:
            assert unpooled_output_size(size, kernel, stride, padding) == natural


def test_the_stride_of_an_unpool_is_its_kernel() -> None:
    assert unpooled_output_size(14, kernel_size=2) == unpooled_output_size(14, kernel_size=2, stride=2) == 28


@given(size=st.integers(1, 10**5), pool=st.integers(1, 20))
def test_every_size_that_a_pool_maps_to_one_can_be_asked_back(size: int, pool: int) -> None:
    assume(size >= pool)
    pooled = output_size(size, pool, pool)
    assert unpooled_output_size(pooled, pool, output_size=size) == size


@pytest.mark.parametrize(
    ("name", "call", "text"),
    [
        (
            "an unpool out of reach",
            lambda: unpooled_output_size(3, 2, output_size=8),
            "output_size 8 cannot be reached. The legal sizes are 5 to 7.",
        ),
        (
            "nothing is the least",
            lambda: unpooled_output_size(1, 2, output_size=4, padding=1),
            "output_size 4 cannot be reached. The legal sizes are 0 to 1.",
        ),
        (
            "an unpool of less than nothing",
            lambda: unpooled_output_size(1, 2, padding=3),
            "the output size would be -4. (1 - 1)*2 - 2*3 + 2 = -4. Use a padding of at most 2 in all.",
        ),
    ],
)
def test_refusals_name_the_legal_range(name: str, call: Callable[[], int], text: str) -> None:
    with pytest.raises(ShapecalcError) as caught:
        call()
    assert text in str(caught.value), name
