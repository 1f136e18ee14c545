"""ONNX's reductions, over axes that are an attribute or, later, an input."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INTS, Operator, operator

AXES_EXIST_SINCE = 11
"""Before this operator set the shape inference overlooks axes that do not exist."""
AXES_OF_EXTREMES_EXIST_SINCE = 12
"""The same for the maximum and the minimum."""
_EXTREMES = ("reduce_max", "reduce_min")


def reduce(node: Node) -> Reading | None:
    """Read a reduction over axes that are an attribute or, later, an input."""
    x, axes = node.shape("data"), node.numbers("axes")
    if axes is None and node.has("axes"):
        return None
    over: Any = axes or (() if node["noop_with_empty_axes"] else None)
    exist_since = AXES_OF_EXTREMES_EXIST_SINCE if node.operator.word in _EXTREMES else AXES_EXIST_SINCE
    if over and node.opset < exist_since and not (node.runs and x):
        over = tuple(axis for axis in over if -len(x) <= axis < len(x))
    return Reading({"axes": over, "keepdims": node["keepdims"] == 1 or over == ()}, (x,))


def place(node: Node) -> Reading:
    """Read the search for the place of the largest or smallest element of each line."""
    return Reading({"axes": node["axis"], "keepdims": node["keepdims"] == 1}, (node.shape("data"),))


def _reduction(word: str, name: str, axes_are_inputs: int = 18) -> tuple[Operator, ...]:
    return (
        operator(word, name, 1, "data", "reduced", axes=INTS, keepdims=1),
        operator(word, name, axes_are_inputs, "data axes?", "reduced", keepdims=1, noop_with_empty_axes=0),
    )


OPERATORS = (
    *_reduction("reduce_mean", "ReduceMean"),
    *_reduction("reduce_sum", "ReduceSum", 13),
    *_reduction("reduce_max", "ReduceMax"),
    *_reduction("reduce_min", "ReduceMin"),
    *_reduction("reduce_product", "ReduceProd"),
    *(each for name in ("ReduceL1", "ReduceL2", "ReduceSumSquare") for each in _reduction("reduce_norm", name)),
    *(each for name in ("ReduceLogSum", "ReduceLogSumExp") for each in _reduction("reduce_logarithm", name)),
    *(operator("reduce_place", name, 1, "data", "reduced", axis=0, keepdims=1) for name in ("ArgMax", "ArgMin")),
    *(
        operator("reduce_place", name, 12, "data", "reduced", axis=0, keepdims=1, select_last_index=0)
        for name in ("ArgMax", "ArgMin")
    ),
)

READINGS = {**{each.word: reduce for each in OPERATORS}, "reduce_place": place}
