"""Recurrent cells and attention, counted matrix product by matrix product, and against well-known layers."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

import pytest

from shapecalc.formulas import (
    attention_macs,
    attention_weights,
    parameter_count,
    recurrent_macs,
    recurrent_weights,
)

CELLS = tuple(product((1, 3, 8), (2, 5), (1, 3, 4), (None, 1)))
HEADS = tuple(product((1, 2, 4), (1, 3), (1, 2), (1, 2)))


def test_every_step_meets_every_matrix_of_a_cell_once() -> None:
    for features, units, gates, projection in CELLS:
        weights = recurrent_weights(features, units, gates, projection, bias_vectors=2, peepholes=True)
        matrices = {name: shape for name, shape in weights.items() if name not in {"bias", "peepholes"}}
        assert recurrent_macs(features, units, gates, 7, projection) == 7 * parameter_count(matrices)


def test_a_bias_vector_has_one_number_for_each_output_of_the_gates() -> None:
    for features, units, gates, projection in CELLS:
        without = parameter_count(recurrent_weights(features, units, gates, projection, bias_vectors=0))
        for vectors in (1, 2):
            weights = recurrent_weights(features, units, gates, projection, bias_vectors=vectors)
            assert parameter_count(weights) - without == vectors * gates * units


@pytest.mark.parametrize(
    ("name", "arguments", "parameters"),
    [
        ("torch LSTM(8, 16)", {"features": 8, "units": 16, "gates": 4, "bias_vectors": 2}, 1664),
        ("keras LSTM(16)", {"features": 8, "units": 16, "gates": 4, "bias_vectors": 1}, 1600),
        (
            "torch LSTM(8, 7, proj_size=6)",
            {"features": 8, "units": 7, "gates": 4, "bias_vectors": 2, "projection": 6},
            490,
        ),
        ("keras GRU(7), reset after", {"features": 3, "units": 7, "gates": 3, "bias_vectors": 2}, 252),
        ("torch RNN(5, 10)", {"features": 5, "units": 10, "gates": 1, "bias_vectors": 2}, 170),
    ],
)
def test_parameters_of_well_known_cells(name: str, arguments: dict[str, Any], parameters: int) -> None:
    assert parameter_count(recurrent_weights(**arguments)) == parameters, name


def test_attention_multiplies_each_projection_and_every_query_with_every_key() -> None:
    for heads, key_dim, value_dim, shared in HEADS:
        if heads % shared:
            continue
        sizes: dict[str, Any] = {
            "heads": heads,
            "key_dim": key_dim,
            "value_dim": value_dim,
            "outputs": 6,
            "key_value_heads": shared,
        }
        weights = attention_weights((2, 3, 5), **sizes, gate=True)
        queries, keys, extra = 4, 7, 2
        times = {"query": queries, "key": keys, "value": keys, "gate": queries, "output": queries}
        projections = sum(times[name] * prod(weights[f"{name}_kernel"]) for name in times)
        products = sum(key_dim + value_dim for _ in product(range(heads), range(queries), range(keys + extra)))
        macs = attention_macs((2, 3, 5), **sizes, queries=queries, keys=keys, extra_keys=extra, gate=True)
        assert macs == projections + products


@pytest.mark.parametrize(
    ("name", "features", "heads", "key_dim", "outputs", "parameters"),
    [
        ("torch MultiheadAttention(16, 2)", (16, 16, 16), 2, 8, 16, 1088),
        ("torch MultiheadAttention(8, 4, kdim=6, vdim=5)", (8, 6, 5), 4, 2, 8, 248),
        ("keras MultiHeadAttention(2, 2)", (8, 4, 4), 2, 2, 8, 116),
    ],
)
def test_parameters_of_well_known_attentions(
    name: str, features: tuple[int, int, int], heads: int, key_dim: int, outputs: int, parameters: int
) -> None:
    assert parameter_count(attention_weights(features, heads, key_dim, key_dim, outputs)) == parameters, name
