"""MACs by their definition: every product that a sum is made of, counted one by one."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

import pytest

import shapecalc
from shapecalc.shape import Shape, is_known


def layer_of(word: str, **settings: Any) -> Any:
    return shapecalc.layer(word, **settings).card


EQUATIONS = (
    ("ab,bc->ac", (3,), (2, 4)),
    ("abc,cd->abd", (3, 2), (2, 3, 5)),
    ("abc,bd->adc", (4, 5), (2, 3, 5)),
    ("abc,cde->abde", (3, 2, 4), (2, 3, 5)),
    ("abcd,cde->abe", (3, 2), (2, 3, 4, 5)),
    ("...x,xy->...y", (3,), (2, 3, 4, 5)),
    ("ab...,bc->ac...", (3,), (2, 4, 5)),
)


def products(equation: str, sizes: dict[str, int], rest: Shape) -> int:
    """Count one product for each value of all the letters, and of the axes without one."""
    letters = sorted({letter for letter in equation if letter.isalpha()})
    return sum(
        1
        for _ in product(
            *(range(sizes[letter]) for letter in letters), *(range(size if is_known(size) else 1) for size in rest)
        )
    )


@pytest.mark.parametrize(("equation", "output_shape", "shape"), EQUATIONS)
def test_einsum_multiplies_once_for_each_letter_value(
    equation: str, output_shape: tuple[int, ...], shape: tuple[int, ...]
) -> None:
    layer = layer_of("einsum_dense", equation=equation, output_shape=output_shape)
    read, _, written = equation.replace("...", "").replace("->", ",").split(",")
    first = len(shape) - len(read) if equation.startswith("...") else 0
    sizes = dict(zip(read, shape[first:], strict=False))
    rest = shape[:first] if first else shape[len(read) :]
    sizes |= dict(zip(written, output_shape if first else (shape[0], *output_shape), strict=True))
    assert layer.macs(shape) == products(equation, sizes, rest)
    assert prod(layer.output(shape)) == prod(sizes[letter] for letter in written) * prod(rest)


@pytest.mark.parametrize("axes", [1, 2, -1, (1, 2), (2, 1)])
def test_dot_multiplies_every_pair_of_what_is_left(axes: int | tuple[int, int]) -> None:
    one, other = (2, 3, 3), (2, 3, 3)
    out = layer_of("dot", axes=axes).output(one, other)
    assert layer_of("dot", axes=axes).macs(one, other) == sum(1 for _ in product(*map(range, out), range(3)))


def test_attention_scores_every_pair_and_weighs_every_value() -> None:
    query, value = (2, 4, 5), (2, 3, 6)
    key = (2, 3, 5)
    scores = sum(1 for _ in product(range(2), range(4), range(3), range(5)))
    weighed = sum(1 for _ in product(range(2), range(4), range(3), range(6)))
    assert layer_of("attention").macs(query, value, key) == scores + weighed
    assert layer_of("attention", score="sum").macs(query, value, key) == weighed
    assert layer_of("attention", score="sum", scale="features").macs(query, value, key) == scores + weighed


@pytest.mark.parametrize(("stride", "padding"), [(1, "same"), (2, "same"), (1, "valid"), (3, "valid")])
def test_conv_lstm_is_a_convolution_of_the_input_and_one_of_the_state_in_every_step(stride: int, padding: str) -> None:
    settings = {"kernel_size": (3, 2), "padding": padding}
    layer = layer_of("conv_lstm", filters=4, stride=stride, **settings)
    image = (2, 9, 8, 3)
    state = layer.output((2, 5, *image[1:]))
    of_input = layer_of("conv", filters=16, stride=stride, **settings)
    of_state = layer_of("conv", filters=16, kernel_size=(3, 2), padding="same", bias=False)
    one = (of_input.macs(image) or 0) + (of_state.macs(state) or 0)
    assert layer.macs((2, 5, *image[1:])) == 5 * one
    arrays = (*of_input.weights(image)[:1], *of_state.weights(state), *of_input.weights(image)[1:])
    assert [array.shape for array in layer.weights((2, 5, *image[1:]))] == [array.shape for array in arrays]


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_cell_step_by_step_is_the_recurrent_layer(cell: str) -> None:
    whole = layer_of(cell, units=4, return_sequences=True, return_state=True)
    steps = layer_of("recurrent", cell={"type": f"{cell}_cell", "units": 4}, return_sequences=True, return_state=True)
    for shape in ((2, 5, 3), (None, 5, 3), (None, None, 3)):
        assert steps.output(shape) == whole.output(shape)
        assert steps.macs(shape) == whole.macs(shape)
        assert steps.weights(shape) == whole.weights(shape)
