"""A node of an ONNX graph: its attributes, the shapes that come in, and the values of those inputs that are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from shapecalc.dialects.dialect import short
from shapecalc.dialects.onnx.operator import Operator, Port
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_open

NEWEST_RUN = 26
"""The newest operator set that onnxruntime 1.31 runs."""


class Reading(NamedTuple):
    """What a node comes to: settings of our card, the shapes that flow through it, and outputs beside the card's."""

    settings: dict[str, Any]
    shapes: tuple[Shape, ...]
    beside: tuple[Shape | None, ...] = ()


@dataclass(frozen=True)
class Node:
    """An operator with attributes, fed with shapes.

    ``inputs`` has one shape a formal input, None where it is left out; ``constants`` holds the values that are known,
    and ``outputs`` the names of the outputs that are asked for, empty where one is passed over.
    """

    operator: Operator
    opset: int
    attributes: Mapping[str, Any]
    inputs: Mapping[str, Shape | None]
    many: tuple[Shape, ...]
    constants: Mapping[str, Any]
    outputs: tuple[str, ...]

    def __getitem__(self, attribute: str) -> Any:
        return self.attributes.get(attribute)

    def has(self, name: str) -> bool:
        """Tell whether an input is given."""
        return self.inputs.get(name) is not None

    def shape(self, name: str) -> Shape:
        """Return the shape of an input that must be there."""
        shape = self.inputs[name]
        assert shape is not None, name  # noqa: S101 - bind has refused a missing one
        return shape

    def numbers(self, name: str) -> tuple[int, ...] | None:
        """Return a list of whole numbers, written as an attribute or fed as a constant; None where it is not known."""
        value = self.attributes.get(name)
        if value is None:
            value = self.constants.get(name)
        if value is None:
            return None
        return tuple(value) if isinstance(value, (list, tuple)) else (value,)

    @cached_property
    def known(self) -> bool:
        """Whether no size that comes in is open."""
        shapes = [shape for shape in self.inputs.values() if shape is not None]
        return not any(is_open(size) for shape in (*shapes, *self.many) for size in shape)

    @property
    def runs(self) -> bool:
        """Whether onnxruntime can be asked, which refuses and corrects what the shape inference lets through."""
        return self.opset <= NEWEST_RUN and self.known


def bind(
    operator: Operator,
    opset: int,
    attributes: Mapping[str, Any],
    shapes: Sequence[Shape],
    inputs: Sequence[str] | None,
    constants: Mapping[str, Any] | None,
    outputs: Sequence[str] | int | None,
) -> Node:
    """Return the node; ``inputs`` are names in the order of the formal inputs, empty where one is left out."""
    constants = constants or {}
    names = _default_names(operator, len(shapes), constants) if inputs is None else tuple(inputs)
    ports = _matched(operator, names)
    fed = iter([_checked(shape) for shape in shapes])
    bound: dict[str, Shape | None] = {}
    values: dict[str, Any] = {}
    many = []
    for port, name in zip(ports, names, strict=True):
        shape = None if not name else _shape_of(constants[name]) if name in constants else _next(fed, operator, names)
        if port.many:
            many += [] if shape is None else [shape]
            continue
        bound[port.name] = shape
        if name in constants:
            values[port.name] = constants[name]
    if next(fed, None) is not None:
        raise _wrong_count(operator, len(shapes), names)
    return Node(operator, opset, attributes, bound, tuple(many), values, _asked(operator, outputs))


def _default_names(operator: Operator, count: int, constants: Mapping[str, Any]) -> tuple[str, ...]:
    names: list[str] = []
    for port in operator.inputs:
        if port.name in constants:
            names.append(port.name)
        elif count:
            repeated = count if port.many else 1
            names += [port.name] * repeated
            count -= repeated
        else:
            names.append("")
    while names and not names[-1]:
        names.pop()
    return (*names, *["?"] * count)


def _matched(operator: Operator, names: tuple[str, ...]) -> tuple[Port, ...]:
    ports = operator.inputs
    if ports and ports[-1].many:
        ports += (ports[-1],) * (len(names) - len(ports))
    least = sum(not port.optional for port in operator.inputs)
    missing = [port.name for port, name in zip(ports, names, strict=False) if not name and not port.optional]
    if not least <= len(names) <= len(ports) or missing:
        wanted = f"{least} or more" if ports and ports[-1].many else f"{least} to {len(ports)}"
        raise ShapecalcError(
            f"{operator.name} has {len([name for name in names if name])} inputs",
            why=f"it takes {wanted if least != len(ports) else least}: "
            + ", ".join(f"{port.name}{' (optional)' if port.optional else ''}" for port in operator.inputs),
            path=("inputs",),
        )
    return ports[: len(names)]


def _next(fed: Iterator[Shape], operator: Operator, names: tuple[str, ...]) -> Shape:
    shape = next(fed, None)
    if shape is None:
        raise _wrong_count(operator, None, names)
    return shape


def _wrong_count(operator: Operator, shapes: int | None, names: tuple[str, ...]) -> ShapecalcError:
    named = ", ".join(name for name in names if name)
    found = "too few" if shapes is None else str(shapes)
    return ShapecalcError(
        f"{operator.name} is given {found} shapes",
        why=f"the inputs are {named}, and each that is not a constant has a shape",
        path=("inputs",),
    )


def _asked(operator: Operator, outputs: Sequence[str] | int | None) -> tuple[str, ...]:
    if outputs is None:
        return ()
    names = tuple(outputs) if not isinstance(outputs, int) else ("?",) * outputs
    limit = len(operator.outputs)
    if len(names) > limit and not operator.outputs[-1].many:
        raise ShapecalcError(
            f"{operator.name} is asked for {len(names)} outputs",
            why=f"it has {limit}: {', '.join(port.name for port in operator.outputs)}",
            path=("outputs",),
        )
    return names


def _shape_of(value: Any) -> Shape:
    if not isinstance(value, (list, tuple)):
        return ()
    return (len(value), *(_shape_of(value[0]) if value else ()))


def _checked(shape: Any) -> Shape:
    if not isinstance(shape, (list, tuple)) or not all(map(_is_size, shape)):
        raise ShapecalcError(
            f"a shape is {short(shape)}",
            why="it must be a list of sizes: whole numbers, 0 or more, None or names where they are open",
            path=("shapes",),
        )
    return tuple(shape)


def _is_size(size: object) -> bool:
    return size is None or isinstance(size, str) or (isinstance(size, int) and not isinstance(size, bool) and size >= 0)
