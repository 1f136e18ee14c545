"""What multiplies and what normalises: linear maps, matrix products, attention, embeddings, norms."""

from __future__ import annotations

from typing import Any

from shapecalc.importers.torch.calls import Arrow
from shapecalc.importers.torch.plan import Made, Plan, Reading, Step, one


def _given(*arrays: Arrow | None) -> tuple[Arrow, ...]:
    return tuple(each for each in arrays if each is not None)


def _linear(x: Arrow, weight: Arrow, bias: Arrow | None = None) -> Plan | None:
    if len(weight.shape) != 2:
        return None
    units, features = weight.shape
    settings = {"in_features": features, "out_features": units, "bias": bias is not None}
    return one("Linear", settings, x, weights=_given(weight, bias))


def _bilinear(x: Arrow, input2: Arrow, weight: Arrow, bias: Arrow | None = None) -> Plan | None:
    if len(weight.shape) != 3:
        return None
    units, first, second = weight.shape
    settings = {"in1_features": first, "in2_features": second, "out_features": units, "bias": bias is not None}
    return one("Bilinear", settings, x, input2, weights=_given(weight, bias))


def _matmul(x: Arrow, other: Arrow) -> Plan:
    return one("matmul", {}, x, other)


def _added_product(x: Arrow, first: Arrow, second: Arrow, **_: Any) -> Plan:
    """Read ``addmm`` and ``baddbmm``: a product, and something added to it."""
    return Plan((Step("matmul", {}, (first, second)), Step("add", {}, (x, Made(0)))))


def _einsum(x: Any, *operands: Any) -> Plan | None:
    inputs = operands[0] if len(operands) == 1 and isinstance(operands[0], tuple) else operands
    if not isinstance(x, str) or not all(isinstance(each, Arrow) for each in inputs):
        return None
    return one("einsum", {"equation": x}, *inputs)


def _attention(x: Arrow, key: Arrow, value: Arrow, attn_mask: Any = None, *_: Any, **more: Any) -> Plan | None:
    if more.get("enable_gqa") or x.shape[:-2] != key.shape[:-2]:
        return None
    return one("attention", {}, x, value, key, label="scaled_dot_product_attention")


def _embedding(x: Arrow, weight: Arrow, *_: Any, **__: Any) -> Plan | None:
    if len(weight.shape) != 2:
        return None
    entries, features = weight.shape
    return one("Embedding", {"num_embeddings": entries, "embedding_dim": features}, x, weights=(weight,))


def _layer_norm(
    x: Arrow, normalized_shape: Any, weight: Arrow | None = None, bias: Arrow | None = None, eps: float = 1e-5
) -> Plan | None:
    if weight is None and bias is not None:
        return None
    settings = {"normalized_shape": normalized_shape, "elementwise_affine": weight is not None}
    return one("LayerNorm", {**settings, "bias": bias is not None, "eps": eps}, x, weights=_given(weight, bias))


def _rms_norm(x: Arrow, normalized_shape: Any, weight: Arrow | None = None, eps: float | None = None) -> Plan:
    settings = {"normalized_shape": normalized_shape, "elementwise_affine": weight is not None, "eps": eps}
    return one("RMSNorm", settings, x, weights=_given(weight))


def _group_norm(
    x: Arrow, num_groups: int, weight: Arrow | None = None, bias: Arrow | None = None, eps: float = 1e-5
) -> Plan | None:
    if (weight is None and bias is not None) or len(x.shape) < 2:
        return None
    settings = {"num_groups": num_groups, "num_channels": x.shape[1], "affine": weight is not None, "eps": eps}
    return one("GroupNorm", {**settings, "bias": bias is not None}, x, weights=_given(weight, bias))


def _batch_norm(
    x: Arrow,
    running_mean: Arrow | None = None,
    running_var: Arrow | None = None,
    weight: Arrow | None = None,
    bias: Arrow | None = None,
    *_: Any,
    **__: Any,
) -> Plan | None:
    if (weight is None and bias is not None) or not 2 <= len(x.shape) <= 5:
        return None
    settings = {
        "num_features": x.shape[1],
        "affine": weight is not None,
        "bias": bias is not None,
        "track_running_stats": running_mean is not None,
    }
    weights = _given(weight, bias, running_mean, running_var)
    return one(f"BatchNorm{max(len(x.shape) - 2, 1)}d", settings, x, weights=weights)


READINGS: dict[str, Reading] = {
    "linear": _linear,
    "bilinear": _bilinear,
    **dict.fromkeys(("matmul", "bmm", "mm", "mv", "dot"), _matmul),
    **dict.fromkeys(("addmm", "baddbmm"), _added_product),
    "einsum": _einsum,
    "scaled_dot_product_attention": _attention,
    "embedding": _embedding,
    "layer_norm": _layer_norm,
    "rms_norm": _rms_norm,
    "group_norm": _group_norm,
    "batch_norm": _batch_norm,
}
