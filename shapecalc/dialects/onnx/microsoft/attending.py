"""Attention as onnxruntime puts it together: with its projections, packed, with a past that comes in and goes out."""

from __future__ import annotations

from typing import Any, NamedTuple

from shapecalc.dialects.onnx.made import alike, told
from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import FLOAT, INT, INTS, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_known, samples, times


class Heads(NamedTuple):
    """How many there are, and how many pairs of key and value serve them."""

    all: int
    serving: int


def attention(node: Node) -> Reading | None:
    """Read an attention with its projections: the weight is (features, query and key and value side by side)."""
    (batch, steps, features), (_, columns) = node.of_rank("input", 3), node.of_rank("weights", 2)
    if not is_known(columns):
        return None
    key, value = _widths(node, columns)
    past = node.of_rank("past", 5)[3] if node.has("past") else 0
    kept = _plus(steps, past)
    projected = times(samples((batch,)), steps, features, columns)
    compared = times(samples((batch,)), steps, kept, key + value)
    heads = _heads(node, "num_heads")
    return told(
        (batch, steps, value),
        (2, batch, heads, kept, value // heads),
        multiplications=_plus(projected, compared),
    )


def _widths(node: Node, columns: int) -> tuple[int, int]:
    """Return how many of the weight's columns make keys, and how many values."""
    widths = node["qkv_hidden_sizes"] or (columns // 3,) * 3
    if len(widths) != 3 or sum(widths) != columns or min(widths) < 0:
        raise ShapecalcError(
            f"the weight has {columns} columns",
            why=f"query, key and value take {' + '.join(map(str, widths))} of them",
            path=("qkv_hidden_sizes",),
        )
    return widths[1], widths[2]


def multi_head_attention(node: Node) -> Reading | None:
    """Read an attention without projections; keys and values may be packed with the query, or have heads on an axis."""
    query, heads = node.of_rank("query", 3, 5), _heads(node, "num_heads")
    packed = query if len(query) == 5 else node.inputs.get("key")
    if packed is None:
        return None
    value = node.of_rank("value", 3, 4) if node.has("value") else packed
    features = query[2] if len(query) == 3 else times(query[2], query[4])
    new = value[2] if len(value) == 4 else value[1]
    width: Any = value[2] if len(value) == 3 else times(heads, value[3]) if len(value) == 4 else features
    past = node.of_rank("past_key", 4)[2] if node.has("past_key") else 0
    return _compared(query, Heads(heads, heads), _plus(new, past), features, width)


def grouped_attention(node: Node) -> Reading:
    """Read an attention whose keys serve several heads; how many steps are kept stands in a value, if it is known."""
    query, heads = node.of_rank("query", 3), Heads(_heads(node, "num_heads"), _heads(node, "kv_num_heads"))
    width = query[2]
    if not node.has("key"):
        width = width // (heads.all + 2 * heads.serving) * heads.all if is_known(width) else None
    total = node.numbers("total_sequence_length")
    past = node.of_rank("past_key", 4)[2] if node.has("past_key") else 0
    kept = max(total[0], past) if total and is_known(past) else None
    return _compared(query, heads, kept, width, width)


def _compared(query: Shape, heads: Heads, kept: Any, features: Any, width: Any) -> Reading:
    batch, steps = query[:2]
    key, value = (side // heads.all if is_known(side) else None for side in (features, width))
    return told(
        (batch, steps, width),
        (batch, heads.serving, kept, key),
        (batch, heads.serving, kept, value),
        (batch, heads.all, steps, kept),
        multiplications=times(samples((batch,)), steps, kept, _plus(features, width)),
    )


def _heads(node: Node, name: str) -> int:
    heads: int = node[name]
    if heads < 1:
        raise ShapecalcError(f"{name} is {heads}", why="it must be 1 or more", path=(name,))
    return heads


def _plus(one: Any, other: Any) -> Any:
    return one + other if is_known(one) and is_known(other) else None


_ATTENTION = "input weights bias? mask_index? past? attention_bias? past_sequence_length?"
_QUANTIZED = "input weights bias input_scale weight_scale mask_index? input_zero_point? weight_zero_point? past?"
_APART = "query key? value? bias? key_padding_mask? attention_bias? past_key? past_value? past_sequence_length?"
_GROUPED = (
    "query key? value? past_key? past_value? seqlens_k? total_sequence_length? cos_cache? sin_cache? position_ids? "
    "attention_bias? head_sink?"
)
_KEPT = "output present_key? present_value? scores?"
_HEADS: dict[str, Any] = {"num_heads": needed(INT), "scale": FLOAT}

OPERATORS = (
    operator("tensor", "Attention", 1, _ATTENTION, "output present?", qkv_hidden_sizes=INTS, **_HEADS),
    operator("tensor", "QAttention", 1, _QUANTIZED, "output present?", qkv_hidden_sizes=INTS, **_HEADS),
    operator("tensor", "MultiHeadAttention", 1, f"{_APART} cache_indirection?", _KEPT, **_HEADS),
    operator("tensor", "GroupQueryAttention", 1, _GROUPED, _KEPT, kv_num_heads=needed(INT), **_HEADS),
    operator("tensor", "RotaryEmbedding", 1, "input position_ids cos_cache sin_cache", "output"),
)

READINGS = {
    **dict.fromkeys(("Attention", "QAttention"), attention),
    "MultiHeadAttention": multi_head_attention,
    "GroupQueryAttention": grouped_attention,
    "RotaryEmbedding": alike,
}
