"""ONNX's operators that choose elements, or put some into others: top k, gather and scatter, what the values decide."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.made import alike, anew, told
from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INT, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Size, is_known, normal_axis, times


def top_k(node: Node) -> Reading:
    """Read the k largest (or smallest) of each line, and their places."""
    x, given = node.shape("X"), node.numbers("k") or node.numbers("K")
    axis = normal_axis(node["axis"], len(x))
    k: Size = given[0] if given else None
    size = x[axis]
    if node.runs and is_known(k) and is_known(size) and not 0 <= k <= size:
        raise ShapecalcError(f"k is {k}", why=f"the axis has size {size}", path=("k",))
    shape = (*x[:axis], k, *x[axis + 1 :])
    return told(shape, shape)


def one_hot(node: Node) -> Reading:
    """Read indices made into lines of zeros and a one; the new axis has the depth's size."""
    indices, depth = node.shape("indices"), node.numbers("depth")
    axis = normal_axis(node["axis"], len(indices) + 1)
    return anew((*indices[:axis], depth[0] if depth else None, *indices[axis:]))


def gather_nd(node: Node) -> Reading | None:
    """Read a gather by index tuples, which stand on the last axis of the indices."""
    x, indices = node.shape("data"), node.shape("indices")
    lead = node["batch_dims"] or 0
    if not x or not indices or not is_known(indices[-1]):
        return None
    depth = indices[-1]
    if not 0 <= lead < min(len(x), len(indices)) or not 1 <= depth <= len(x) - lead:
        raise ShapecalcError(
            f"the indices have the shape {indices}",
            why=f"their last size says how many axes of {x} each names, 1 to {len(x) - lead}",
            path=("inputs", 1),
        )
    return told((*indices[:-1], *x[lead + depth :]), kept=(1,))


def compress(node: Node) -> Reading:
    """Read what a condition chooses along an axis, or of all elements."""
    x, condition, axis = node.shape("input"), node.constants.get("condition"), node["axis"]
    chosen = None if condition is None else sum(map(bool, condition if isinstance(condition, tuple) else (condition,)))
    if axis is None:
        return told((chosen,))
    place = normal_axis(axis, len(x))
    return told((*x[:place], chosen, *x[place + 1 :]))


def non_zero(node: Node) -> Reading:
    """Read the places of all elements that are not 0: how many only the values say."""
    x, values = node.shape("X"), node.constants.get("X")
    if values is None:
        return anew((len(x), None))
    return anew((len(x), sum(map(bool, values if isinstance(values, tuple) else (values,)))))


def unique(node: Node) -> Reading:
    """Read the distinct elements (or slices along an axis): how many only the values say."""
    x, axis, values = node.shape("X"), node["axis"], node.constants.get("X")
    if axis is None:
        count = None if values is None else len(set(values)) if isinstance(values, tuple) else 1
        elements = times(*x)
        return anew((count,), (count,), (elements,), (count,))
    place = normal_axis(axis, len(x))
    return anew((*x[:place], None, *x[place + 1 :]), (None,), (x[place],), (None,))


def non_max_suppression(_: Node) -> Reading:
    """Read the boxes that are kept, a row of three numbers each: how many only the values say."""
    return anew((None, 3))


def in_place(node: Node) -> Reading:
    """Read what keeps the shape of the first input, whatever is put into it."""
    x = node.shape(node.operator.inputs[0].name)
    if node["axis"] is not None:
        normal_axis(node["axis"], len(x))
    return told(x)


def scatter(node: Node) -> Reading:
    """Read updates that take the place of elements; only the indices matter for where a gradient goes."""
    x, reduced = in_place(node), node["reduction"] or "none"
    return x._replace(settings={**x.settings, "kept": (1,)}) if reduced == "none" else x


_SCATTER: dict[str, Any] = {"reduction": "none"}

OPERATORS = (
    operator("tensor", "TopK", 1, "X", "Values Indices", axis=-1, k=needed(INT)),
    operator("tensor", "TopK", 10, "X K", "Values Indices", axis=-1),
    operator("tensor", "TopK", 11, "X K", "Values Indices", axis=-1, largest=1, sorted=1),
    operator("tensor", "OneHot", 9, "indices depth values", "output", axis=-1),
    operator("tensor", "GatherND", 11, "data indices", "output"),
    operator("tensor", "GatherND", 12, "data indices", "output", batch_dims=0),
    operator("tensor", "Scatter", 9, "data indices updates", "output", axis=0),
    operator("tensor", "Scatter", 11, "data indices updates", "output", axis=0, deprecated=True),
    operator("tensor", "ScatterElements", 11, "data indices updates", "output", axis=0),
    operator("tensor", "ScatterElements", 16, "data indices updates", "output", axis=0, **_SCATTER),
    operator("tensor", "ScatterND", 11, "data indices updates", "output"),
    operator("tensor", "ScatterND", 16, "data indices updates", "output", **_SCATTER),
    operator("tensor", "TensorScatter", 24, "past_cache update write_indices?", "present_cache", axis=-2,
             mode="linear"),
    operator("tensor", "Compress", 9, "input condition", "output", axis=INT),
    operator("tensor", "NonZero", 9),
    operator("tensor", "Unique", 11, "X", "Y indices? inverse_indices? counts?", axis=INT, sorted=1),
    operator("tensor", "ReverseSequence", 10, "input sequence_lens", "Y", batch_axis=1, time_axis=0),
    operator("tensor", "NonMaxSuppression", 10,
             "boxes scores max_output_boxes_per_class? iou_threshold? score_threshold?", "selected_indices",
             center_point_box=0),
)  # fmt: skip

READINGS = {
    "TopK": top_k,
    "OneHot": one_hot,
    "GatherND": gather_nd,
    **dict.fromkeys(("Scatter", "ScatterElements", "ScatterND"), scatter),
    "TensorScatter": in_place,
    "ReverseSequence": alike,
    "Compress": compress,
    "NonZero": non_zero,
    "Unique": unique,
    "NonMaxSuppression": non_max_suppression,
}
