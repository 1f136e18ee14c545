"""ONNX's operators that scale axes, or move elements between the channels and the image.

Scales are stored in single precision. ONNX's shape inference multiplies them in double precision, onnxruntime in
single; where every size is known the answer is onnxruntime's.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import FLOATS, INT, INTS, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.formulas.resize import single
from shapecalc.shape import is_known, replaced

ONE_OF_TWO_SINCE = 13
"""From this operator set on exactly one of scales and sizes is given; before, sizes go first."""
EXACT_IN_SINGLE = 2**24
"""Single precision holds no larger whole number exactly; such sizes are multiplied in double precision."""
SIMPLEST = 2**8
"""A scale that is a fraction of at most this denominator is exact in single precision, and so are its products."""
_INTERPOLATIONS = {"nearest": "nearest", "linear": "linear", "cubic": "bicubic"}
_POLICIES = ("stretch", "not_larger", "not_smaller")


def resize(node: Node) -> Reading | None:
    """Read a resize by scales or to sizes, of all axes or of some."""
    x = tuple(size if is_known(size) else None for size in node.shape("X"))
    axes = range(len(x)) if node["axes"] is None else node["axes"]
    scales, sizes = node.factors("scales"), node.numbers("sizes")
    by_size, by_scale = _is_given(node, "sizes", sizes), _is_given(node, "scales", scales)
    if node.opset >= ONE_OF_TWO_SINCE and by_size == by_scale:
        both = "both scales and sizes are" if by_size else "neither scales nor sizes is"
        raise ShapecalcError(f"{both} given", fix="give one of the two", path=("inputs",))
    policy = _policy(node, by_scale=by_scale)
    settings: dict[str, Any] = {"axes": tuple(axes), "interpolation": _interpolation(node)}
    if by_size:
        if sizes is None:
            return Reading({**settings, "factor": 1.0, "axes": ()}, ((None,) * len(x),))
        _one_each(sizes, axes, "sizes")
        if 0 in sizes and policy != "not_smaller" and not node.runs:  # the shape inference leaves such a size open
            found = tuple(size or None if policy == "stretch" else None for size in sizes)
            return Reading({**settings, "factor": 1.0, "axes": ()}, (replaced(x, tuple(axes), lambda _: found),))
        return Reading({**settings, "size": sizes, "aspect": policy, "least": int(policy != "not_smaller")}, (x,))
    if scales is None:
        return Reading({**settings, "factor": 1.0, "axes": ()}, ((None,) * len(x),))
    _one_each(scales, axes, "scales")
    return Reading({**settings, **_scaling(node, scales, tuple(axes))}, (x,))


def upsample(node: Node) -> Reading:
    """Read an upsample; every axis, the batch too, has a scale of 1 or more."""
    x = tuple(size if is_known(size) else None for size in node.shape("X"))
    scales = node.factors("scales")
    if scales is None:
        return Reading({"factor": 1.0, "axes": ()}, ((None,) * len(x),))
    _one_each(scales, range(len(x)), "scales")
    if node.runs and min(scales, default=1) < 1:
        raise ShapecalcError(f"scales are {list(scales)}", why="each must be 1 or more", path=("scales",))
    settings = {"interpolation": _interpolation(node)}
    return Reading({**settings, **_scaling(node, scales, tuple(range(len(x))))}, (x,))


def depth_and_space(node: Node) -> Reading:
    """Read a move between channels and image; the shape inference drops what does not divide."""
    x, block = node.shape("input"), node["blocksize"]
    if len(x) != 4:
        raise ShapecalcError(
            f"the input has {len(x)} axes", why=f"its shape is {x}, and 4 are needed", path=("inputs",)
        )
    if node.runs and node["mode"] not in {None, "DCR", "CRD"}:
        raise ShapecalcError(f"mode is {node['mode']!r}", why="it is DCR or CRD", path=("mode",))
    if not 0 < block < 2**31:
        raise ShapecalcError(
            f"blocksize is {block}", why="its square must be over 0 and have 64 bits", path=("blocksize",)
        )
    return Reading({"block": block, "exact": node.runs, "rank": 2}, (x,))


def center_crop_pad(node: Node) -> Reading | None:
    """Read a crop or pad around the centre."""
    sizes = node.numbers("shape")
    return None if sizes is None else Reading({"sizes": sizes, "axes": node["axes"]}, (node.shape("input_data"),))


def _is_given(node: Node, name: str, values: tuple[Any, ...] | None) -> bool:
    return node.has(name) and values != ()


def _policy(node: Node, *, by_scale: bool) -> str:
    policy: str = node["keep_aspect_ratio_policy"] or "stretch"
    if policy not in _POLICIES or (by_scale and policy != "stretch"):
        why = f"it is one of {', '.join(_POLICIES)}" if policy not in _POLICIES else "scales leave no choice"
        raise ShapecalcError(f"keep_aspect_ratio_policy is {policy!r}", why=why, path=("keep_aspect_ratio_policy",))
    return policy


def _one_each(values: tuple[Any, ...], axes: Any, name: str) -> None:
    if len(values) != len(axes):
        raise ShapecalcError(f"{name} has {len(values)} numbers", why=f"there are {len(axes)} axes", path=(name,))


def _scaling(node: Node, scales: tuple[Any, ...], axes: tuple[int, ...]) -> dict[str, Any]:
    sizes = [size for size in node.shape("X") if is_known(size)]
    exact = not any(size > EXACT_IN_SINGLE for size in sizes)
    if all(type(size) is int for size in sizes):
        return {"axes": axes, "factor": tuple(map(single, scales)), "least": 0, "single_precision": node.runs and exact}
    return {"least": 0, **_with_operators(scales, axes)}


def _with_operators(scales: tuple[Any, ...], axes: tuple[int, ...]) -> dict[str, Any]:
    """Return scales for sizes that know whole-number operators only: fractions, where these are as exact."""
    found = [(axis, Fraction(single(scale))) for axis, scale in zip(axes, scales, strict=True) if scale != 1]
    simple = all(scale.denominator <= SIMPLEST for _, scale in found)
    return {
        "axes": tuple(axis for axis, _ in found),
        "factor": tuple(scale if simple else float(scale) for _, scale in found),
        "single_precision": not simple,
    }


def _interpolation(node: Node) -> str:
    if node.runs and node["mode"] not in _INTERPOLATIONS:
        raise ShapecalcError(
            f"mode is {node['mode']!r}", why=f"it is one of {', '.join(_INTERPOLATIONS)}", path=("mode",)
        )
    return _INTERPOLATIONS.get(node["mode"], "nearest")


_SAMPLING: dict[str, Any] = {
    "coordinate_transformation_mode": "half_pixel",
    "cubic_coeff_a": -0.75,
    "exclude_outside": 0,
    "extrapolation_value": 0.0,
    "mode": "nearest",
    "nearest_mode": "round_prefer_floor",
}

OPERATORS = (
    operator("upsample", "Resize", 10, "X scales", mode="nearest"),
    operator("upsample", "Resize", 11, "X roi scales sizes?", **_SAMPLING),
    operator("upsample", "Resize", 13, "X roi? scales? sizes?", **_SAMPLING),
    operator(
        "upsample",
        "Resize",
        18,
        "X roi? scales? sizes?",
        **_SAMPLING,
        antialias=0,
        axes=INTS,
        keep_aspect_ratio_policy="stretch",
    ),
    operator("upsample", "Upsample", 7, mode="nearest", scales=needed(FLOATS)),
    operator("upsample", "Upsample", 9, "X scales", mode="nearest"),
    operator("upsample", "Upsample", 10, "X scales", mode="nearest", deprecated=True),
    operator("depth_to_space", "DepthToSpace", 1, "input", "output", blocksize=needed(INT)),
    operator("depth_to_space", "DepthToSpace", 11, "input", "output", blocksize=needed(INT), mode="DCR"),
    operator("space_to_depth", "SpaceToDepth", 1, "input", "output", blocksize=needed(INT)),
    operator("space_to_depth", "SpaceToDepth", 28, "input", "output", blocksize=needed(INT), mode="DCR"),
    operator("center_crop_pad", "CenterCropPad", 18, "input_data shape", "output_data", axes=INTS),
)

READINGS = {
    "Resize": resize,
    "Upsample": upsample,
    "depth_to_space": depth_and_space,
    "space_to_depth": depth_and_space,
    "center_crop_pad": center_crop_pad,
}
