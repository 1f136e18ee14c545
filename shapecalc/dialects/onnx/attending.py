"""ONNX's attention (heads on an axis of their own, or side by side in the last one) and the turning of positions."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.made import alike, told
from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import FLOAT, INT, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, Size, is_known, samples, times


def attention(node: Node) -> Reading:
    """Read an attention; keys and values of the past come before the new ones, and both come out again."""
    query = _with_heads(node, "Q", "q_num_heads")
    key, value = _with_heads(node, "K", "kv_num_heads"), _with_heads(node, "V", "kv_num_heads")
    past = node.shape("past_key")[2] if node.has("past_key") else 0
    batch, heads, positions, features = query
    kept = _plus(key[2], past)
    width = value[3]
    flat = len(node.shape("Q")) == 3
    output: Shape = (batch, positions, times(heads, width)) if flat else (batch, heads, positions, width)
    pairs = times(samples((batch,)) if not is_known(batch) else batch, heads, positions, kept)
    return told(
        output,
        (batch, key[1], kept, key[3]),
        (batch, value[1], kept, width),
        (batch, heads, positions, kept),
        multiplications=_plus(times(pairs, features), times(pairs, width)),
    )


def _with_heads(node: Node, name: str, heads_name: str) -> tuple[Size, Size, Size, Size]:
    shape, heads = node.shape(name), node[heads_name]
    if len(shape) == 4:
        return shape[0], shape[1], shape[2], shape[3]
    if len(shape) != 3 or not heads:
        raise ShapecalcError(
            f"{name} has {len(shape)} axes",
            why=f"its shape is {shape}; with 4 axes the heads are one of them, with 3 {heads_name} is needed",
            path=("inputs", "QKV".index(name)),
        )
    batch, positions, width = shape
    if is_known(width) and width % heads:
        raise ShapecalcError(f"{heads_name} is {heads}", why=f"it must divide {width}", path=(heads_name,))
    return batch, heads, positions, width // heads if is_known(width) else None


def _plus(one: Any, other: Any) -> Any:
    return one + other if is_known(one) and is_known(other) else None


_INPUTS = "Q K V attn_mask? past_key? past_value?"
_OUTPUTS = "Y present_key? present_value? qk_matmul_output?"
_ATTENTION: dict[str, Any] = {
    "is_causal": 0,
    "kv_num_heads": INT,
    "q_num_heads": INT,
    "qk_matmul_output_mode": 0,
    "scale": FLOAT,
    "softcap": 0.0,
    "softmax_precision": INT,
}

OPERATORS = (
    operator("tensor", "Attention", 23, _INPUTS, _OUTPUTS, **_ATTENTION),
    operator("tensor", "Attention", 24, f"{_INPUTS} nonpad_kv_seqlen?", _OUTPUTS, **_ATTENTION),
    operator("tensor", "Attention", 25, f"{_INPUTS} nonpad_kv_seqlen?", _OUTPUTS, **_ATTENTION,
             left_window_size=-1, right_window_size=-1),
    operator("tensor", "RotaryEmbedding", 23, "X cos_cache sin_cache position_ids?", interleaved=0, num_heads=0,
             rotary_embedding_dim=0),
)  # fmt: skip

READINGS = {"Attention": attention, "RotaryEmbedding": alike}
