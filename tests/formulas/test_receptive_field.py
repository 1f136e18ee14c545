"""The receptive field, against tracing which input elements reach an output element."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecalc.formulas import (
    ReceptiveField,
    receptive_field_step,
    transposed_receptive_field_step,
    upsampled_receptive_field_step,
)


class Window(NamedTuple):
    kernel_size: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1


def field_of(chain: Iterable[Window]) -> ReceptiveField:
    field = ReceptiveField()
    for layer in chain:
        field = receptive_field_step(field, *layer)
    return field


def reached(chain: list[Window], output: int) -> set[int]:
    """Go back from one output element through the chain; the axis has no ends."""
    seen = {output}
    for layer in reversed(chain):
        taps = range(layer.kernel_size)
        seen = {n * layer.stride - layer.padding + tap * layer.dilation for n, tap in product(seen, taps)}
    return seen


layers = st.builds(Window, st.integers(1, 5), st.integers(1, 3), st.integers(0, 3), st.integers(1, 3))


@given(chain=st.lists(layers, max_size=4), output=st.integers(-3, 9))
def test_a_chain_of_windows_sees_what_tracing_finds(chain: list[Window], output: int) -> None:
    field, seen = field_of(chain), reached(chain, output)
    assert field.size == max(seen) - min(seen) + 1
    assert field.start + output * field.jump == Fraction(max(seen) + min(seen), 2)


@pytest.mark.parametrize("kernel", range(1, 7))
@pytest.mark.parametrize("stride", range(1, 5))
@pytest.mark.parametrize("dilation", range(1, 5))
def test_a_transposed_window_sees_what_tracing_finds(kernel: int, stride: int, dilation: int) -> None:
    for padding in range(3):
        field = transposed_receptive_field_step(ReceptiveField(), kernel, stride, padding, dilation)
        sizes, edges = [], []
        for output in range(4 * stride):
            taps = {output + padding - tap * dilation for tap in range(kernel)}
            seen = [a for a in range(-20, 40) if a * stride in taps]
            sizes.append(max(seen) - min(seen) + 1 if seen else 0)
            edges += [(a - field.start - output * field.jump) for a in seen]
        assert field.size == max(sizes)
        assert field.jump == Fraction(1, stride)
        assert min(edges) == -max(edges)  # the centre is the centre, over all phases


@pytest.mark.parametrize("factor", range(1, 6))
def test_repeating_elements_is_a_transposed_convolution_with_kernel_and_stride_the_factor(factor: int) -> None:
    field = receptive_field_step(ReceptiveField(), 3, 2, 1)
    up = upsampled_receptive_field_step(field, factor)
    assert up == transposed_receptive_field_step(field, factor, factor)
    assert up.size == field.size
    assert up.start == field.start + (Fraction(1, 2 * factor) - Fraction(1, 2)) * field.jump


def test_linear_upsampling_sees_one_neighbour_more() -> None:
    assert upsampled_receptive_field_step(ReceptiveField(), 2, linear=True).size == 2
    assert upsampled_receptive_field_step(ReceptiveField(), 1, linear=True) == ReceptiveField()


CONV, POOL = Window(3, 1, 1), Window(2, 2)
VGG16 = [*[CONV, CONV, POOL] * 2, *[CONV, CONV, CONV, POOL] * 3]
ALEXNET = [Window(11, 4, 2), Window(3, 2), Window(5, 1, 2), Window(3, 2), *[CONV] * 3, Window(3, 2)]


@pytest.mark.parametrize(
    ("name", "chain", "size", "jump"),
    [
        ("nothing", [], 1, 1),
        ("one window", [Window(7, 2, 3)], 7, 2),
        ("three 3x3 see as much as one 7x7", [Window(3)] * 3, 7, 1),
        ("dilated 1, 2, 4", [Window(3, dilation=d) for d in (1, 2, 4)], 15, 1),
        ("alexnet features", ALEXNET, 195, 32),
        ("vgg16 features", VGG16, 212, 32),
    ],
)
def test_known_chains(name: str, chain: list[Window], size: int, jump: int) -> None:
    field = field_of(chain)
    assert (field.size, field.jump) == (Fraction(size), Fraction(jump)), name


def test_only_the_padding_before_moves_the_field() -> None:
    for step in (receptive_field_step, transposed_receptive_field_step):
        assert step(ReceptiveField(), 3, 2, (1, 0)) == step(ReceptiveField(), 3, 2, 1)
