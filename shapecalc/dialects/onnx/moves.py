"""ONNX's operators that keep every element and arrange them anew: transpose, reshape, squeeze..."""

from __future__ import annotations

from shapecalc.dialects.onnx.node import NEGATIVE_AXES_SINCE, Node, Reading
from shapecalc.dialects.onnx.operator import INT, INTS, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import is_known

SAYS_SCALARS_SINCE = 13
"""Before this operator set ONNX says nothing about a transposed scalar."""
AXES_ARE_INPUTS_SINCE = 13
"""From this operator set on axes are an input, and each is looked at."""


def transpose(node: Node) -> Reading | None:
    """Read a transpose; without ``perm`` the axes are turned around."""
    x, order = node.shape("data"), node["perm"]
    if not x and not order and node.opset < SAYS_SCALARS_SINCE:
        return None
    if order is None:
        order = range(len(x))[::-1]
    if min(order, default=0) < 0:
        raise ShapecalcError(f"perm is {list(order)}", why="an axis is counted from 0", path=("perm",))
    return Reading({"order": tuple(order)}, (x,))


def reshape(node: Node) -> Reading | None:
    """Read a reshape; a 0 copies the size that stands there unless ``allowzero`` is set."""
    shape = node.numbers("shape")
    if shape is None:
        return None
    return Reading(
        {"shape": shape, "zero_copies": not node["allowzero"], "lenient": not node.runs}, (node.shape("data"),)
    )


def flatten(node: Node) -> Reading:
    """Read a flatten: always two axes come out."""
    axis = node["axis"]
    if axis < 0 and node.opset < NEGATIVE_AXES_SINCE:
        raise ShapecalcError(
            f"axis is {axis}", why=f"operator set {node.opset} counts from the front only", path=("axis",)
        )
    return Reading({"split_axis": axis}, (node.shape("input"),))


def squeeze(node: Node) -> Reading | None:
    """Read a squeeze; of all axes only if every size is known."""
    x, axes = node.shape("data"), node.numbers("axes")
    if axes is None:
        return None if node.has("axes") or not all(map(is_known, x)) else Reading({}, (x,))
    if node.opset < AXES_ARE_INPUTS_SINCE and not node.runs:
        axes = tuple(axis for axis in axes if -len(x) <= axis < len(x))
    return Reading({"axes": axes}, (x,))


def unsqueeze(node: Node) -> Reading | None:
    """Read an unsqueeze."""
    axes = node.numbers("axes")
    return None if axes is None else Reading({"axes": axes}, (node.shape("data"),))


def shape_of(node: Node) -> Reading:
    """Read the shape of a tensor as a tensor."""
    return Reading({"start": node["start"] or 0, "end": node["end"]}, (node.shape("data"),))


OPERATORS = (
    operator("permute", "Transpose", 1, "data", "transposed", perm=INTS),
    operator("view", "Reshape", 1, "data", "reshaped", shape=INTS, consumed_inputs=INTS),
    operator("view", "Reshape", 5, "data shape", "reshaped"),
    operator("view", "Reshape", 14, "data shape", "reshaped", allowzero=0),
    operator("flatten", "Flatten", 1, "input", "output", axis=1),
    operator("squeeze", "Squeeze", 1, "data", "squeezed", axes=INTS),
    operator("squeeze", "Squeeze", 13, "data axes?", "squeezed"),
    operator("unsqueeze", "Unsqueeze", 1, "data", "expanded", axes=needed(INTS)),
    operator("unsqueeze", "Unsqueeze", 13, "data axes", "expanded"),
    operator("shape_of", "Shape", 1, "data", "shape"),
    operator("shape_of", "Shape", 15, "data", "shape", end=INT, start=0),
)

READINGS = {
    "permute": transpose,
    "view": reshape,
    "flatten": flatten,
    "squeeze": squeeze,
    "unsqueeze": unsqueeze,
    "shape_of": shape_of,
}
