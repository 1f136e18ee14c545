"""Known elements flow through the operators that sizes are computed with: Shape, Gather, Mul, Concat...

A shape that is computed in the graph ends as the target of a Reshape, a Resize or a Slice. Here every operator on the
way there is a function on a few numbers. A number may be anything with integer operators, or None where it is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

from shapecalc.importers.onnx.elements import arithmetic, counting, moving
from shapecalc.importers.onnx.elements.known import Elements, Known, Rule
from shapecalc.importers.onnx.tensors import MOST_ELEMENTS, Tensor
from shapecalc.shape import is_known

MOST = 2**64
"""No whole number in a tensor reaches this."""


def known_elements(
    name: str, attributes: Mapping[str, Any], inputs: tuple[Tensor | None, ...], shapes: tuple[Any, ...]
) -> list[Elements | None]:
    """Return the elements of every output that are known; None for an output of which none is."""
    rule = RULES.get(name)
    if rule is None or not rule.needs([each.elements is not None for each in inputs if each]) or not _few(shapes):
        return [None] * len(shapes)
    if any(each and each.shape is None for each in inputs):
        return [None] * len(shapes)
    found = rule.elements(Known(attributes, inputs, shapes))
    outputs = found if isinstance(found, list) else [found]
    return [None if each is None else _within_reason(each) for each in outputs]


def _few(shapes: tuple[Any, ...]) -> bool:
    return all(shape is not None and all(map(is_known, shape)) and prod(shape) <= MOST_ELEMENTS for shape in shapes)


def _within_reason(elements: Elements) -> Elements | None:
    """Return the elements without those that no 64 bits hold; None where none is left."""
    held = tuple(None if type(value) is int and abs(value) >= MOST else value for value in elements)
    return None if all(value is None for value in held) else held


RULES: dict[str, Rule] = {**counting.RULES, **moving.RULES, **arithmetic.RULES}
"""By operator. A comparison's elements are numbers of the type compared; only whether they are true counts."""
