"""Element by element: activations, arithmetic, comparisons; and reductions over axes."""

from __future__ import annotations

from functools import partial
from typing import Any

from shapecalc.importers.torch.calls import Arrow, arrows_in
from shapecalc.importers.torch.plan import Made, Plan, Reading, Step, one

ACTIVATIONS = {
    "celu": "CELU",
    "elu": "ELU",
    "gelu": "GELU",
    "hardshrink": "Hardshrink",
    "hardsigmoid": "Hardsigmoid",
    "hardswish": "Hardswish",
    "hardtanh": "Hardtanh",
    "leaky_relu": "LeakyReLU",
    "logsigmoid": "LogSigmoid",
    "mish": "Mish",
    "relu": "ReLU",
    "relu6": "ReLU6",
    "rrelu": "RReLU",
    "selu": "SELU",
    "sigmoid": "Sigmoid",
    "silu": "SiLU",
    "softplus": "Softplus",
    "softshrink": "Softshrink",
    "softsign": "Softsign",
    "tanh": "Tanh",
    "tanhshrink": "Tanhshrink",
    **dict.fromkeys(("dropout", "native_dropout"), "Dropout"),
    **{f"dropout{rank}d": f"Dropout{rank}d" for rank in (1, 2, 3)},
    "alpha_dropout": "AlphaDropout",
    "feature_alpha_dropout": "FeatureAlphaDropout",
    "feature_dropout": "Dropout",
}
"""Functions that are modules too, and whose other arguments no shape depends on."""
MERGES = {
    "add": "add",
    "sub": "sub",
    "subtract": "sub",
    "mul": "mul",
    "multiply": "mul",
    "div": "div",
    "divide": "div",
    "true_divide": "div",
    "maximum": "maximum",
    "minimum": "minimum",
}
"""Functions of two tensors, or of a tensor and a number, that the dialect has a word for."""
OTHER_MERGES = {
    **dict.fromkeys(("pow", "float_power"), "power"),
    **dict.fromkeys(("fmod", "remainder", "mod"), "remainder"),
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge", "isclose", "greater", "less"), "compare"),
    **dict.fromkeys(("logical_and", "logical_or", "logical_xor", "bitwise_and", "bitwise_or", "xor"), "logic"),
    **dict.fromkeys(("where", "masked_fill", "lerp", "addcmul", "addcdiv", "clamp", "clip"), "choose"),
    **dict.fromkeys(("floor_divide", "atan2", "hypot", "rsub", "fmax", "fmin", "clamp_min", "clamp_max"), "choose"),
}
SAME_SHAPE = (
    *("abs", "acos", "asin", "atan", "ceil", "cos", "cosh", "erf", "exp", "exp2", "expm1", "floor", "frac", "log"),
    *("log10", "log1p", "log2", "neg", "negative", "positive", "reciprocal", "round", "rsqrt", "sgn", "sign", "sin"),
    *("sinh", "sqrt", "square", "tan", "trunc", "logical_not", "bitwise_not", "invert", "isnan", "isinf", "isfinite"),
    *("nan_to_num", "cumsum", "cumprod", "flip", "roll", "tril", "triu", "zeros_like", "ones_like", "empty_like"),
    *("full_like", "rand_like", "randn_like", "normalize", "fill", "zero", "bernoulli", "logit", "erfinv"),
)
REDUCTIONS = {
    **dict.fromkeys(("mean", "nanmean"), "reduce_mean"),
    **dict.fromkeys(("sum", "nansum"), "reduce_sum"),
    "prod": "reduce_product",
    "amax": "reduce_max",
    "amin": "reduce_min",
    **dict.fromkeys(("any", "all", "std", "var"), "reduce_max"),
    **dict.fromkeys(("argmax", "argmin"), "reduce_place"),
    "logsumexp": "reduce_logarithm",
}


def _activation(name: str, x: Arrow, *_: Any, **__: Any) -> Plan:
    return one(name, {}, x)


def _softmax(name: str, x: Arrow, dim: int | None = None, *_: Any, **__: Any) -> Plan | None:
    return None if dim is None else one(name, {"dim": dim}, x)


def _prelu(x: Arrow, weight: Arrow) -> Plan | None:
    return one("PReLU", {"num_parameters": weight.shape[0]}, x, weights=(weight,)) if weight.shape else None


def _glu(x: Arrow, dim: int = -1) -> Plan:
    return one("GLU", {"dim": dim}, x)


def _merge(name: str, label: str, *args: Any, **kwargs: Any) -> Plan:
    return one(name, {}, *arrows_in([*args, *kwargs.values()]), label=label)


def _set(x: Arrow, _: Any, value: Any) -> Plan | None:
    """Read ``x[...] = value``: what comes out is x, with something of the value in it."""
    return None if isinstance(value, Arrow) else one("identity", {}, x, label="setitem")


def _same_shape(label: str, x: Arrow, *_: Any, **__: Any) -> Plan:
    return one("identity", {}, x, label=label)


def _reduction(name: str, label: str, x: Arrow, dim: Any = None, keepdim: bool = False, **_: Any) -> Plan | None:
    if label in {"std", "var"} and isinstance(dim, bool):
        return None
    axes = tuple(range(len(x.shape))) if dim is None else dim
    return one(name, {"axes": axes, "keepdims": keepdim}, x, label=label)


def _norm(x: Arrow, p: Any = "fro", dim: Any = None, keepdim: bool = False, **_: Any) -> Plan | None:
    return _reduction("reduce_norm", "norm", x, dim, keepdim)


def _largest(name: str, other: str, x: Arrow, dim: Any = None, keepdim: bool = False) -> Plan | None:
    """Read ``max`` and ``min``: of everything, of two tensors, or along an axis with the places as a second output."""
    if isinstance(dim, Arrow):
        return one(other, {}, x, dim)
    found = _reduction(name, "", x, dim, keepdim)
    return found if dim is None or found is None else Plan(found.steps, (Made(0), Made(0)))


def _placed(label: str, x: Arrow, dim: int = -1, *_: Any, **__: Any) -> Plan:
    """Read what gives a second tensor of the same shape, the places."""
    return Plan((Step("identity", {}, (x,), label=label),), (Made(0), Made(0)))


READINGS: dict[str, Reading] = {
    **{name: partial(_activation, class_name) for name, class_name in ACTIVATIONS.items()},
    **{name: partial(_merge, class_name, "") for name, class_name in MERGES.items()},
    **{name: partial(_merge, word, name) for name, word in OTHER_MERGES.items()},
    **{name: partial(_same_shape, name) for name in SAME_SHAPE},
    **{name: partial(_reduction, word, name) for name, word in REDUCTIONS.items()},
    "softmax": partial(_softmax, "Softmax"),
    "softmin": partial(_softmax, "Softmin"),
    "log_softmax": partial(_softmax, "LogSoftmax"),
    "prelu": _prelu,
    "glu": _glu,
    "norm": _norm,
    "vector_norm": _norm,
    "max": partial(_largest, "reduce_max", "maximum"),
    "min": partial(_largest, "reduce_min", "minimum"),
    "sort": partial(_placed, "sort"),
    "__setitem__": _set,
}
