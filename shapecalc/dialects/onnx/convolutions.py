"""ONNX's convolutions: the kernel comes from the weight."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INTS, operator
from shapecalc.dialects.onnx.windows import auto_pad, pads_of, per_axis, spatial_rank, window_of
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, Size, is_known, times

PADS_EXCLUDE_MODE_SINCE = 11
"""Before this operator set the shape inference takes pads together with ``auto_pad``, and goes by the pads."""


def conv(node: Node) -> Reading | None:
    """Read a convolution: the weight is (filters, channels of a group, kernel axes...)."""
    x, w = node.shape("X"), node.shape("W")
    rank = spatial_rank(x)
    window = window_of(node, rank)
    kernel = _kernel(node, w, rank)
    if kernel is None or not w or not is_known(w[0]):
        return None
    if node.runs:
        _check_weight(node, w, kernel, w[0])
    groups = _groups(node, w[0])
    if node.runs and groups > 0:
        _check_channels(x, w, times(groups, *w[1:2]))
    settings = {
        **window,
        "filters": w[0],
        "kernel_size": kernel,
        "groups": groups,
        "in_channels": times(groups, *w[1:2]) if w[1:] else None,
        "padding": pads_of(node, rank) or auto_pad(node),
        "truncating": not node.runs or 0 in x[2:],
    }
    return Reading(settings, (_unchecked_channels(node, x),))


def conv_transpose(node: Node) -> Reading | None:
    """Read a transposed convolution: the weight is (channels, filters of a group, kernel axes...)."""
    x, w = node.shape("X"), node.shape("W")
    groups = node["group"]
    rank = spatial_rank(x)
    if groups < 1 or (is_known(x[1]) and x[1] % groups):
        raise ShapecalcError(
            f"group is {groups}", why=f"it must divide the {x[1]} channels of the input", path=("group",)
        )
    spatial_rank(w, "W")
    window, kernel = window_of(node, rank), _kernel(node, w, rank)
    if kernel is None or not is_known(w[1]):
        return None
    filters = w[1] * groups
    if node.runs:
        _check_weight(node, w, kernel, filters)
    settings = {
        **window,
        "filters": filters,
        "kernel_size": kernel,
        "groups": _groups(node, w[0]) if is_known(w[0]) else groups,
        "in_channels": w[0] if is_known(w[0]) else None,
        "lenient": not node.runs or 0 in x[2:],
        **_cropping(node, kernel, window, rank),
    }
    return Reading(settings, (_unchecked_channels(node, x),))


def _check_channels(x: Shape, w: Shape, wanted: Size) -> None:
    if is_known(x[1]) and is_known(wanted) and x[1] != wanted:
        raise ShapecalcError(
            f"X has {x[1]} channels",
            why=f"a weight of shape {w} is for {wanted}",
            fix=f"feed {wanted} channels",
            path=("inputs",),
        )


def _groups(node: Node, channels: int) -> int:
    groups: int = node["group"]
    return groups if node.runs or (groups > 0 and channels % groups == 0) else 1


def _unchecked_channels(node: Node, x: Shape) -> Shape:
    return x if node.runs else (x[0], None, *x[2:])


def _kernel(node: Node, w: Shape, rank: int) -> tuple[int, ...] | None:
    kernel = tuple(size for size in w[2:] if is_known(size))
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


def _cropping(node: Node, kernel: tuple[int, ...], window: dict[str, Any], rank: int) -> dict[str, Any]:
    pads, mode = pads_of(node, rank), auto_pad(node)
    if pads is not None and node["auto_pad"] != "NOTSET" and (node.runs or node.opset >= PADS_EXCLUDE_MODE_SINCE):
        raise ShapecalcError(
            f"both pads and auto_pad {node['auto_pad']} are given", why="they exclude each other", path=("auto_pad",)
        )
    sizes = None if node["output_shape"] is None else per_axis(node, "output_shape", rank, 0)
    extra = per_axis(node, "output_padding", rank, 0, default=0)
    if sizes is not None:
        return {"output_size": sizes, "padding": None}
    if mode == "valid" or pads is not None:
        return {"padding": pads or 0, "output_padding": extra}
    reach = (dilation * (size - 1) + 1 for size, dilation in zip(kernel, window["dilation"], strict=True))
    surplus = [size - stride for size, stride in zip(reach, window["stride"], strict=True)]
    if node.runs:  # onnxruntime never goes beyond size * stride
        extra = tuple(min(more, max(-beyond, 0)) for more, beyond in zip(extra, surplus, strict=True))
    halves = ((max(beyond, 0) // 2, max(beyond, 0) - max(beyond, 0) // 2) for beyond in surplus)
    return {"padding": tuple(half[:: -1 if mode == "same_lower" else 1] for half in halves), "output_padding": extra}


CONV: dict[str, Any] = {
    "auto_pad": "NOTSET",
    "dilations": INTS,
    "group": 1,
    "kernel_shape": INTS,
    "pads": INTS,
    "strides": INTS,
}
"""The attributes of a convolution, whatever it computes with."""
_SPREAD: dict[str, Any] = {**CONV, "output_padding": INTS, "output_shape": INTS}

OPERATORS = (
    operator("conv", "Conv", 1, "X W B?", weights="W B", **CONV),
    operator("conv_transpose", "ConvTranspose", 1, "X W B?", weights="W B", **_SPREAD),
)

READINGS = {"conv": conv, "conv_transpose": conv_transpose}
