"""ONNX's operators: recorded cases changed in a few places, and a few to start from where none is recorded."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import cache, partial
from typing import Any

from tests.comparison import Row
from tests.live.cases.dice import Dice
from tests.recorded import recorded

QUESTION = ("args", "input_shapes", "opset", "inputs", "const_inputs", "n_outputs", "outputs")
CHANGES = (0, 1, 1, 1, 2, 2, 3, 4)
OPSETS = (7, 11, 13, 18, 22, 28)
SIZES = (0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 12, 16)
SCALES = (0.5, 1.0, 1.5, 2.0, 0.29, 0.7, 1.1, 3.0, 2.7, 0.1, 1 / 3, 0.0, -1.0)
WORDS = {
    "auto_pad": ("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"),
    "keep_aspect_ratio_policy": ("stretch", "not_larger", "not_smaller"),
    "direction": ("forward", "reverse", "bidirectional"),
    "mode": ("constant", "reflect", "edge", "wrap", "nearest", "linear", "cubic", "DCR", "CRD"),
}


def _node(inputs: str, *shapes: list[int], constants: Row | None = None, opset: int = 22, **args: Any) -> Row:
    row = {"args": args, "input_shapes": list(shapes), "opset": opset, "inputs": inputs.split()}
    return {**row, "const_inputs": constants} if constants else row


ONE_X = "Abs BitwiseNot Ceil Celu Exp Floor IsNaN Log MeanVarianceNormalization Neg Not Reciprocal Round Sqrt"
ONE_INPUT = "Acos Acosh Asin Asinh Atan Atanh Cos Cosh Erf Hardmax LogSoftmax LpNormalization Shrink Sign Sin Sinh Tan"
TWO = "And Or Xor Equal Greater GreaterOrEqual Less LessOrEqual BitwiseAnd BitwiseOr BitwiseXor"

IN_FILES = {
    *("AffineGrid", "Attention", "Bernoulli", "BitCast", "BitShift", "BlackmanWindow", "CastLike", "Compress"),
    *("ConstantOfShape", "ConvInteger", "DeformConv", "DequantizeLinear", "Det", "DynamicQuantizeLinear"),
    *("EyeLike", "GatherND", "GridSample", "HammingWindow", "HannWindow", "IsInf", "MatMulInteger"),
    *("MaxRoiPool", "MelWeightMatrix", "Multinomial", "NonMaxSuppression", "NonZero", "OneHot", "QLinearConv"),
    *("QLinearMatMul", "QuantizeLinear", "RandomNormal", "RandomNormalLike", "RandomUniform"),
    *("RandomUniformLike", "Range", "ReverseSequence", "RoiAlign", "RotaryEmbedding", "Scatter"),
    *("ScatterElements", "ScatterND", "Size", "TensorScatter", "TopK", "Unique"),
}
"""Operators of whole files: they are asked there, with the values that a file has (``tests/onnx``)."""
STARTS: dict[str, Row] = {
    **{name: _node("X", [2, 3, 4, 5]) for name in ONE_X.split()},
    **{name: _node("input", [2, 3, 4]) for name in ONE_INPUT.split()},
    **{name: _node("A B", [2, 3, 1], [3, 4]) for name in TWO.split()},
    **{name: _node("data", [2, 3, 4], axis=1, keepdims=0) for name in ("ArgMax", "ArgMin")},
    **{
        name: _node("data axes", [2, 3, 4], constants={"axes": [1, -1]}, keepdims=0)
        for name in ("ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare")
    },
    "Cast": _node("input", [2, 3], to=1),
    "CumSum": _node("x axis", [2, 3], constants={"axis": 1}),
    "GatherElements": _node("data indices", [2, 3, 4], [1, 3, 2], axis=1),
    "MaxUnpool": _node("X I", [1, 2, 3, 4], [1, 2, 3, 4], kernel_shape=[2, 2], strides=[2, 1]),
    "Mod": _node("A B", [2, 3, 1], [3, 4], fmod=1),
    "Pow": _node("X Y", [2, 3, 1], [3, 4]),
    "Swish": _node("X", [2, 3], opset=24),
    "ThresholdedRelu": _node("X", [2, 3]),
    "Trilu": _node("input", [2, 3, 4]),
    "Where": _node("condition X Y", [2, 1], [3], [2, 3]),
}


@cache
def _cases() -> dict[str, list[Row]]:
    found = {layer: [row] for layer, row in STARTS.items()}
    for row in recorded("onnx"):
        found.setdefault(row["layer"], []).append({name: row[name] for name in QUESTION if name in row})
    return found


def draws() -> dict[str, Callable[[Dice, str], Row]]:
    """Return how to draw each operator."""
    return {layer: partial(_changed, cases) for layer, cases in sorted(_cases().items())}


def _changed(cases: list[Row], dice: Dice, _: str) -> Row:
    row = deepcopy(dice.choice(cases))
    for change in dice.choices(list(KINDS), list(KINDS.values()), k=dice.choice(CHANGES)):
        change(dice, row, cases)
    return row


def _resize(dice: Dice, row: Row, _: list[Row]) -> None:
    shapes = [shape for shape in row["input_shapes"] if shape]
    if shapes:
        shape = dice.choice(shapes)
        place = dice.randrange(len(shape))
        near = shape[place] + dice.choice((-1, 1, 2)) if isinstance(shape[place], int) and shape[place] else 1
        shape[place] = dice.choice(("N", "H", None)) if dice.chance(0.12) else dice.choice((near, *SIZES))


def _rerank(dice: Dice, row: Row, _: list[Row]) -> None:
    if row["input_shapes"]:
        shape = dice.choice(row["input_shapes"])
        if shape and dice.flag():
            shape.pop(dice.randrange(len(shape)))
        else:
            shape.insert(dice.randint(0, len(shape)), dice.choice(SIZES))


def _reset(dice: Dice, row: Row, _: list[Row]) -> None:
    """Change an attribute or a constant input."""
    given = [values for values in (row["args"], row["args"], row.get("const_inputs")) if values]
    if given:
        values = dice.choice(given)
        name = dice.choice(list(values))
        values[name] = _another(dice, name, values[name])


def _another(dice: Dice, name: str, value: Any) -> Any:
    if isinstance(value, list) and value:
        place = dice.randrange(len(value))
        near = [*value[:place], _another(dice, name, value[place]), *value[place + 1 :]]
        return dice.slips(0.3, (value[:-1], [*value, value[-1]]), near)
    if isinstance(value, str):
        return dice.choice(WORDS.get(name, (value,)))
    if isinstance(value, float):
        return dice.choice(SCALES) if name == "scales" else value
    if isinstance(value, int):
        return dice.choice((*range(-3, 8), value - 1, value + 1))
    return value


def _version(dice: Dice, row: Row, cases: list[Row]) -> None:
    row["opset"] = dice.choice((*OPSETS, *(case["opset"] for case in cases[:10])))


def _drop(dice: Dice, row: Row, _: list[Row]) -> None:
    if row["args"]:
        del row["args"][dice.choice(list(row["args"]))]


def _borrow(dice: Dice, row: Row, cases: list[Row]) -> None:
    other = deepcopy(dice.choice(cases)["args"])
    row["args"] |= {name: value for name, value in other.items() if dice.chance(0.6)}


def _outputs(dice: Dice, row: Row, _: list[Row]) -> None:
    row["n_outputs"] = dice.choice((1, 1, 2, 3))


KINDS = {_resize: 45, _reset: 33, _rerank: 7, _version: 5, _drop: 4, _borrow: 3, _outputs: 3}
"""What is changed, and how often in a hundred."""
