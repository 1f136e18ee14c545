"""ONNX's operators on single elements, or on lines of them: arithmetic with broadcasting, activations."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import ANY, FLOAT, INT, INTS, STRING, Operator, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, normal_axis, wrong_rank

BROADCASTS_SINCE = 7
"""Before this operator set A and B are no equals: the output has the shape of A."""
SEVERAL_BROADCAST_SINCE = 8
"""The same for the operators that take any number of inputs."""
LAST_TYPE, COMPLEX = 27, (14, 15)
"""Numbers of types that an element may be cast to, and may not."""


def merge(node: Node) -> Reading:
    """Read an operator on two inputs (or three) that are stretched to fit."""
    shapes = tuple(shape for shape in (*node.inputs.values(), *node.many) if shape is not None)
    old = BROADCASTS_SINCE if node.inputs else SEVERAL_BROADCAST_SINCE
    return Reading({"open_settles": True}, shapes[:1] if node.opset < old else shapes)


def expand(node: Node) -> Reading | None:
    """Read an expansion: the input is stretched to fit a shape, and the shape to fit the input."""
    shape = node.numbers("shape")
    if shape is None:
        return None
    if min(shape, default=0) < 0:
        raise ShapecalcError(f"shape is {list(shape)}", why="no size may be negative", path=("shape",))
    return Reading({"open_settles": True}, (node.shape("input"), shape))


def one_by_one(node: Node) -> Reading:
    """Read a function of each element of the first input; what else is fed changes no shape."""
    return Reading({}, (_first(node),))


def other_function(node: Node) -> Reading:
    """Read a function of each element that has no word of its own."""
    return Reading({"function": node.operator.name.lower()}, (_first(node),))


def cast(node: Node) -> Reading:
    """Read a change of type; types have numbers."""
    to = node["to"]
    if isinstance(to, int) and (not 1 <= to <= LAST_TYPE or to in COMPLEX):
        raise ShapecalcError(
            f"to is {to}", why=f"types have numbers from 1 to {LAST_TYPE}, and none is complex here", path=("to",)
        )
    return other_function(node)


def triangle(node: Node) -> Reading:
    """Read what keeps a triangle of every matrix."""
    if len(_first(node)) < 2:
        raise wrong_rank(_first(node), 2)
    return other_function(node)


def along_a_line(node: Node) -> Reading:
    """Read a function of lines, as softmax: the axis must exist."""
    x = _first(node)
    normal_axis(node["axis"], len(x))
    return Reading({"axis": node["axis"]}, (x,))


def hardmax(node: Node) -> Reading:
    """Read a hardmax, which has no word of its own."""
    reading = along_a_line(node)
    return reading._replace(settings={**reading.settings, "function": "hardmax"})


def dropout(node: Node) -> Reading:
    """Read a dropout; the second output is the mask."""
    x = node.shape("data")
    for name in ("ratio", "training_mode"):
        if node.has(name) and node.shape(name):
            raise ShapecalcError(
                f"{name} has the shape {node.shape(name)}", why="it must be a single number", path=("inputs",)
            )
    return Reading({}, (x,), (x,))


def _first(node: Node) -> Shape:
    return node.shape(node.operator.inputs[0].name)


def _arithmetic(word: str, name: str, outputs: str = "C") -> tuple[Operator, ...]:
    return (
        operator(word, name, 1, "A B", outputs, axis=INT, broadcast=0, consumed_inputs=INTS),
        operator(word, name, 6, "A B", outputs, axis=INT, broadcast=0),
        operator(word, name, BROADCASTS_SINCE, "A B", outputs),
    )


def _several(word: str, name: str) -> tuple[Operator, ...]:
    return (operator(word, name, 1, "data_0*", consumed_inputs=INTS), operator(word, name, 6, "data_0*"))


def _activation(word: str, name: str, port: str = "X", **attributes: Any) -> tuple[Operator, ...]:
    return (
        operator(word, name, 1, port, consumed_inputs=INTS, **attributes),
        operator(word, name, 6, port, **attributes),
    )


def _line(word: str, name: str) -> tuple[Operator, ...]:
    return (operator(word, name, 1, "input", "output", axis=1), operator(word, name, 13, "input", "output", axis=-1))


_WITHOUT_A_WORD = {
    1: ("Abs", "Ceil", "Exp", "Floor", "Log", "Neg", "Reciprocal", "Sqrt", "Not"),
    7: ("Acos", "Asin", "Atan", "Cos", "Sin", "Tan"),
    9: ("Acosh", "Asinh", "Atanh", "Cosh", "Sinh", "Erf", "Sign", "IsNaN"),
    11: ("Round",),
    18: ("BitwiseNot",),
}

OPERATORS = (
    *_arithmetic("add", "Add"),
    *_arithmetic("subtract", "Sub"),
    *_arithmetic("multiply", "Mul"),
    *_arithmetic("divide", "Div"),
    *_arithmetic("power", "Pow", "Z"),
    operator("remainder", "Mod", 10, "A B", "C", fmod=0),
    *(each for name in ("Equal", "Greater", "Less") for each in _arithmetic("compare", name)),
    *(operator("compare", name, 12, "A B", "C") for name in ("GreaterOrEqual", "LessOrEqual")),
    *(each for name in ("And", "Or", "Xor") for each in _arithmetic("logic", name)),
    *(operator("logic", f"Bitwise{name}", 18, "A B", "C") for name in ("And", "Or", "Xor")),
    operator("choose", "Where", 9, "condition X Y", "output"),
    *_several("add", "Sum"),
    *_several("average", "Mean"),
    *_several("maximum", "Max"),
    *_several("minimum", "Min"),
    operator("expand", "Expand", 8, "input shape", "output"),
    *_activation("relu", "Relu"),
    *_activation("leaky_relu", "LeakyRelu", alpha=0.01),
    *_activation("elu", "Elu", alpha=1.0),
    *_activation("selu", "Selu", alpha=1.67326, gamma=1.0507),
    *_activation("sigmoid", "Sigmoid"),
    *_activation("hard_sigmoid", "HardSigmoid", alpha=0.2, beta=0.5),
    *_activation("tanh", "Tanh", "input"),
    operator("softplus", "Softplus", 1),
    operator("softsign", "Softsign", 1, "input", "output"),
    operator("celu", "Celu", 12, alpha=1.0),
    operator("threshold", "ThresholdedRelu", 10, alpha=1.0),
    operator("soft_shrink", "Shrink", 9, "input", "output", bias=0.0, lambd=0.5),
    operator("hard_swish", "HardSwish", 14),
    operator("mish", "Mish", 18),
    operator("gelu", "Gelu", 20, approximate="none"),
    operator("swish", "Swish", 24, alpha=1.0),
    operator("prelu", "PRelu", 1, "X slope", weights="slope", consumed_inputs=INTS),
    operator("prelu", "PRelu", 6, "X slope", weights="slope"),
    *_line("softmax", "Softmax"),
    *_line("log_softmax", "LogSoftmax"),
    *_line("activation", "Hardmax"),
    operator("local_response_norm", "LRN", 1, size=needed(INT), alpha=1e-4, beta=0.75, bias=1.0),
    operator("activation", "Clip", 1, "input", "output", consumed_inputs=INTS, max=FLOAT, min=FLOAT),
    operator("activation", "Clip", 6, "input", "output", max=FLOAT, min=FLOAT),
    operator("activation", "Clip", 11, "input min? max?", "output"),
    operator("identity", "Identity", 1, "input", "output"),
    operator("dropout", "Dropout", 1, "data", "output mask?", consumed_inputs=INTS, is_test=0, ratio=0.5),
    operator("dropout", "Dropout", 6, "data", "output mask?", is_test=0, ratio=0.5),
    operator("dropout", "Dropout", 7, "data", "output mask?", ratio=0.5),
    operator("dropout", "Dropout", 12, "data ratio? training_mode?", "output mask?", seed=INT),
    operator("activation", "Cast", 1, "input", "output", to=needed(ANY)),
    operator("activation", "Cast", 19, "input", "output", to=needed(ANY), saturate=1),
    operator("activation", "Cast", 24, "input", "output", to=needed(ANY), saturate=1, round_mode="up"),
    operator("activation", "CastLike", 15, "input target_type", "output"),
    operator("activation", "CastLike", 19, "input target_type", "output", saturate=1),
    operator("activation", "CastLike", 24, "input target_type", "output", saturate=1, round_mode="up"),
    operator("activation", "IsInf", 10, detect_negative=1, detect_positive=1),
    operator("activation", "BitCast", 26, "input", "output", to=needed(INT)),
    operator("logic", "BitShift", 11, "X Y", "Z", direction=needed(STRING)),
    operator("activation", "CumSum", 11, "x axis", "y", exclusive=0, reverse=0),
    operator("activation", "Trilu", 14, "input k?", "output", upper=1),
    *(operator("activation", name, since) for since, names in _WITHOUT_A_WORD.items() for name in names),
)

_MERGES = ("add", "subtract", "multiply", "divide", "power", "remainder", "compare", "logic", "choose", "average")

READINGS = {
    **{each.word: one_by_one for each in OPERATORS},
    **dict.fromkeys((*_MERGES, "maximum", "minimum"), merge),
    **dict.fromkeys(("softmax", "log_softmax"), along_a_line),
    "Hardmax": hardmax,
    "Cast": cast,
    "Trilu": triangle,
    "expand": expand,
    "dropout": dropout,
    "activation": other_function,
}
