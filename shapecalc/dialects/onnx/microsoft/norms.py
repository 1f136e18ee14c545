"""Normalisations that onnxruntime makes of a transformer's parts: alone, of a sum, of a sum of embeddings."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.made import alike, told
from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.norms import layer_norm
from shapecalc.dialects.onnx.operator import INT, needed, operator


def skip_norm(node: Node) -> Reading:
    """Read the norm of a sum: mean and deviation come out too, and the sum itself."""
    x = node.shape("input")
    return told(x, (*x[:-1], 1), (*x[:-1], 1), x)


def embedding_norm(node: Node) -> Reading:
    """Read the norm of a sum of embeddings; the length of each mask comes out too, and the sum."""
    ids, (_, features) = node.of_rank("input_ids", 2), node.of_rank("word_embedding", 2)
    return told((*ids, features), ids[:1], (*ids, features))


_NORM: dict[str, Any] = {"axis": -1, "epsilon": 1e-5, "stash_type": 1}
_SUMS = "output mean? inv_std_var? input_skip_bias_sum?"
_EMBEDDINGS = (
    "input_ids segment_ids? word_embedding position_embedding segment_embedding? gamma beta mask? position_ids?"
)

OPERATORS = (
    operator("layer_norm", "LayerNormalization", 1, "X Scale B?", "Y Mean? InvStdDev?", weights="Scale B", **_NORM),
    operator("layer_norm", "SimplifiedLayerNormalization", 1, "X scale", "Y InvStdDev?", weights="scale", **_NORM),
    operator("tensor", "SkipLayerNormalization", 1, "input skip gamma beta? bias?", _SUMS, epsilon=1e-12),
    operator("tensor", "SkipSimplifiedLayerNormalization", 1, "input skip gamma bias?", _SUMS, epsilon=1e-12),
    operator("tensor", "EmbedLayerNormalization", 1, _EMBEDDINGS, "output mask_index? embedding_sum?", epsilon=1e-12),
    operator("tensor", "GroupNorm", 1, "X gamma beta", groups=needed(INT), channels_last=1, activation=INT),
)

READINGS = {
    "layer_norm": layer_norm,
    **dict.fromkeys(("SkipLayerNormalization", "SkipSimplifiedLayerNormalization"), skip_norm),
    "EmbedLayerNormalization": embedding_norm,
    "GroupNorm": alike,
}
