"""Known elements flow through the operators that sizes are computed with: Shape, Gather, Mul, Concat...

A shape that is computed in the graph ends as the target of a Reshape, a Resize or a Slice. Here every operator on the
way there is a function on a few numbers. A number may be anything with integer operators, or None where it is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate, product
from math import ceil, floor, prod, sqrt
from typing import Any, NamedTuple

from shapecalc.importers.onnx.tensors import BOOL, FLOATING, MOST_ELEMENTS, Tensor, rounded
from shapecalc.shape import is_known

Elements = tuple[Any, ...]


class Known(NamedTuple):
    """An operator's attributes, what comes in (None where an input is left out) and the shapes that come out."""

    attributes: Mapping[str, Any]
    inputs: tuple[Tensor | None, ...]
    shapes: tuple[tuple[int, ...], ...]

    @property
    def first(self) -> Tensor:
        """Return the first input."""
        return self.at(0)

    def at(self, place: int) -> Tensor:
        """Return an input; one that is left out has no elements."""
        found = self.inputs[place] if place < len(self.inputs) else None
        return found if found is not None else Tensor((), None)

    def numbers(self, name: str, place: int) -> Elements | None:
        """Return numbers that are an attribute or, in later operator sets, an input; None where they are not given."""
        given = self.attributes.get(name)
        return tuple(given) if given is not None else self.at(place).elements


def known_elements(
    name: str, attributes: Mapping[str, Any], inputs: tuple[Tensor | None, ...], shapes: tuple[Any, ...]
) -> list[Elements | None]:
    """Return the elements of every output that are known; None for an output of which none is."""
    rule = RULES.get(name)
    few = all(shape is not None and all(map(is_known, shape)) and prod(shape) <= MOST_ELEMENTS for shape in shapes)
    if rule is None or not few or not all(_settled(each) for each in inputs):
        return [None] * len(shapes)
    found = rule(Known(attributes, inputs, shapes))
    outputs = found if isinstance(found, list) else [found]
    return [None if each is None or all(value is None for value in each) else each for each in outputs]


def _settled(tensor: Tensor | None) -> bool:
    return tensor is None or tensor.shape is not None


def _same(known: Known) -> Elements | None:
    return known.first.elements


def _shape(known: Known) -> Elements:
    return tuple(known.first.shape or ())[known.attributes.get("start") or 0 : known.attributes.get("end")]


def _size(known: Known) -> Elements:
    return (prod(known.first.shape or ()),)


def _cast(known: Known) -> Elements | None:
    kind = known.attributes.get("to") or known.at(1).type
    return None if known.first.elements is None else tuple(_as(value, kind) for value in known.first.elements)


def _as(value: Any, kind: int) -> Any:
    if value is None or not isinstance(value, (int, float)):
        return value
    if kind == BOOL:
        return bool(value)
    if kind in FLOATING:
        return value if isinstance(value, int) and not isinstance(value, bool) else rounded(float(value), kind)
    return int(value) if isinstance(value, (float, bool)) and abs(value) < 2**63 else value


def _filled(known: Known) -> Elements:
    value = known.attributes.get("value")
    return (value.elements[0] if value is not None and value.elements else 0,) * prod(known.shapes[0])


def places(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield every index of a shape, the last axis fastest."""
    return product(*map(range, shape))


def flat(index: tuple[int, ...], shape: tuple[int, ...]) -> int:
    """Return where an index stands in row-major order."""
    place = 0
    for each, size in zip(index, shape, strict=True):
        place = place * size + each
    return place


def _moved(known: Known, source: Callable[[tuple[int, ...]], tuple[int, ...]]) -> Elements | None:
    """Return the output whose element at an index stands in the first input at ``source`` of that index."""
    elements, shape = known.first.elements, known.first.shape
    if elements is None or shape is None:
        return None
    return tuple(elements[flat(source(index), _ints(shape))] for index in places(known.shapes[0]))


def _ints(shape: Any) -> tuple[int, ...]:
    return tuple(shape)


def _stretched(shape: tuple[int, ...]) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    def source(index: tuple[int, ...]) -> tuple[int, ...]:
        own = index[len(index) - len(shape) :]
        return tuple(0 if size == 1 else place for place, size in zip(own, shape, strict=True))

    return source


def _expand(known: Known) -> Elements | None:
    return _moved(known, _stretched(_ints(known.first.shape)))


def _tile(known: Known) -> Elements | None:
    shape = _ints(known.first.shape)
    return _moved(known, lambda index: tuple(place % size for place, size in zip(index, shape, strict=True)))


def _transpose(known: Known) -> Elements | None:
    rank = len(known.shapes[0])
    order = known.attributes.get("perm") or range(rank)[::-1]
    return _moved(known, lambda index: tuple(index[order.index(axis)] for axis in range(rank)))


def _gather(known: Known) -> Elements | None:
    shape, indices = _ints(known.first.shape), known.at(1)
    axis = known.attributes.get("axis", 0) % max(len(shape), 1)
    after = len(shape) - axis - 1
    if indices.elements is None or indices.shape is None or None in indices.elements:
        return None
    numbers, form = indices.elements, _ints(indices.shape)

    def source(index: tuple[int, ...]) -> tuple[int, ...]:
        middle = index[axis : len(index) - after]
        return (*index[:axis], numbers[flat(middle, form)] % shape[axis], *index[len(index) - after :])

    return _moved(known, source)


def _slice(known: Known) -> Elements | None:
    shape = _ints(known.first.shape)
    starts, ends = known.numbers("starts", 1), known.numbers("ends", 2)
    axes, steps = known.numbers("axes", 3), known.numbers("steps", 4)
    if starts is None or ends is None:
        return None
    axes = tuple(range(len(starts))) if axes is None else axes
    steps = (1,) * len(starts) if steps is None else steps
    if any(value is None for value in (*starts, *ends, *axes, *steps)):
        return None
    cuts = dict.fromkeys(range(len(shape)), slice(None))
    cuts |= {
        axis % len(shape): slice(start, end if end >= -shape[axis % len(shape)] else None, step)
        for axis, start, end, step in zip(axes, starts, ends, steps, strict=True)
    }
    chosen = [range(size)[cuts[axis]] for axis, size in enumerate(shape)]
    return _moved(known, lambda index: tuple(line[place] for line, place in zip(chosen, index, strict=True)))


def _concat(known: Known) -> Elements | None:
    shape = known.shapes[0]
    axis = known.attributes.get("axis", 1) % max(len(shape), 1)
    parts = [each for each in known.inputs if each is not None]
    if any(each.shape is None or not all(map(is_known, each.shape)) for each in parts):
        return None
    unknown = [(None,) * prod(_ints(each.shape)) if each.elements is None else each.elements for each in parts]
    if all(each.elements is None for each in parts):
        return None
    ends = list(accumulate(_ints(each.shape)[axis] for each in parts))
    found = []
    for index in places(shape):
        part = next(number for number, end in enumerate(ends) if index[axis] < end)
        own = (*index[:axis], index[axis] - (ends[part - 1] if part else 0), *index[axis + 1 :])
        found.append(unknown[part][flat(own, _ints(parts[part].shape))])
    return tuple(found)


def _split(known: Known) -> list[Elements | None]:
    elements, shape = known.first.elements, _ints(known.first.shape)
    if elements is None:
        return [None] * len(known.shapes)
    axis = known.attributes.get("axis", 0) % max(len(shape), 1)
    found: list[Elements | None] = []
    start = 0
    for part in known.shapes:
        begin = start
        found.append(
            tuple(
                elements[flat((*index[:axis], index[axis] + begin, *index[axis + 1 :]), shape)]
                for index in places(part)
            )
        )
        start += part[axis]
    return found


def _range(known: Known) -> Elements | None:
    bounds = [known.at(place).elements for place in range(3)]
    if any(each is None or each[0] is None for each in bounds):
        return None
    start, _, step = (each[0] for each in bounds if each is not None)
    return tuple(start + place * step for place in range(known.shapes[0][0]))


def _one_by_one(function: Callable[..., Any]) -> Callable[[Known], Elements | None]:
    """Return the rule of a function of single elements, the inputs stretched to fit."""

    def rule(known: Known) -> Elements | None:
        inputs = [each for each in known.inputs if each is not None]
        if any(each.elements is None for each in inputs):
            return None
        sources = [(each.elements or (), _ints(each.shape), _stretched(_ints(each.shape))) for each in inputs]
        kind = inputs[-1].type
        return tuple(
            _applied(function, [elements[flat(source(index), shape)] for elements, shape, source in sources], kind)
            for index in places(known.shapes[0])
        )

    return rule


def _applied(function: Callable[..., Any], values: list[Any], kind: int) -> Any:
    if any(value is None for value in values):
        return None
    if any(isinstance(value, float) and not value.is_integer() for value in values):
        values = [float(value) if isinstance(value, (int, float)) else value for value in values]
    elif any(type(value) is not float for value in values):  # whole numbers stay whole, whatever they are called
        values = [int(value) if isinstance(value, float) else value for value in values]
    try:
        return rounded(function(*values, **({"kind": kind} if function in _TYPED else {})), kind)
    except (ArithmeticError, ValueError, TypeError):
        return None


def _choose(known: Known) -> Elements | None:
    """Return what Where chooses: an element that is not chosen need not be known."""
    inputs = [each for each in known.inputs if each is not None]
    if len(inputs) != 3 or inputs[0].elements is None:
        return None
    found = []
    for index in places(known.shapes[0]):
        condition = inputs[0].elements[flat(_stretched(_ints(inputs[0].shape))(index), _ints(inputs[0].shape))]
        one = inputs[1 if condition else 2]
        value = None
        if condition is not None and one.elements is not None:
            value = one.elements[flat(_stretched(_ints(one.shape))(index), _ints(one.shape))]
        found.append(value)
    return tuple(found)


def _divide(one: Any, other: Any, *, kind: int) -> Any:
    """Return a quotient; of whole numbers it is rounded toward zero."""
    if kind in FLOATING:
        exact = type(one) is not float and type(other) is not float and one % other == 0
        return one // other if exact else one / other
    if type(one) is int and type(other) is int and (one < 0) != (other < 0):
        return -(abs(one) // abs(other))
    return one // other


def _modulo(one: Any, other: Any) -> Any:
    return one % other


def _power(one: Any, other: Any) -> Any:
    return one**other if abs(other) <= 64 and abs(one) <= 2**32 else None


_TYPED = {_divide}


def _folded(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def folded(*values: Any) -> Any:
        result = values[0]
        for value in values[1:]:
            result = function(result, value)
        return result

    return folded


def _reduced(function: Callable[[Any, Any], Any]) -> Callable[[Known], Elements | None]:
    def rule(known: Known) -> Elements | None:
        elements = known.first.elements
        if not elements or prod(known.shapes[0]) != 1 or None in elements:
            return None
        return (_folded(function)(*elements),)

    return rule


def _clipped(known: Known) -> Elements | None:
    elements = known.first.elements
    if elements is None:
        return None
    least, most = (
        known.attributes.get(name) if known.at(place).elements is None else (known.at(place).elements or (None,))[0]
        for place, name in ((1, "min"), (2, "max"))
    )
    unknown = any(
        len(known.inputs) > place and known.inputs[place] and known.at(place).elements is None for place in (1, 2)
    )
    return None if unknown else tuple(_between(value, least, most) for value in elements)


def _between(value: Any, least: Any, most: Any) -> Any:
    if value is None:
        return None
    if least is not None and value < least:
        value = least
    return most if most is not None and value > most else value


def _cumulated(known: Known) -> Elements | None:
    elements = known.first.elements
    plain = not known.attributes.get("exclusive") and not known.attributes.get("reverse")
    if elements is None or None in elements or len(known.first.shape or ()) != 1 or not plain:
        return None
    return tuple(accumulate(elements))


def _whole(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: value if not isinstance(value, float) else float(function(value))


_OF_ELEMENTS: dict[str, Callable[..., Any]] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mul": operator.mul,
    "Div": _divide,
    "Mod": _modulo,
    "Pow": _power,
    "Sum": _folded(operator.add),
    "Min": _folded(min),
    "Max": _folded(max),
    "Neg": operator.neg,
    "Abs": abs,
    "Floor": _whole(floor),
    "Ceil": _whole(ceil),
    "Round": _whole(round),
    "Sqrt": sqrt,
    "Sign": lambda value: (value > 0) - (value < 0),
    "Equal": operator.eq,
    "Less": operator.lt,
    "Greater": operator.gt,
    "LessOrEqual": operator.le,
    "GreaterOrEqual": operator.ge,
    "And": lambda one, other: bool(one) and bool(other),
    "Or": lambda one, other: bool(one) or bool(other),
    "Xor": lambda one, other: bool(one) != bool(other),
    "Not": lambda value: not value,
}

RULES: dict[str, Callable[[Known], Elements | list[Elements | None] | None]] = {
    "Shape": _shape,
    "Size": _size,
    **dict.fromkeys(("Identity", "Reshape", "Squeeze", "Unsqueeze", "Flatten"), _same),
    **dict.fromkeys(("Cast", "CastLike"), _cast),
    "ConstantOfShape": _filled,
    "Expand": _expand,
    "Tile": _tile,
    "Transpose": _transpose,
    "Gather": _gather,
    "Slice": _slice,
    "Concat": _concat,
    "Split": _split,
    "Range": _range,
    "Where": _choose,
    "CumSum": _cumulated,
    "Clip": _clipped,
    **{name: _one_by_one(function) for name, function in _OF_ELEMENTS.items()},
    "ReduceSum": _reduced(operator.add),
    "ReduceProd": _reduced(operator.mul),
    "ReduceMax": _reduced(max),
    "ReduceMin": _reduced(min),
}
"""By operator. A comparison's elements are numbers of the type compared; only whether they are true counts."""
