"""The attributes of a node, as plain Python values and tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from onnx import AttributeProto, GraphProto, NodeProto

from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.tensors import FLOAT, INT64, Tensor, tensor_of

_KINDS: dict[int, Callable[[AttributeProto], Any]] = {
    AttributeProto.FLOAT: lambda each: each.f,
    AttributeProto.INT: lambda each: each.i,
    AttributeProto.STRING: lambda each: each.s.decode("utf-8", "replace"),
    AttributeProto.TENSOR: lambda each: tensor_of(each.t),
    AttributeProto.FLOATS: lambda each: tuple(each.floats),
    AttributeProto.INTS: lambda each: tuple(each.ints),
    AttributeProto.STRINGS: lambda each: tuple(text.decode("utf-8", "replace") for text in each.strings),
}


def attributes_of(node: NodeProto) -> dict[str, Any]:
    """Return the attributes that are values; graphs are not among them."""
    found = {}
    for each in node.attribute:
        if each.name in found:
            raise ShapecalcError(f"{node.op_type} has the attribute {each.name!r} twice", path=(each.name,))
        if each.type in _KINDS:
            found[each.name] = _KINDS[each.type](each)
    return found


def graphs_of(node: NodeProto) -> dict[str, GraphProto]:
    """Return the graphs inside a node, by attribute."""
    return {each.name: each.g for each in node.attribute if each.type == AttributeProto.GRAPH}


def constant_of(attributes: dict[str, Any]) -> Tensor:
    """Return the tensor that a Constant node is."""
    for name, value in attributes.items():
        if name == "value":
            return value if isinstance(value, Tensor) else Tensor(None)
        if name in {"value_int", "value_float"}:
            return Tensor((), (value,), INT64 if name == "value_int" else FLOAT)
        if name in {"value_ints", "value_floats"}:
            return Tensor((len(value),), value, INT64 if name == "value_ints" else FLOAT)
        if name in {"value_string", "value_strings"}:
            return Tensor(() if name == "value_string" else (len(value),), None, 8)
    return Tensor(None)
