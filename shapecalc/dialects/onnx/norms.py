"""ONNX's normalisations: scale, offset and statistics are inputs with one number a channel."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INT, INTS, Operator, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, Size, is_known, normal_axis

CHECKS_SINCE = 14
"""From this operator set on the statistics of a batch norm must be vectors that agree."""


def batch_norm(node: Node) -> Reading:
    """Read a batch norm; in training mode the running mean and variance come out too."""
    x = node.shape("X")
    vectors = {name: node.shape(name) for name in list(node.inputs)[1:]}
    checked = node.opset >= CHECKS_SINCE
    if checked or node.runs:
        _check_vectors(vectors)
    _check_outputs(node, {3 if node["training_mode"] else 1} if checked else {1, 5})
    own = x[1] if len(x) > 1 else 1
    channels = _agreed([own, *(vector[0] for vector in vectors.values() if vector)]) if checked or node.runs else own
    axis = 1 if len(x) > 1 else 0
    return Reading({"axis": axis}, (x,), ((channels,), (channels,)) if checked else (None,) * 4)


def instance_norm(node: Node) -> Reading:
    """Read an instance norm."""
    x = node.shape("input")
    if node.runs:
        _check_vectors({name: node.shape(name) for name in ("scale", "B")})
        if len(x) < 3:
            raise ShapecalcError(f"the input has {len(x)} axes", why="3 or more are needed", path=("inputs",))
    channels = _agreed([*x[1:2], *node.shape("scale"), *node.shape("B")]) if node.runs else None
    return Reading({"affine": is_known(channels), "in_channels": channels}, (x,))


def group_norm(node: Node) -> Reading:
    """Read a group norm."""
    x = node.shape("X")
    channels = _agreed([x[1] if len(x) > 1 else None, *node.shape("scale"), *node.shape("bias")])
    told = channels if is_known(channels) else None
    return Reading({"groups": node["num_groups"], "in_channels": told}, (x,))


def layer_norm(node: Node) -> Reading:
    """Read a layer norm, or one that divides by the root mean square only: from ``axis`` on."""
    x = node.shape("X")
    first = normal_axis(node["axis"], len(x)) if node.runs or node["axis"] < 0 else min(node["axis"], len(x))
    statistic = (*x[:first], *[1] * (len(x) - first))
    settings = {"axis": tuple(range(first, len(x))), "center": node.has("B")}
    return Reading(settings, (x,), () if node.operator.name == "RMSNormalization" else (statistic, statistic))


def _check_outputs(node: Node, allowed: set[int]) -> None:
    if max(len(node.outputs), 1) not in allowed:
        raise ShapecalcError(
            f"{len(node.outputs)} outputs are asked for",
            why=f"there are {' or '.join(map(str, sorted(allowed)))} in this mode",
            path=("outputs",),
        )


def _check_vectors(vectors: dict[str, Shape]) -> None:
    for name, shape in vectors.items():
        if len(shape) != 1:
            raise ShapecalcError(f"{name} has the shape {shape}", why="it must have one axis", path=("inputs",))


def _agreed(sizes: list[Size]) -> Size:
    known = [size for size in sizes if is_known(size)]
    if any(size != known[0] for size in known):
        raise ShapecalcError(
            f"the channels are {' and '.join(map(str, sorted(set(known))))}",
            why="the input, the scale, the offset and the statistics must have the same number",
            path=("inputs",),
        )
    names = [size for size in sizes if isinstance(size, str)]
    return known[0] if known else names[0] if names else None


_NORM: dict[str, Any] = {"epsilon": 1e-5}


def _batch_norm(since: int, **attributes: Any) -> Operator:
    kept = ("input_mean", "input_var") if since >= CHECKS_SINCE else ("mean", "var")
    outputs = "Y running_mean? running_var?" if since >= CHECKS_SINCE else "Y mean? var? saved_mean? saved_var?"
    return operator(
        "batch_norm",
        "BatchNormalization",
        since,
        f"X scale B {' '.join(kept)}",
        outputs,
        weights="scale B",
        statistics=" ".join(kept),
        **_NORM,
        momentum=0.9,
        **attributes,
    )


def _instance_norm(since: int, **attributes: Any) -> Operator:
    return operator(
        "instance_norm",
        "InstanceNormalization",
        since,
        "input scale B",
        "output",
        weights="scale B",
        **_NORM,
        **attributes,
    )


OPERATORS = (
    _batch_norm(1, consumed_inputs=needed(INTS), is_test=0, spatial=1),
    _batch_norm(6, is_test=0, spatial=1),
    _batch_norm(7, spatial=1),
    _batch_norm(9),
    _batch_norm(CHECKS_SINCE, training_mode=0),
    _instance_norm(1, consumed_inputs=INTS),
    _instance_norm(6),
    operator(
        "layer_norm",
        "LayerNormalization",
        17,
        "X Scale B?",
        "Y Mean? InvStdDev?",
        weights="Scale B",
        **_NORM,
        axis=-1,
        stash_type=1,
    ),
    operator("layer_norm", "RMSNormalization", 23, "X scale", weights="scale", **_NORM, axis=-1, stash_type=1),
    operator("group_norm", "GroupNormalization", 18, "X scale bias", deprecated=True, **_NORM, num_groups=needed(INT)),
    operator(
        "group_norm",
        "GroupNormalization",
        21,
        "X scale bias",
        weights="scale bias",
        **_NORM,
        num_groups=needed(INT),
        stash_type=1,
    ),
    operator("activation", "LpNormalization", 1, "input", "output", axis=-1, p=2),
    operator("activation", "MeanVarianceNormalization", 9, axes=(0, 2, 3)),
)

READINGS = {
    "batch_norm": batch_norm,
    "instance_norm": instance_norm,
    "group_norm": group_norm,
    "layer_norm": layer_norm,
}
