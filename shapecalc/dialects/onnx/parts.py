"""ONNX's operators that put tensors together, cut them or choose from them: concat, split, slice, gather, pad..."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shapecalc.dialects.onnx.node import NEGATIVE_AXES_SINCE, Node, Reading
from shapecalc.dialects.onnx.operator import INT, INTS, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_known

MODES = {"constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "wrap"}
"""ONNX's words for what is padded with, and ours."""


def concat(node: Node) -> Reading | None:
    """Read a concatenation; about one counted from the end the old shape inference says nothing."""
    axis = node["axis"]
    if node.opset < NEGATIVE_AXES_SINCE and not node.runs:
        if axis < 0:
            return None
        if len(node.many) == 1:  # and it gives even a lone open size a new name
            sizes = enumerate(node.many[0])
            renamed = tuple(size if place != axis or is_known(size) else None for place, size in sizes)
            return Reading({"axis": axis}, (renamed,))
    return Reading({"axis": axis}, node.many)


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
    x, repeats = tuple(size if is_known(size) else None for size in node.shape("input")), node.numbers("repeats")
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
        wrong = [index for index in _flat(indices) if not -size <= index < size] if is_known(size) else []
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
            size if is_known(size) or place in axes or place - len(x) in axes else None for place, size in enumerate(x)
        )
    pairs = tuple(zip(pads[: len(axes)], pads[len(axes) :], strict=True))
    settings = {"axes": axes, "padding": pairs, "mode": MODES.get(node["mode"], "constant")}
    if not node.runs or _copies_nothing(x, axes, pairs, node["mode"]):
        settings = {**settings, "padding": tuple((sum(pair), 0) for pair in pairs), "mode": "constant"}
    return Reading(settings, (x,))


def _copies_nothing(x: Shape, axes: tuple[int, ...], pairs: tuple[tuple[int, int], ...], mode: str) -> bool:
    """Tell whether nothing of the input is repeated; then onnxruntime looks at the sums of the pads only."""
    grown = {axis % len(x) for axis, pair in zip(axes, pairs, strict=True) if sum(pair) > 0} if x else set()
    return mode == "constant" or (0 in x and all(x[axis] != 0 for axis in grown))


def _flat(value: Any) -> Iterator[int]:
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _flat(each)
    else:
        yield value


def _is_open_along(x: Shape, axis: int) -> bool:
    return -len(x) <= axis < len(x) and not is_known(x[axis])


OPERATORS = (
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
)

READINGS = {
    "concat": concat,
    "split": split,
    "tile": tile,
    "slice": slice_,
    "gather": gather,
    "gather_elements": gather_elements,
    "pad": pad,
}
