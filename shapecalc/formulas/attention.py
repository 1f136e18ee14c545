"""Multi-head attention: its arrays and multiply-adds.

Letters: D with q, k, v the features of query, key and value; H heads, G heads of key and value (H unless they are
shared), K and V the features of a head's key and value, O the output's features; L queries, S keys.
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.checks import at_least, divided, each_at_least
from shapecalc.formulas.weights import Weights


def attention_weights(
    features: tuple[int, int, int],
    heads: int,
    key_dim: int,
    value_dim: int,
    outputs: int,
    key_value_heads: int | None = None,
    *,
    bias: bool = True,
    gate: bool = False,
) -> Weights:
    """Return ``Dq*H*K + Dk*G*K + Dv*G*V + H*V*O [+ H*K + G*K + G*V + O]`` numbers, as shapes; a gate adds ``Dq*H*V``.

    ``features`` are those of query, key and value. Raises ``ShapecalcError`` for numbers under 1 and unless the heads
    of key and value divide the heads.
    Source: Vaswani et al., "Attention Is All You Need", 2017; ``torch.nn.MultiheadAttention``,
    ``keras.layers.MultiHeadAttention``, ``keras.layers.GroupQueryAttention``.

    >>> weights = attention_weights((16, 16, 16), heads=2, key_dim=8, value_dim=8, outputs=16)
    >>> weights["query_kernel"], weights["output_bias"], len(weights)
    ((16, 2, 8), (16,), 8)
    """
    query, key, value = _three(features)
    shared = _shared_heads(heads, key_value_heads)
    at_least(0, outputs=outputs)
    at_least(1, key_dim=key_dim, value_dim=value_dim)
    kernels = {
        "query": (query, heads, key_dim),
        "key": (key, shared, key_dim),
        "value": (value, shared, value_dim),
        **({"gate": (query, heads, value_dim)} if gate else {}),
    }
    weights: Weights = {}
    for name, shape in kernels.items():
        weights[f"{name}_kernel"] = shape
        if bias:
            weights[f"{name}_bias"] = shape[1:]
    return {**weights, "output_kernel": (heads, value_dim, outputs), **({"output_bias": (outputs,)} if bias else {})}


def attention_macs(
    features: tuple[int, int, int],
    heads: int,
    key_dim: int,
    value_dim: int,
    outputs: int,
    key_value_heads: int | None = None,
    *,
    queries: int,
    keys: int,
    extra_keys: int = 0,
    gate: bool = False,
) -> int:
    """Return ``L*Dq*H*K + S*(Dk*G*K + Dv*G*V) + L*S*H*(K + V) + L*H*V*O`` multiply-adds; a gate adds ``L*Dq*H*V``.

    ``extra_keys`` are attended to without coming from the input (a learned pair of key and value, or zeros): they count
    in the third summand only. Raises ``ShapecalcError`` for negative numbers.
    Source: the matrix products of ``torch.nn.MultiheadAttention`` and ``keras.layers.MultiHeadAttention``.

    >>> attention_macs((16, 16, 16), heads=2, key_dim=8, value_dim=8, outputs=16, queries=10, keys=10)
    13440
    """
    query, key, value = _three(features)
    shared = _shared_heads(heads, key_value_heads)
    at_least(0, queries=queries, keys=keys, extra_keys=extra_keys, outputs=outputs)
    at_least(1, key_dim=key_dim, value_dim=value_dim)
    projected = queries * query * heads * (key_dim + (value_dim if gate else 0))
    projected += keys * shared * (key * key_dim + value * value_dim)
    attended = queries * (keys + extra_keys) * heads * (key_dim + value_dim)
    return projected + attended + queries * heads * value_dim * outputs


def _three(features: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return the features of query, key and value, and refuse anything but three numbers."""
    each_at_least(0, features=features)
    if len(features) != 3:
        raise ShapecalcError(
            f"features is {features!r}", why="it has three numbers: query, key and value", path=("features",)
        )
    return features


def _shared_heads(heads: int, key_value_heads: int | None) -> int:
    at_least(1, heads=heads)
    if key_value_heads is None:
        return heads
    at_least(1, key_value_heads=key_value_heads)
    divided(heads, key_value_heads, "heads", "every head of key and value serves as many heads of the query")
    return key_value_heads
