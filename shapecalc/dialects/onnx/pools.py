"""ONNX's pools: what becomes of a last window that hangs over depends on the operator set."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INTS, needed, operator
from shapecalc.dialects.onnx.windows import SAME, auto_pad, pads_of, per_axis, spatial_rank, window_of
from shapecalc.formulas import same_padding
from shapecalc.shape import Shape, is_known

CLIPS_SINCE = 22
"""From this operator set on a last window may not start in the padding after the input."""


def pool(node: Node) -> Reading:
    """Read a pool; the stride is 1 when left out."""
    x = node.shape("X")
    rank = spatial_rank(x)
    window = window_of(node, rank)
    kernel = per_axis(node, "kernel_shape", rank, 1)
    ceil_mode, overhang = _rounding(node)
    padding = pads_of(node, rank) or auto_pad(node)
    if ceil_mode and overhang == "free" and padding in SAME.values():
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


def _rounding(node: Node) -> tuple[bool, str]:
    """Return whether windows are counted upward, and what becomes of one that hangs over."""
    mode = node["ceil_mode"]
    if node.runs or node.opset < CLIPS_SINCE:
        return mode == 1, "strict" if node.runs else "free"
    return bool(mode), "added" if mode == 1 else "free"


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
        "padding": pads_of(node, rank) or 0,
        "output_size": wanted,
    }
    if not node.runs:  # the shape inference does not compare the two, and takes the channels of the indices
        x = indices = (*x[:1], *indices[1:2], *x[2:])
    return Reading(settings, (x, indices))


def _same_in_numbers(
    spatial: Shape, kernel: tuple[int, ...], window: dict[str, Any], *, lower: bool
) -> tuple[tuple[int, int], ...]:
    axes = zip(spatial, kernel, window["stride"], window["dilation"], strict=True)
    return tuple(same_padding(size, *axis, lower=lower) if is_known(size) else (0, 0) for size, *axis in axes)


_POOL: dict[str, Any] = {"auto_pad": "NOTSET", "kernel_shape": needed(INTS), "pads": INTS, "strides": INTS}
_WIDE: dict[str, Any] = {**_POOL, "ceil_mode": 0, "dilations": INTS}

OPERATORS = (
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
    **dict.fromkeys(("max_pool", "average_pool", "lp_pool"), pool),
    "max_unpool": max_unpool,
    **dict.fromkeys(("global_max_pool", "global_average_pool", "global_lp_pool"), global_pool),
}
