"""ONNX's convolutions and pools: the kernel comes from the weight, pads stand begin... end, and open sizes excuse much.

Where every size is known, what onnxruntime refuses is refused. Where one is open, onnxruntime cannot be asked, and the
answer is what ONNX's shape inference says, which checks less (onnx/defs/nn/defs.cc).
"""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INTS, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.formulas import same_padding
from shapecalc.shape import Shape, is_open, times

_SAME = {"SAME_UPPER": "same", "SAME_LOWER": "same_lower"}
_AUTO_PADS = ("NOTSET", "VALID", "", *_SAME)
CLIPS_SINCE = 22
"""From this operator set on a last window may not start in the padding after the input."""


def conv(node: Node) -> Reading | None:
    """Read a convolution: the weight is (filters, channels of a group, kernel axes...)."""
    x, w = node.shape("X"), node.shape("W")
    rank = spatial_rank(x)
    window = _window(node, rank)
    kernel = _kernel(node, w, rank)
    if kernel is None or not w or is_open(w[0]):
        return None
    if node.runs:
        _check_weight(node, w, kernel, w[0])
    groups = _groups(node, w[0])
    settings = {
        **window,
        "filters": w[0],
        "kernel_size": kernel,
        "groups": groups,
        "in_channels": times(groups, *w[1:2]) if w[1:] else None,
        "padding": _pads(node, rank) or _auto_pad(node),
        "truncating": not node.runs,
    }
    return Reading(settings, (_unchecked_channels(node, x),))


def conv_transpose(node: Node) -> Reading | None:
    """Read a transposed convolution: the weight is (channels, filters of a group, kernel axes...)."""
    x, w = node.shape("X"), node.shape("W")
    groups = node["group"]
    rank = spatial_rank(x)
    if groups < 1 or (not is_open(x[1]) and x[1] % groups):
        raise ShapecalcError(
            f"group is {groups}", why=f"it must divide the {x[1]} channels of the input", path=("group",)
        )
    spatial_rank(w, "W")
    window = _window(node, rank)
    kernel = _kernel(node, w, rank)
    if kernel is None or is_open(w[1]):
        return None
    filters = w[1] * groups
    if node.runs:
        _check_weight(node, w, kernel, filters)
    settings = {
        **window,
        "filters": filters,
        "kernel_size": kernel,
        "groups": groups if is_open(w[0]) else _groups(node, w[0]),
        "in_channels": None if is_open(w[0]) else w[0],
        "lenient": not node.runs,
        **_cropping(node, kernel, window, rank),
    }
    return Reading(settings, (_unchecked_channels(node, x),))


def pool(node: Node) -> Reading:
    """Read a pool; the stride is 1 when left out."""
    x = node.shape("X")
    rank = spatial_rank(x)
    window = _window(node, rank)
    kernel = per_axis(node, "kernel_shape", rank, 1)
    ceil_mode = node["ceil_mode"] == 1
    overhang = "strict" if node.runs else "free" if node.opset < CLIPS_SINCE else "added"
    padding = _pads(node, rank) or _auto_pad(node)
    if ceil_mode and overhang == "free" and padding in _SAME.values():
        padding = _same_in_numbers(x[2:], kernel, window, lower=padding == "same_lower")
    settings = {
        **window,
        "kernel_size": kernel,
        "padding": padding,
        "ceil_mode": ceil_mode,
        "overhang": overhang,
        "truncating": True,
        "indices": len(node.outputs) > 1,
    }
    return Reading(settings, (x,))


def global_pool(node: Node) -> Reading | None:
    """Read a global pool; the spatial axes stay with size 1."""
    x = node.shape("X")
    return None if len(x) < 2 else Reading({"keepdims": True}, (x,))


def max_unpool(node: Node) -> Reading | None:
    """Read a max unpool; the stride is 1 when left out. A wanted shape holds for all axes, if it is known."""
    x, indices, wanted = node.shape("X"), node.shape("I"), node.numbers("output_shape")
    if wanted is None and node.has("output_shape"):
        return None
    rank = spatial_rank(x)
    settings = {
        "kernel_size": per_axis(node, "kernel_shape", rank, 1),
        "stride": per_axis(node, "strides", rank, 1),
        "padding": _pads(node, rank) or 0,
        "output_size": wanted,
    }
    return Reading(settings, (x, indices))


def spatial_rank(shape: Shape, name: str = "X") -> int:
    """Return how many spatial axes a shape has, and refuse one with none."""
    if len(shape) < 3:
        raise ShapecalcError(
            f"{name} has {len(shape)} axes",
            why=f"its shape is {shape}, and 3 or more are needed: two, and the spatial ones",
            path=("inputs",),
        )
    return len(shape) - 2


def per_axis(node: Node, name: str, count: int, minimum: int, default: int = 1) -> tuple[int, ...]:
    """Return an attribute with one number a spatial axis."""
    values = node[name]
    if values is None:
        return (default,) * count
    if len(values) != count or min(values, default=minimum) < minimum:
        raise ShapecalcError(
            f"{name} is {list(values)}", why=f"it must be {count} numbers, {minimum} or more", path=(name,)
        )
    return tuple(values)


def _groups(node: Node, channels: int) -> int:
    groups: int = node["group"]
    return groups if node.runs or (groups > 0 and channels % groups == 0) else 1


def _unchecked_channels(node: Node, x: Shape) -> Shape:
    return x if node.runs else (x[0], None, *x[2:])


def _window(node: Node, rank: int) -> dict[str, Any]:
    return {"dilation": per_axis(node, "dilations", rank, 1), "stride": per_axis(node, "strides", rank, 1)}


def _kernel(node: Node, w: Shape, rank: int) -> tuple[int, ...] | None:
    kernel = tuple(size for size in w[2:] if not is_open(size))
    if node["kernel_shape"] is not None:
        return per_axis(node, "kernel_shape", rank, 1)
    if len(kernel) != len(w[2:]):
        return None
    if len(kernel) != rank or min(kernel) < 1:
        raise ShapecalcError(
            f"the weight has the kernel {list(kernel)}",
            why=f"the input has {rank} spatial axes, and on each the kernel must be 1 or more",
            path=("inputs", 1),
        )
    return kernel


def _check_weight(node: Node, w: Shape, kernel: tuple[int, ...], filters: int) -> None:
    if w[2:] != kernel:
        raise ShapecalcError(
            f"kernel_shape is {list(kernel)}, but the weight has the kernel {list(w[2:])}", path=("kernel_shape",)
        )
    if node.has("B") and node.shape("B") != (filters,):
        raise ShapecalcError(
            f"the bias has shape {node.shape('B')}", why=f"there are {filters} filters", path=("inputs", 2)
        )


def _pads(node: Node, rank: int) -> tuple[tuple[int, int], ...] | None:
    if node["pads"] is None:
        return None
    pads = per_axis(node, "pads", 2 * rank, 0)
    return tuple(zip(pads[:rank], pads[rank:], strict=True))


def _auto_pad(node: Node) -> str:
    mode = node["auto_pad"]
    if node.runs and mode not in _AUTO_PADS:
        raise ShapecalcError(f"auto_pad is {mode!r}", why=f"it is one of {', '.join(_AUTO_PADS)}", path=("auto_pad",))
    return _SAME.get(mode, "valid")


def _same_in_numbers(
    spatial: Shape, kernel: tuple[int, ...], window: dict[str, Any], *, lower: bool
) -> tuple[tuple[int, int], ...]:
    axes = zip(spatial, kernel, window["stride"], window["dilation"], strict=True)
    return tuple((0, 0) if is_open(size) else same_padding(size, *axis, lower=lower) for size, *axis in axes)


def _cropping(node: Node, kernel: tuple[int, ...], window: dict[str, Any], rank: int) -> dict[str, Any]:
    pads, mode = _pads(node, rank), _auto_pad(node)
    if pads is not None and node["auto_pad"] != "NOTSET":
        raise ShapecalcError(
            f"both pads and auto_pad {node['auto_pad']} are given", why="they exclude each other", path=("auto_pad",)
        )
    sizes = None if node["output_shape"] is None else per_axis(node, "output_shape", rank, 0)
    extra = per_axis(node, "output_padding", rank, 0, default=0)
    if sizes is not None:
        return {"output_size": sizes, "padding": None}
    if mode == "valid":
        return {"padding": pads or 0, "output_padding": extra}
    reach = (dilation * (size - 1) + 1 for size, dilation in zip(kernel, window["dilation"], strict=True))
    surplus = [size - stride for size, stride in zip(reach, window["stride"], strict=True)]
    if node.runs:  # onnxruntime never goes beyond size * stride
        extra = tuple(min(more, max(-beyond, 0)) for more, beyond in zip(extra, surplus, strict=True))
    halves = ((max(beyond, 0) // 2, max(beyond, 0) - max(beyond, 0) // 2) for beyond in surplus)
    return {"padding": tuple(half[:: -1 if mode == "same_lower" else 1] for half in halves), "output_padding": extra}


_CONV: dict[str, Any] = {
    "auto_pad": "NOTSET",
    "dilations": INTS,
    "group": 1,
    "kernel_shape": INTS,
    "pads": INTS,
    "strides": INTS,
}
_SPREAD: dict[str, Any] = {**_CONV, "output_padding": INTS, "output_shape": INTS}
_POOL: dict[str, Any] = {"auto_pad": "NOTSET", "kernel_shape": needed(INTS), "pads": INTS, "strides": INTS}
_WIDE: dict[str, Any] = {**_POOL, "ceil_mode": 0, "dilations": INTS}

OPERATORS = (
    operator("conv", "Conv", 1, "X W B?", weights="W B", **_CONV),
    operator("conv_transpose", "ConvTranspose", 1, "X W B?", weights="W B", **_SPREAD),
    operator("max_pool", "MaxPool", 1, **_POOL),
    operator("max_pool", "MaxPool", 8, outputs="Y Indices?", **_POOL, storage_order=0),
    operator("max_pool", "MaxPool", 10, outputs="Y Indices?", **_WIDE, storage_order=0),
    operator("average_pool", "AveragePool", 1, **_POOL),
    operator("average_pool", "AveragePool", 7, **_POOL, count_include_pad=0),
    operator("average_pool", "AveragePool", 10, **_POOL, count_include_pad=0, ceil_mode=0),
    operator("average_pool", "AveragePool", 19, **_WIDE, count_include_pad=0),
    operator("lp_pool", "LpPool", 1, **{**_POOL, "kernel_shape": INTS}, p=2.0),
    operator("lp_pool", "LpPool", 2, **_POOL, p=2),
    operator("lp_pool", "LpPool", 18, **_WIDE, p=2),
    operator(
        "max_unpool",
        "MaxUnpool",
        9,
        "X I output_shape?",
        "output",
        kernel_shape=needed(INTS),
        pads=INTS,
        strides=INTS,
    ),
    operator("global_max_pool", "GlobalMaxPool", 1),
    operator("global_average_pool", "GlobalAveragePool", 1),
    operator("global_lp_pool", "GlobalLpPool", 1, p=2.0),
    operator("global_lp_pool", "GlobalLpPool", 2, p=2),
)

READINGS = {
    "conv": conv,
    "conv_transpose": conv_transpose,
    **dict.fromkeys(("max_pool", "average_pool", "lp_pool"), pool),
    "max_unpool": max_unpool,
    **dict.fromkeys(("global_max_pool", "global_average_pool", "global_lp_pool"), global_pool),
}
