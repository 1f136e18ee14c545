"""What a caller says of a node: which inputs are there and of what shape, which are known, which outputs are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shapecalc.dialects.onnx.node import Node
from shapecalc.dialects.onnx.operator import Operator, Port
from shapecalc.dialects.refusal import checked_shape, short
from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.layers.settings import MOST_REPEATS
from shapecalc.shape import Shape


def bind(
    operator: Operator,
    opset: int,
    attributes: Mapping[str, Any],
    shapes: Sequence[Shape],
    inputs: Sequence[str] | None = None,
    constants: Mapping[str, Any] | None = None,
    outputs: Sequence[str] | int | None = None,
) -> Node:
    """Return the node; ``inputs`` are names in the order of the formal inputs, empty where one is left out."""
    known = _values(constants)
    names = _default_names(operator, len(shapes), known) if inputs is None else _words("inputs", inputs)
    ports = matched(operator, names)
    for name in known.keys() - set(names):
        raise _no_such_input(operator, name, names)
    found = list(zip(ports, names, _fed(operator, names, known, shapes), strict=True))
    return Node(
        operator,
        opset,
        attributes,
        inputs={port.name: shape for port, _, shape in found if not port.many},
        many=tuple(shape for port, _, shape in found if port.many and shape is not None),
        constants={port.name: known[name] for port, name, _ in found if name in known},
        outputs=asked(operator, outputs),
    )


def _fed(
    operator: Operator, names: tuple[str, ...], known: Mapping[str, Any], shapes: Sequence[Shape]
) -> list[Shape | None]:
    wanted = sum(1 for name in names if name and name not in known)
    if wanted != len(shapes):
        raise ShapecalcError(
            f"{operator.name} is given {len(shapes)} shapes",
            why=f"{wanted} are needed: the inputs are {', '.join(filter(None, names))}, and a constant takes none",
            path=("inputs",),
        )
    fed = iter([checked_shape(shape) for shape in shapes])
    return [None if not name else _shape_of(known[name]) if name in known else next(fed) for name in names]


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


def matched(operator: Operator, names: tuple[str, ...]) -> tuple[Port, ...]:
    """Return the formal input of each name, and refuse too few or too many."""
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


def asked(operator: Operator, outputs: Sequence[str] | int | None) -> tuple[str, ...]:
    """Return the names of the outputs that are asked for, and refuse too many."""
    if outputs is None:
        return ()
    if isinstance(outputs, int) and not 0 < outputs <= MOST_REPEATS:
        raise ShapecalcError(
            f"outputs is {outputs}", why=f"it must be 1 to {MOST_REPEATS}, or names", path=("outputs",)
        )
    names = ("?",) * outputs if isinstance(outputs, int) else _words("outputs", outputs)
    limit = len(operator.outputs)
    if len(names) > limit and not operator.outputs[-1].many:
        raise ShapecalcError(
            f"{operator.name} is asked for {len(names)} outputs",
            why=f"it has {limit}: {', '.join(port.name for port in operator.outputs)}",
            path=("outputs",),
        )
    return names


def _words(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
        raise ShapecalcError(f"{name} is {short(value)}", why="it must be a list of names", path=(name,))
    return tuple(value)


def _values(constants: object) -> dict[str, Any]:
    if constants is None:
        return {}
    if not isinstance(constants, Mapping):
        raise ShapecalcError(
            f"constants is {short(constants)}", why="it must hold values by the names of inputs", path=("constants",)
        )
    values = {name: value.tolist() if hasattr(value, "tolist") else value for name, value in constants.items()}
    for name, value in values.items():
        if not _is_tensor(value):
            raise ShapecalcError(
                f"{name} is {short(value)}", why="it must be a number, or lists of numbers", path=("constants", name)
            )
    return values


def _is_tensor(value: object) -> bool:
    return isinstance(value, (int, float)) or (isinstance(value, (list, tuple)) and all(map(_is_tensor, value)))


def _no_such_input(operator: Operator, name: str, names: tuple[str, ...]) -> ShapecalcError:
    return ShapecalcError(
        f"{operator.name} has no input {short(name)}",
        why=f"its inputs are {', '.join(filter(None, names))}",
        fix=did_you_mean(str(name), names),
        path=("constants",),
    )


def _shape_of(value: Any) -> Shape:
    if not isinstance(value, (list, tuple)):
        return ()
    return (len(value), *(_shape_of(value[0]) if value else ()))
