"""Operators that compute each element of the output by itself: Add, Equal, Where, Cast..."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from math import ceil, floor, sqrt
from typing import Any

from shapecalc.importers.onnx.elements.known import Elements, Known, Rule, first, flat, ints, places, stretched
from shapecalc.importers.onnx.tensors import BOOL, FLOATING, rounded


def _one_by_one(function: Callable[..., Any]) -> Callable[[Known], Elements]:
    """Return the rule of a function of single elements, the inputs stretched to fit."""

    def rule(known: Known) -> Elements:
        inputs = [each for each in known.inputs if each is not None]
        sources = [(each.elements or (), ints(each.shape), stretched(ints(each.shape))) for each in inputs]
        kind = inputs[-1].type
        return tuple(
            _applied(function, [elements[flat(source(index), shape)] for elements, shape, source in sources], kind)
            for index in places(known.shapes[0])
        )

    return rule


def _applied(function: Callable[..., Any], values: list[Any], kind: int) -> Any:
    if any(value is None for value in values):
        return None
    if any(isinstance(value, float) and not value.is_integer() for value in values):
        values = [float(value) if isinstance(value, (int, float)) else value for value in values]
    elif any(type(value) is not float for value in values):  # whole numbers stay whole, whatever they are called
        values = [int(value) if isinstance(value, float) else value for value in values]
    try:
        return rounded(function(*values, **({"kind": kind} if function in _TYPED else {})), kind)
    except (ArithmeticError, ValueError, TypeError):
        return None


def _choose(known: Known) -> Elements | None:
    """Return what Where chooses: an element that is not chosen need not be known."""
    inputs = [each for each in known.inputs if each is not None]
    if len(inputs) != 3 or inputs[0].elements is None:
        return None
    found = []
    for index in places(known.shapes[0]):
        condition = inputs[0].elements[flat(stretched(ints(inputs[0].shape))(index), ints(inputs[0].shape))]
        one = inputs[1 if condition else 2]
        value = None
        if condition is not None and one.elements is not None:
            value = one.elements[flat(stretched(ints(one.shape))(index), ints(one.shape))]
        found.append(value)
    return tuple(found)


def _clipped(known: Known) -> Elements | None:
    elements = known.first.elements
    if elements is None:
        return None
    least, most = (
        known.attributes.get(name) if known.at(place).elements is None else (known.at(place).elements or (None,))[0]
        for place, name in ((1, "min"), (2, "max"))
    )
    unknown = any(
        len(known.inputs) > place and known.inputs[place] and known.at(place).elements is None for place in (1, 2)
    )
    return None if unknown else tuple(_between(value, least, most) for value in elements)


def _between(value: Any, least: Any, most: Any) -> Any:
    if value is None:
        return None
    if least is not None and value < least:
        value = least
    return most if most is not None and value > most else value


def _cast(known: Known) -> Elements | None:
    kind = known.attributes.get("to") or known.at(1).type
    return None if known.first.elements is None else tuple(_as(value, kind) for value in known.first.elements)


def _as(value: Any, kind: int) -> Any:
    if value is None or not isinstance(value, (int, float)):
        return value
    if kind == BOOL:
        return bool(value)
    if kind in FLOATING:
        return value if isinstance(value, int) and not isinstance(value, bool) else rounded(float(value), kind)
    return int(value) if isinstance(value, (float, bool)) and abs(value) < 2**63 else value


def _divide(one: Any, other: Any, *, kind: int) -> Any:
    """Return a quotient; of whole numbers it is rounded toward zero."""
    if kind in FLOATING:
        exact = type(one) is not float and type(other) is not float and one % other == 0
        return one // other if exact else one / other
    if type(one) is int and type(other) is int and (one < 0) != (other < 0):
        return -(abs(one) // abs(other))
    return one // other


def _power(one: Any, other: Any) -> Any:
    return one**other if abs(other) <= 64 and abs(one) <= 2**32 else None


_TYPED = {_divide}


def _folded(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda *values: reduce(function, values)


def _whole(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: value if not isinstance(value, float) else float(function(value))


_OF_ELEMENTS: dict[str, Callable[..., Any]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mul": operator.mul,
    "Div": _divide,
    "Mod": operator.mod,
    "Pow": _power,
    "Sum": _folded(operator.add),
    "Min": _folded(min),
    "Max": _folded(max),
    "Neg": operator.neg,
    "Abs": abs,
    "Floor": _whole(floor),
    "Ceil": _whole(ceil),
    "Round": _whole(round),
    "Sqrt": sqrt,
    "Sign": lambda value: (value > 0) - (value < 0),
    "Equal": operator.eq,
    "Less": operator.lt,
    "Greater": operator.gt,
    "LessOrEqual": operator.le,
    "GreaterOrEqual": operator.ge,
    "And": lambda one, other: bool(one) and bool(other),
    "Or": lambda one, other: bool(one) or bool(other),
    "Xor": lambda one, other: bool(one) != bool(other),
    "Not": lambda value: not value,
}

RULES = {
    "Where": Rule(_choose, first),
    "Clip": Rule(_clipped, first),
    **dict.fromkeys(("Cast", "CastLike"), Rule(_cast, first)),
    **{name: Rule(_one_by_one(function), all) for name, function in _OF_ELEMENTS.items()},
}
