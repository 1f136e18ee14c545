"""What ONNX's convolutions and pools have in common: numbers per axis, pads that stand begin... end, and ``auto_pad``.

Where every size is known, what onnxruntime refuses is refused. Where one is open, onnxruntime cannot be asked, and the
answer is what ONNX's shape inference says, which checks less (onnx/defs/nn/defs.cc).
"""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.node import Node
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape

SAME = {"SAME_UPPER": "same", "SAME_LOWER": "same_lower"}
_AUTO_PADS = ("NOTSET", "VALID", "", *SAME)


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


def window_of(node: Node, rank: int) -> dict[str, Any]:
    """Return dilation and stride, each 1 where it is left out."""
    return {"dilation": per_axis(node, "dilations", rank, 1), "stride": per_axis(node, "strides", rank, 1)}


def pads_of(node: Node, rank: int) -> tuple[tuple[int, int], ...] | None:
    """Return the pads as pairs, one an axis, None where they are left out."""
    if node["pads"] is None:
        return None
    pads = per_axis(node, "pads", 2 * rank, 0)
    return tuple(zip(pads[:rank], pads[rank:], strict=True))


def auto_pad(node: Node) -> str:
    """Return our word for how ONNX is to pad."""
    mode = node["auto_pad"]
    if node.runs and mode not in _AUTO_PADS:
        raise ShapecalcError(f"auto_pad is {mode!r}", why=f"it is one of {', '.join(_AUTO_PADS)}", path=("auto_pad",))
    return SAME.get(mode, "valid")
