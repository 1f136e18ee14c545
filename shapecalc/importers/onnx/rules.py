"""Operators that no card does: what is given, and sequences of tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.attributes import constant_of
from shapecalc.importers.onnx.samples import Answer
from shapecalc.importers.onnx.tensors import BOOL, FLOAT, INT64, Flow, Sequence, Tensor
from shapecalc.shape import Shape, Size, is_known, normal_axis

if TYPE_CHECKING:
    from shapecalc.importers.onnx.operation import Operation, Rule

Inputs = tuple[Flow | None, ...]
MOST_IN_SEQUENCE = 60
"""Of longer sequences nothing is said."""


def _constant(operation: Operation, _: Inputs) -> Answer:
    return Answer((constant_of(dict(operation.settings)),))


def _initializer(_: Operation, inputs: Inputs) -> Answer:
    return Answer((_tensor(inputs, 0),))


def _something(_: Operation, __: Inputs) -> Answer:
    return Answer((Sequence(None),))


def _tensor(inputs: Inputs, place: int) -> Tensor:
    found = inputs[place] if place < len(inputs) else None
    return found if isinstance(found, Tensor) else Tensor(None)


def _number(inputs: Inputs, place: int) -> int | None:
    elements = _tensor(inputs, place).elements
    return elements[0] if elements and type(elements[0]) is int else None


def _sequence(inputs: Inputs) -> Sequence:
    found = inputs[0] if inputs else None
    return found if isinstance(found, Sequence) else Sequence(None)


def _made(_: Operation, inputs: Inputs) -> Answer:
    tensors = tuple(each for each in inputs if isinstance(each, Tensor))
    return Answer((Sequence(tensors, tensors[0].type if tensors else 0),))


def _empty(operation: Operation, _: Inputs) -> Answer:
    return Answer((Sequence((), operation.settings.get("dtype") or FLOAT),))


def _at(_: Operation, inputs: Inputs) -> Answer:
    sequence, place = _sequence(inputs), _number(inputs, 1)
    tensors = sequence.tensors
    if tensors is not None and place is not None:
        _check_place(place, len(tensors) - 1, tensors)
        return Answer((tensors[place],))
    return Answer((_alike(sequence),))


def _length(_: Operation, inputs: Inputs) -> Answer:
    tensors = _sequence(inputs).tensors
    return Answer((Tensor((), None if tensors is None else (len(tensors),), INT64),))


def _inserted(_: Operation, inputs: Inputs) -> Answer:
    sequence, new = _sequence(inputs), _tensor(inputs, 1)
    tensors = sequence.tensors
    place = _number(inputs, 2) if len(inputs) > 2 else len(tensors or ())
    if tensors is None or place is None:
        return Answer((Sequence(None, sequence.type),))
    _check_place(place, len(tensors), tensors)
    place = place + len(tensors) if place < 0 else place
    return Answer((_limited(Sequence((*tensors[:place], new, *tensors[place:]), new.type or sequence.type)),))


def _erased(_: Operation, inputs: Inputs) -> Answer:
    sequence = _sequence(inputs)
    tensors = sequence.tensors
    place = _number(inputs, 1) if len(inputs) > 1 else -1
    if not tensors or place is None:
        return Answer((Sequence(None, sequence.type),))
    _check_place(place, len(tensors) - 1, tensors)
    gone = place % len(tensors)
    return Answer((Sequence((*tensors[:gone], *tensors[gone + 1 :]), sequence.type),))


def _split(operation: Operation, inputs: Inputs) -> Answer:
    """Split into a sequence: equal parts of a number, the last may be smaller, or parts of the sizes in a vector."""
    tensor, sizes = _tensor(inputs, 0), inputs[1] if len(inputs) > 1 else None
    axis = operation.settings.get("axis", 0)
    if tensor.shape is None or not -len(tensor.shape) <= axis < len(tensor.shape):
        return Answer((Sequence(None, tensor.type),))
    axis %= len(tensor.shape)
    parts = _parts(tensor.shape[axis], sizes)
    if parts is None:
        return Answer((Sequence(None, tensor.type),))
    keeps = sizes is not None or operation.settings.get("keepdims", 1)
    shapes = [(*tensor.shape[:axis], *((part,) if keeps else ()), *tensor.shape[axis + 1 :]) for part in parts]
    return Answer((_limited(Sequence(tuple(Tensor(shape, None, tensor.type) for shape in shapes), tensor.type)),))


def _parts(size: Size, sizes: Flow | None) -> tuple[Size, ...] | None:
    if sizes is None:
        return (1,) * size if is_known(size) and size <= MOST_IN_SEQUENCE else None
    if not isinstance(sizes, Tensor) or sizes.elements is None or sizes.shape is None:
        return None
    if sizes.shape:
        return sizes.elements
    part = sizes.elements[0]
    if not is_known(size) or type(part) is not int or part < 1 or size > part * MOST_IN_SEQUENCE:
        return None
    return tuple(min(part, size - start) for start in range(0, size, part))


def _joined(operation: Operation, inputs: Inputs) -> Answer:
    """Join a sequence: along an axis, or along a new one."""
    sequence, axis = _sequence(inputs), operation.settings.get("axis", 0)
    shapes = [each.shape for each in sequence.tensors or ()]
    if not shapes or any(shape is None for shape in shapes):
        return Answer((Tensor(None, None, sequence.type),))
    known = [shape for shape in shapes if shape is not None]
    if operation.settings.get("new_axis"):
        place = axis % (len(known[0]) + 1)
        shape: Shape = (*known[0][:place], len(known), *known[0][place:])
    else:
        place = normal_axis(axis, len(known[0]))
        sizes = [each[place] for each in known]
        total = sum(size for size in sizes if is_known(size)) if all(map(is_known, sizes)) else None
        shape = (*known[0][:place], total, *known[0][place + 1 :])
    return Answer((Tensor(shape, None, sequence.type),))


def _same(_: Operation, inputs: Inputs) -> Answer:
    return Answer((inputs[0] if inputs and inputs[0] is not None else Tensor(None),))


def _is_there(_: Operation, inputs: Inputs) -> Answer:
    return Answer((Tensor((), (bool(inputs and inputs[0] is not None),), BOOL),))


def _alike(sequence: Sequence) -> Tensor:
    """Return what all tensors of a sequence are."""
    tensors = sequence.tensors or ()
    if not tensors or any(each.shape != tensors[0].shape for each in tensors):
        return Tensor(None, None, sequence.type)
    return tensors[0]._replace(elements=None)


def _check_place(place: int, most: int, tensors: tuple[Tensor, ...]) -> None:
    if not -len(tensors) <= place <= most:
        raise ShapecalcError(f"the sequence has no place {place}", why=f"it holds {len(tensors)} tensors")


def _limited(sequence: Sequence) -> Sequence:
    """Return a sequence; of one that is too long nothing is said."""
    return sequence if len(sequence.tensors or ()) <= MOST_IN_SEQUENCE else Sequence(None, sequence.type)


RULES: dict[str, Rule] = {
    "Constant": _constant,
    "Initializer": _initializer,
    "Input": _something,
    "SequenceConstruct": _made,
    "SequenceEmpty": _empty,
    "SequenceAt": _at,
    "SequenceLength": _length,
    "SequenceInsert": _inserted,
    "SequenceErase": _erased,
    "SplitToSequence": _split,
    "ConcatFromSequence": _joined,
    "Optional": _same,
    "OptionalGetElement": _same,
    "OptionalHasElement": _is_there,
}
