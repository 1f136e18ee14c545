"""ONNX's operators that move elements about and change none: transpose, reshape, squeeze, concat, split, slice..."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INT, INTS, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_open

SAYS_SCALARS_SINCE = 13
"""Before this operator set ONNX says nothing about a transposed scalar."""
NEGATIVE_AXES_SINCE = 11
"""Before this operator set an axis is not counted from the end, where the operator does not say otherwise."""
MODES = {"constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "wrap"}
"""ONNX's words for what is padded with, and ours."""
AXES_ARE_INPUTS_SINCE = 13
"""From this operator set on axes are an input, and each is looked at."""


def transpose(node: Node) -> Reading | None:
    """Read a transpose; without ``perm`` the axes are turned around."""
    x, order = node.shape("data"), node["perm"]
    if not x and node.opset < SAYS_SCALARS_SINCE:
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
        return None if node.has("axes") or any(map(is_open, x)) else Reading({}, (x,))
    if node.opset < AXES_ARE_INPUTS_SINCE and not node.runs:
        axes = tuple(axis for axis in axes if -len(x) <= axis < len(x))
    return Reading({"axes": axes}, (x,))


def unsqueeze(node: Node) -> Reading | None:
    """Read an unsqueeze."""
    axes = node.numbers("axes")
    return None if axes is None else Reading({"axes": axes}, (node.shape("data"),))


def concat(node: Node) -> Reading:
    """Read a concatenation."""
    return Reading({"axis": node["axis"]}, node.many)


def split(node: Node) -> Reading | None:
    """Read a split: sizes, or equal parts (as ``num_outputs`` says the last may be smaller)."""
    x, sizes, parts = node.shape("input"), node.numbers("split"), node["num_outputs"]
    listed = sizes is not None or node.has("split")
    settings = {"axis": node["axis"], "uneven": parts is not None}
    asked = len(node.outputs) or parts or len(sizes or ()) or 1
    if "num_outputs" in node.attributes and listed == (parts is not None) and not _is_open_along(x, node["axis"]):
        both = "both split and num_outputs are" if listed else "neither split nor num_outputs is"
        raise ShapecalcError(f"{both} given", fix="give one of the two", path=("num_outputs",))
    if _is_open_along(x, node["axis"]):
        return Reading({**settings, "parts": asked}, (x,))
    if sizes is not None and len(sizes) != asked:
        raise ShapecalcError(f"split has {len(sizes)} sizes", why=f"there are {asked} outputs", path=("split",))
    if listed:
        return None if sizes is None else Reading({**settings, "sizes": sizes}, (x,))
    return Reading({**settings, "parts": asked if parts is None else parts}, (x,))


def tile(node: Node) -> Reading | None:
    """Read a tile."""
    x, repeats = tuple(None if is_open(size) else size for size in node.shape("input")), node.numbers("repeats")
    return (
        Reading({"repeats": (1,) * len(x)}, ((None,) * len(x),))
        if repeats is None
        else Reading({"repeats": repeats}, (x,))
    )


def slice_(node: Node) -> Reading | None:
    """Read a slice; where a bound is not known every size is open."""
    x = node.shape("data")
    starts, ends, axes, steps = (node.numbers(name) for name in ("starts", "ends", "axes", "steps"))
    unknown = (axes is None and node.has("axes")) or (steps is None and node.has("steps"))
    if starts is None or ends is None or unknown:
        return Reading({"starts": (), "ends": ()}, ((None,) * len(x),))
    return Reading({"starts": starts, "ends": ends, "axes": axes, "steps": steps}, (x,))


def gather(node: Node) -> Reading:
    """Read a gather along an axis; indices that are known must exist."""
    x, axis = node.shape("data"), node["axis"]
    indices = node.constants.get("indices")
    if indices is not None and -len(x) <= axis < len(x) and (node.runs or len(x) == 1):
        size = x[axis]
        wrong = [] if is_open(size) else [index for index in _flat(indices) if not -size <= index < size]
        if wrong:
            raise ShapecalcError(f"index {wrong[0]} does not exist", why=f"the axis has size {size}", path=("indices",))
    return Reading({"axis": axis}, (x, node.shape("indices")))


def gather_elements(node: Node) -> Reading:
    """Read a gather whose indices have the shape of the output."""
    return Reading({"axis": node["axis"]}, (node.shape("data"), node.shape("indices")))


def pad(node: Node) -> Reading | None:
    """Read a pad: of all axes or of some; first all numbers before, then all after."""
    x, pads, axes = node.shape("data"), node.numbers("pads"), node.numbers("axes")
    if axes is None and node.has("axes"):
        return None
    axes = tuple(range(len(x))) if axes is None else axes
    if pads is None:
        return Reading({"axes": (), "padding": 0}, ((None,) * len(x),))
    if len(pads) != 2 * len(axes):
        raise ShapecalcError(f"pads has {len(pads)} numbers", why=f"there are {len(axes)} axes", path=("pads",))
    if node.runs and node["mode"] not in MODES:
        raise ShapecalcError(f"mode is {node['mode']!r}", why=f"it is one of {', '.join(MODES)}", path=("mode",))
    if node.has("axes"):  # the shape inference forgets the names of the other axes
        x = tuple(
            None if is_open(size) and place not in axes and place - len(x) not in axes else size
            for place, size in enumerate(x)
        )
    pairs = tuple(zip(pads[: len(axes)], pads[len(axes) :], strict=True))
    settings = {"axes": axes, "padding": pairs, "mode": MODES.get(node["mode"], "constant")}
    if not node.runs:
        settings = {**settings, "padding": tuple((sum(pair), 0) for pair in pairs), "mode": "constant"}
    return Reading(settings, (x,))


def shape_of(node: Node) -> Reading:
    """Read the shape of a tensor as a tensor."""
    return Reading({"start": node["start"] or 0, "end": node["end"]}, (node.shape("data"),))


def _flat(value: Any) -> Iterator[int]:
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _flat(each)
    else:
        yield value


def _is_open_along(x: Shape, axis: int) -> bool:
    return -len(x) <= axis < len(x) and is_open(x[axis])


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
    operator("concat", "Concat", 1, "inputs*", "concat_result", axis=1),
    operator("concat", "Concat", 4, "inputs*", "concat_result", axis=needed(INT)),
    operator("split", "Split", 1, "input split?", "outputs*", axis=0, split=INTS),
    operator("split", "Split", 2, "input", "outputs*", axis=0, split=INTS),
    operator("split", "Split", 13, "input split?", "outputs*", axis=0),
    operator("split", "Split", 18, "input split?", "outputs*", axis=0, num_outputs=INT),
    operator("tile", "Tile", 6, "input repeats", "output"),
    operator("slice", "Slice", 1, "data", "output", axes=INTS, ends=needed(INTS), starts=needed(INTS)),
    operator("slice", "Slice", 10, "data starts ends axes? steps?", "output"),
    operator("gather", "Gather", 1, "data indices", "output", axis=0),
    operator("gather_elements", "GatherElements", 11, "data indices", "output", axis=0),
    operator("pad", "Pad", 1, "data", "output", mode="constant", paddings=needed(INTS), value=0.0),
    operator("pad", "Pad", 2, "data", "output", mode="constant", pads=needed(INTS), value=0.0),
    operator("pad", "Pad", 11, "data pads constant_value?", "output", mode="constant"),
    operator("pad", "Pad", 18, "data pads constant_value? axes?", "output", mode="constant"),
    operator("shape_of", "Shape", 1, "data", "shape"),
    operator("shape_of", "Shape", 15, "data", "shape", end=INT, start=0),
)

READINGS = {
    "permute": transpose,
    "view": reshape,
    "flatten": flatten,
    "squeeze": squeeze,
    "unsqueeze": unsqueeze,
    "concat": concat,
    "split": split,
    "tile": tile,
    "slice": slice_,
    "gather": gather,
    "gather_elements": gather_elements,
    "pad": pad,
    "shape_of": shape_of,
}
