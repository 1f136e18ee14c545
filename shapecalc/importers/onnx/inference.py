"""What ONNX's own shape inference says of one node on given inputs: a second opinion, and the types of elements.

It is asked node by node with what we know, and not of the whole file at once: so it hears of other input sizes too, one
mistake of it does not spread, and it never sees a subgraph or a function of a hostile file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from onnx import NodeProto, TensorProto, TypeProto, checker, defs, shape_inference

from shapecalc.importers.onnx.tensors import BOOL, DOUBLE, FLOAT, INT64, Flow, Tensor
from shapecalc.shape import Shape, is_known
from shapecalc.symbolic.named import Expression

MOST_TOLD = 64
"""Tensors of more known elements are told by their shape alone."""
_FIELDS = {FLOAT: "float_data", DOUBLE: "double_data", INT64: "int64_data", 6: "int32_data", BOOL: "int32_data"}


_NO_OPINION = (shape_inference.InferenceError, checker.ValidationError, RuntimeError, ValueError, TypeError)
"""What it raises on a node that it does not understand."""


class Opinion(NamedTuple):
    """The shape of an output (None: nothing is said) and the type of its elements (0: nothing is said)."""

    shape: Shape | None = None
    type: int = 0


class Told(NamedTuple):
    """What is told of an input: its type with its shape, and its elements where they are few."""

    type: TypeProto
    data: TensorProto | None


class Inference(NamedTuple):
    """Asks about one node; ``schema`` is None for an operator that ONNX does not define.

    ``always`` is what is told of the inputs that are always the same.
    """

    schema: Any
    node: NodeProto
    opsets: tuple[Any, ...]
    always: Mapping[str, Told]

    def opinions(self, inputs: tuple[Flow | None, ...]) -> tuple[Opinion, ...]:
        """Return what is said of each output that has a name."""
        told: dict[str, Told] = {}
        names: dict[str, Expression] = {}
        for name, flow in zip(self.node.input, inputs, strict=True):
            found = self.always.get(name) or _told(flow, names)
            if found and name:
                told[name] = found
            elif name:
                return self._nothing()
        types = {name: each.type for name, each in told.items()}
        data = {name: each.data for name, each in told.items() if each.data is not None}
        try:
            said = shape_inference.infer_node_outputs(self.schema, self.node, types, data, None, list(self.opsets))
        except _NO_OPINION:
            return self._nothing()
        return tuple(_opinion(said[name], names) if name in said else Opinion() for name in self.node.output if name)

    def _nothing(self) -> tuple[Opinion, ...]:
        return tuple(Opinion() for name in self.node.output if name)


def inference_of(node: NodeProto, opset: int, opsets: tuple[Any, ...], fixed: Mapping[str, Tensor]) -> Inference | None:
    """Return who can be asked about a node with ``fixed`` inputs; None where ONNX does not define its operator."""
    try:
        schema = defs.get_schema(node.op_type, opset, node.domain)
    except defs.SchemaError:
        return None
    always = {name: told for name, tensor in fixed.items() if (told := _told(tensor, {})) is not None}
    return Inference(schema, node, opsets, always)


def _told(flow: Flow | None, names: dict[str, Expression]) -> Told | None:
    if not isinstance(flow, Tensor) or not flow.type:
        return None
    data = None if flow.shape is None or flow.elements is None else _data(flow)
    return Told(_type(flow, names), data)


def _type(tensor: Tensor, names: dict[str, Expression]) -> TypeProto:
    made = TypeProto()
    made.tensor_type.elem_type = tensor.type
    if tensor.shape is not None:
        made.tensor_type.shape.SetInParent()
        for size in tensor.shape:
            dim = made.tensor_type.shape.dim.add()
            if is_known(size):
                dim.dim_value = size
            elif isinstance(size, Expression):
                names[str(size)] = size
                dim.dim_param = str(size)
    return made


def _data(tensor: Tensor) -> TensorProto | None:
    elements, field = tensor.elements or (), _FIELDS.get(tensor.type)
    plain = all(type(value) in (int, bool, float) for value in elements)
    if field is None or not plain or len(elements) > MOST_TOLD or not all(map(is_known, tensor.shape or ())):
        return None
    made = TensorProto(data_type=tensor.type, dims=tensor.shape)
    try:
        getattr(made, field).extend(elements if tensor.type in (FLOAT, DOUBLE) else map(int, elements))
    except (ValueError, OverflowError):  # a number that its type does not hold
        return None
    return made


def _opinion(found: TypeProto, names: dict[str, Expression]) -> Opinion:
    if not found.HasField("tensor_type"):
        return Opinion()
    kind = found.tensor_type
    if not kind.HasField("shape"):
        return Opinion(None, kind.elem_type)
    shape = tuple(dim.dim_value if dim.HasField("dim_value") else names.get(dim.dim_param) for dim in kind.shape.dim)
    return Opinion(shape, kind.elem_type)
