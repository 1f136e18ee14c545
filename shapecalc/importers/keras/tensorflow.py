"""TensorFlow's functions in a graph of Keras 2, as the operations of Keras 3 that do the same."""

from __future__ import annotations

from typing import Any

from shapecalc.importers.keras.calls import Call, Tensor
from shapecalc.importers.keras.entry import Entry

SAME_NAME = (
    "abs add divide equal exp floor greater greater_equal less less_equal log logical_and logical_not logical_or",
    "maximum minimum mod multiply not_equal power reciprocal round rsqrt sigmoid sign sin cos softplus sqrt square",
    "subtract tanh relu relu6 elu selu softmax log_softmax gelu silu softsign leaky_relu cast reshape squeeze",
    "expand_dims stack tile matmul transpose clip where depth_to_space space_to_depth ones_like zeros_like negative",
    "cumsum floor_divide",
)
"""Functions that are called alike, but for capitals."""
RENAMED = {
    **{f"reduce_{name}": name.title() for name in ("mean", "sum", "max", "min", "prod", "any", "all")},
    **{f"r{name}": name.title() for name in ("add", "multiply", "subtract", "truediv")},
    "pow": "Power",
    "neg": "Negative",
    "mul": "Multiply",
    "sub": "Subtract",
    "truediv": "TrueDivide",
    "rtruediv": "TrueDivide",
    "floordiv": "FloorDivide",
    "floormod": "Mod",
    "argmax": "Argmax",
    "argmin": "Argmin",
    "concat": "Concatenate",
    "one_hot": "OneHot",
    "clip_by_value": "Clip",
    "swish": "Silu",
    "identity": "Copy",
    "stop_gradient": "StopGradient",
    "reduce_logsumexp": "Logsumexp",
    "l2_normalize": "Normalize",
    "resize": "Resize",
    "resize_bilinear": "Resize",
    "getitem": "GetItem",
    **{name: "".join(part.title() for part in name.split("_")) for line in SAME_NAME for name in line.split()},
}
ARGUMENTS = {
    "perm": "axes",
    "shape": "newshape",
    "multiples": "repeats",
    "depth": "num_classes",
    "block_size": "block_size",
}
"""What Keras 3 calls an argument of TensorFlow's."""
DEFAULTS: dict[str, dict[str, Any]] = {"Cumsum": {"axis": 0}}
"""Arguments that TensorFlow leaves out and Keras 3 takes for something else then."""
FIRST = ("x", "input", "tensor", "a", "values", "features", "logits", "images", "input_tensor", "condition")
"""The names of first arguments, where they are named."""


def tensorflow_operation(entry: Entry, call: Call) -> tuple[Entry, Call] | None:
    """Return an operation of Keras 3 and its call; None for a function that is not known here."""
    function = str(entry.config.get("function", "")).strip("_").rpartition(".")[2].strip("_")
    if entry.class_name == "SlicingOpLambda":
        function = "getitem"
    name = RENAMED.get(function)
    if name is None or call.kwargs.get("transpose_a") or call.kwargs.get("transpose_b"):
        return None
    given = {ARGUMENTS.get(key, key): value for key, value in call.kwargs.items()}
    tensors = {key: value for key, value in given.items() if key in FIRST or key in ("y", "b") or _holds_tensor(value)}
    if name == "GetItem":
        tensors = {"key": _slices(given.get("slice_spec"))}
    settings = DEFAULTS.get(name, {}) | {
        key: value for key, value in given.items() if key not in tensors and key != "slice_spec"
    }
    made = entry._replace(class_name=name, module="keras.src.ops.numpy", config=settings)
    return made, Call(call.args, tensors)


def _holds_tensor(value: Any) -> bool:
    return isinstance(value, Tensor) or (isinstance(value, list) and any(map(_holds_tensor, value)))


def _slices(value: Any) -> Any:
    """Return what stands in ``x[...]`` as Keras 3 writes it."""
    if isinstance(value, list):
        return [_slices(each) for each in value]
    if isinstance(value, dict) and "start" in value:
        return {"class_name": "__slice__", "config": value}
    return value
