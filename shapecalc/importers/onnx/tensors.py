"""What is known of a tensor: its shape, its elements where they are few, and their type."""

from __future__ import annotations

from math import prod
from struct import pack, unpack
from typing import TYPE_CHECKING, Any, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.layers.settings import LARGEST
from shapecalc.shape import MOST_AXES, Shape

if TYPE_CHECKING:
    from onnx import TensorProto

MOST_ELEMENTS = 4096
"""Elements of larger tensors are nobody's sizes, and are not looked at."""
FLOAT, DOUBLE, INT64, BOOL = 1, 11, 7, 9
FLOATING = frozenset({1, 10, 11, 16, 17, 18, 19, 20, 23, 24})
"""ONNX's numbers for the types of floating-point numbers: float, float16, double, bfloat16, float8 and float4."""
_RAW = {1: "f", 2: "B", 3: "b", 4: "H", 5: "h", 6: "i", 7: "q", 9: "?", 10: "e", 11: "d", 12: "I", 13: "Q"}
_BYTES = {"f": 4, "B": 1, "b": 1, "H": 2, "h": 2, "i": 4, "q": 8, "?": 1, "e": 2, "d": 8, "I": 4, "Q": 8}
_FIELDS = {
    1: "float_data",
    11: "double_data",
    7: "int64_data",
    12: "uint64_data",
    13: "uint64_data",
    **dict.fromkeys((2, 3, 4, 5, 6, 9), "int32_data"),
}
EXTERNAL = 1


class Tensor(NamedTuple):
    """A tensor of ``shape`` (None: not even the number of axes is known).

    ``elements`` are its numbers in row-major order where they are known; a single one may be None. ``type`` is ONNX's
    number for the type of an element, 0 where it is not known.
    """

    shape: Shape | None
    elements: tuple[Any, ...] | None = None
    type: int = 0


class Sequence(NamedTuple):
    """A list of tensors; ``tensors`` is None where their number is not known."""

    tensors: tuple[Tensor, ...] | None
    type: int = 0


Flow = Tensor | Sequence
"""What flows along an arrow of the graph."""


def has_no_gradient(flow: Flow | None) -> bool:
    """Tell whether nothing is learned through what flows: its elements are no floating-point numbers."""
    return flow is None or (flow.type != 0 and flow.type not in FLOATING)


def shape_of(proto: TensorProto) -> tuple[int, ...]:
    """Return the shape of a tensor in a file, and refuse one that no tensor has."""
    dims = tuple(proto.dims)
    if len(dims) > MOST_AXES or any(size < 0 for size in dims) or prod(dims) > LARGEST:
        raise ShapecalcError(
            f"the tensor {proto.name!r} has the sizes {list(dims[:8])}",
            why=f"a tensor has up to {MOST_AXES} axes, none negative, and at most 10^15 elements",
        )
    return dims


def tensor_of(proto: TensorProto) -> Tensor:
    """Return a tensor of a file with its elements, where they are few and stand in the file itself."""
    shape = shape_of(proto)
    count, kind = prod(shape), proto.data_type
    if proto.data_location == EXTERNAL or kind not in _RAW:
        return Tensor(shape, None, kind)
    if proto.raw_data:
        _check(proto, count * _BYTES[_RAW[kind]], len(proto.raw_data), "bytes")
        if count > MOST_ELEMENTS:
            return Tensor(shape, None, kind)
        return Tensor(shape, unpack(f"<{count}{_RAW[kind]}", proto.raw_data), kind)
    field = _FIELDS.get(kind)
    if field is None:
        return Tensor(shape, None, kind)
    values = getattr(proto, field)
    _check(proto, count, len(values), "elements")
    if count > MOST_ELEMENTS:
        return Tensor(shape, None, kind)
    return Tensor(shape, tuple(map(bool, values)) if kind == BOOL else tuple(values), kind)


def _check(proto: TensorProto, wanted: int, found: int, what: str) -> None:
    if wanted != found:
        raise ShapecalcError(
            f"the tensor {proto.name!r} holds {found:,} {what}",
            why=f"its sizes {list(proto.dims)} ask for {wanted:,}",
            fix="the file is damaged; write it anew",
        )


def scalar(value: Any, kind: int) -> Tensor:
    """Return a tensor of one number and no axes."""
    return Tensor((), (value,), kind)


def vector(values: tuple[Any, ...], kind: int = INT64) -> Tensor:
    """Return a tensor with one axis."""
    return Tensor((len(values),), values, kind)


def rounded(value: Any, kind: int) -> Any:
    """Return a number as its type holds it."""
    if kind == FLOAT and isinstance(value, float):
        try:
            return unpack("f", pack("f", value))[0]
        except OverflowError:
            return None
    return value
