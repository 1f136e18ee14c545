"""What an ONNX file declares: the shapes of its inputs, of its outputs, and of the values between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from onnx import GraphProto, TypeProto, ValueInfoProto

from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.tensors import Tensor
from shapecalc.layers.settings import LARGEST
from shapecalc.shape import MOST_AXES, Shape, Size

OPEN = -1
"""How some converters write a size that is open; onnxruntime takes it so too."""


def input_shape(info: ValueInfoProto) -> Shape | None:
    """Return the shape that the file gives an input: numbers, names, None for what it leaves open; or none at all."""
    kind = info.type.tensor_type
    if not kind.HasField("shape"):
        return None
    shape = declared_shape(info.type)
    if not _is_possible(shape):
        raise ShapecalcError(
            f"the input {info.name!r} has the shape {shape[:8]}",
            why=f"there may be up to {MOST_AXES} axes, and sizes from 0 to 10^15 (or -1 for one that is open)",
        )
    return shape


def declared_shape(kind: TypeProto) -> Shape:
    """Return a tensor's shape as the file says it."""
    return tuple(map(_size, kind.tensor_type.shape.dim))


def _size(dim: Any) -> Size:
    if dim.HasField("dim_value") and dim.dim_value != OPEN:
        return int(dim.dim_value)
    return str(dim.dim_param) or None


def declared(infos: Iterable[ValueInfoProto]) -> Mapping[str, Shape]:
    """Return the shapes of values that have one."""
    return {info.name: declared_shape(info.type) for info in infos if info.type.tensor_type.HasField("shape")}


def _is_possible(shape: Shape) -> bool:
    return len(shape) <= MOST_AXES and all(0 <= size <= LARGEST for size in shape if isinstance(size, int))


class Told:
    """What a file says of the values in its graph; looked at only where somebody asks."""

    def __init__(self, graph: GraphProto) -> None:
        self._graph = graph

    @cached_property
    def tensors(self) -> Mapping[str, Tensor]:
        """What each value is, by its name."""
        return {
            info.name: Tensor(shape, None, info.type.tensor_type.elem_type)
            for info in (*self._graph.value_info, *self._graph.output)
            if info.type.tensor_type.HasField("shape") and _is_possible(shape := declared_shape(info.type))
        }
