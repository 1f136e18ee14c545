"""Sizes that have a name: those that the file gives, and for the others what they are the size of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shapecalc.importers.onnx.tensors import FLOATING, Flow, Sequence, Tensor
from shapecalc.shape import is_known
from shapecalc.symbolic.named import Expression
from shapecalc.symbolic.sample import Sample

UNKNOWN = "?"
"""What the name of a size begins with of which nothing is known."""
_PLAIN = {int, bool, float, str, type(None), Expression, Sample}


def named(flow: Flow, name: str) -> Flow:
    """Return what flows with a name for every size that has none, by the value that it belongs to."""
    if not isinstance(flow, Tensor) or flow.shape is None:
        return flow
    shape, elements = flow.shape, flow.elements
    if not all(map(is_known, shape)):
        shape = tuple(_named(size, f"{UNKNOWN}{name}[{axis}]") for axis, size in enumerate(shape))
    if elements is not None and None in elements and flow.type not in FLOATING:
        elements = tuple(_named(value, f"{UNKNOWN}{name}={place}") for place, value in enumerate(elements))
    return flow._replace(shape=shape, elements=elements)


def _named(value: Any, name: str) -> Any:
    if value is None:
        return Expression.named(name)
    return Expression.named(value) if type(value) is str else value


def kinds_in(flows: Iterable[Flow | None]) -> set[type]:
    """Return the types of the sizes and the elements of what flows."""
    found: set[type] = set()
    for flow in flows:
        for each in _parts(flow):
            found.update(map(type, each.shape or ()))
            found.update(map(type, each.elements or ()))
    return found


def is_moving(kinds: set[type]) -> bool:
    """Tell whether a size is more than a number: one that stands for many, and has integer operators of its own."""
    return not kinds <= _PLAIN


def names_in(flows: Iterable[Flow | None]) -> list[str]:
    """Return the names that the sizes and the elements of what flows depend on."""
    found: set[str] = set()
    for flow in flows:
        for each in _parts(flow):
            for value in (*(each.shape or ()), *(each.elements or ())):
                if isinstance(value, Expression):
                    found |= value.names
    return sorted(found)


def without_named_elements(flow: Flow | None) -> Flow | None:
    """Return what flows without elements where one of them has a name."""
    if isinstance(flow, Tensor) and any(isinstance(each, Expression) for each in flow.elements or ()):
        return flow._replace(elements=None)
    return flow


def _parts(tensor: Flow | None) -> tuple[Tensor, ...]:
    if isinstance(tensor, Sequence):
        return tensor.tensors or ()
    return () if tensor is None else (tensor,)
