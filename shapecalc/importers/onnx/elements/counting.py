"""Operators that count, or go through elements in a row: Shape, Size, Range, CumSum, ReduceProd..."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from itertools import accumulate
from math import prod
from typing import Any

from shapecalc.importers.onnx.elements.known import Elements, Known, Rule, first, nothing


def _shape(known: Known) -> Elements:
    return tuple(known.first.shape or ())[known.attributes.get("start") or 0 : known.attributes.get("end")]


def _size(known: Known) -> Elements:
    return (prod(known.first.shape or ()),)


def _filled(known: Known) -> Elements:
    value = known.attributes.get("value")
    return (value.elements[0] if value is not None and value.elements else 0,) * prod(known.shapes[0])


def _range(known: Known) -> Elements | None:
    bounds = [known.at(place).elements for place in range(3)]
    if any(each is None or each[0] is None for each in bounds):
        return None
    start, _, step = (each[0] for each in bounds if each is not None)
    return tuple(start + place * step for place in range(known.shapes[0][0]))


def _reduced(function: Callable[[Any, Any], Any]) -> Callable[[Known], Elements | None]:
    def rule(known: Known) -> Elements | None:
        elements = known.first.elements
        if not elements or prod(known.shapes[0]) != 1 or None in elements:
            return None
        return (reduce(function, elements),)

    return rule


def _cumulated(known: Known) -> Elements | None:
    elements = known.first.elements
    plain = not known.attributes.get("exclusive") and not known.attributes.get("reverse")
    if elements is None or None in elements or len(known.first.shape or ()) != 1 or not plain:
        return None
    return tuple(accumulate(elements))


RULES = {
    "Shape": Rule(_shape, nothing),
    "Size": Rule(_size, nothing),
    "ConstantOfShape": Rule(_filled, nothing),
    "Range": Rule(_range, all),
    "CumSum": Rule(_cumulated, first),
    "ReduceSum": Rule(_reduced(operator.add), first),
    "ReduceProd": Rule(_reduced(operator.mul), first),
    "ReduceMax": Rule(_reduced(max), first),
    "ReduceMin": Rule(_reduced(min), first),
}
