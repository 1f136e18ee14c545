"""Functions in a graph: ``keras.ops`` in Keras 3, TensorFlow's functions in Keras 2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from shapecalc.dialects import read_layer
from shapecalc.dialects.framework_layer import AnyLayer
from shapecalc.dialects.keras.functions import FUNCTIONS, FedFunction, Function, completed
from shapecalc.dialects.keras.operations import NUMBERS_COUNT, OF_THE_FIRST, OPERATIONS
from shapecalc.dialects.keras.settings import Settings
from shapecalc.errors import under
from shapecalc.importers.keras.binding import Called
from shapecalc.importers.keras.calls import Call, Tensor, tensors_in
from shapecalc.importers.keras.entry import LEGACY_OPERATIONS, Entry
from shapecalc.importers.keras.layers import tuples
from shapecalc.importers.keras.tensorflow import tensorflow_operation
from shapecalc.shape import Shape

WITHOUT_EFFECT = frozenset({"name", "dtype"})
CONSTANTS = ("__tensor__", "__numpy__")


class Constant(NamedTuple):
    """A tensor that stands in the file itself."""

    shape: Shape


def operation(entry: Entry, call: Call) -> AnyLayer | None:
    """Return the layer that an operation is in one of its calls; None where only the file knows it."""
    if entry.class_name in LEGACY_OPERATIONS:
        named = tensorflow_operation(entry, call)
        found = None if named is None else operation(*named)
        return None if found is None else _shown_as(entry.class_name, found, len(call.tensors))
    settings = {key: tuples(value) for key, value in entry.config.items() if key not in WITHOUT_EFFECT}
    if entry.class_name == "GetItem":
        key = _key((*call.args, call.kwargs.get("key"))[1])
        if key is None:
            return None
        settings["key"], call = key, Call(call.args[:1])
    if entry.class_name in FUNCTIONS:
        with under(*entry.path):
            return _fed(FUNCTIONS[entry.class_name], settings, call)
    if not OPERATIONS.knows(entry.class_name):
        return None
    with under(*entry.path):
        layer = read_layer(OPERATIONS, entry.class_name, settings)
    if entry.class_name in OF_THE_FIRST:
        return Called(layer, (0,))
    return _called(layer, call, numbers=entry.class_name in NUMBERS_COUNT)


def _fed(function: Function, settings: Settings, call: Call) -> FedFunction:
    """Return a function with what comes in for each of its parameters; tensors are counted as the call's are."""
    given = _by_parameter(function.parameters, call)
    count = 0
    takes: dict[str, tuple[int | Shape, ...]] = {}
    for name, value in given.items():
        places: list[int | Shape] = []
        for leaf in _leaves(value):
            places.append(_place(leaf, count))
            count += isinstance(leaf, Tensor)
        takes[name] = tuple(places)
    values = {name: tuples(value) for name, value in given.items() if not any(tensors_in(value))}
    return FedFunction(function, completed(function, settings), takes, values)


def _by_parameter(parameters: tuple[str, ...], call: Call) -> dict[str, Any]:
    """Return the arguments by name, in the order in which a call's tensors are counted."""
    if parameters[0].startswith("*"):
        return {parameters[0].lstrip("*"): list(call.args)}
    named = {name: call.kwargs[name] for name in sorted(call.kwargs)}
    return {**dict(zip(parameters, call.args, strict=False)), **named}


def _place(leaf: Tensor | Constant | float, count: int) -> int | Shape:
    if isinstance(leaf, Tensor):
        return count
    return leaf.shape if isinstance(leaf, Constant) else ()


def _shown_as(class_name: str, layer: AnyLayer, count: int) -> Called:
    called = layer if isinstance(layer, Called) else Called(layer, tuple(range(count)))
    return called._replace(shown=class_name)


def _called(layer: AnyLayer, call: Call, *, numbers: bool) -> AnyLayer:
    """Return a layer that takes constants too, where there are any."""
    count = 0
    takes: list[int | Shape] = []
    for leaf in _leaves([call.args, [call.kwargs[key] for key in sorted(call.kwargs)]]):
        if isinstance(leaf, Tensor):
            takes.append(count)
            count += 1
        elif isinstance(leaf, Constant):
            takes.append(leaf.shape)
        elif numbers:
            takes.append(())
    return layer if takes == list(range(count)) else Called(layer, tuple(takes))


def _leaves(value: Any) -> Iterator[Tensor | Constant | float]:
    """Yield the tensors, the constants and the numbers in arguments."""
    if isinstance(value, (Tensor, int, float)):
        yield value
    elif isinstance(value, list) and _is_array(value):
        yield Constant(_shape_of(value))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, dict) and value.get("class_name") in CONSTANTS:
        yield Constant(_shape_of(value["config"].get("value") if isinstance(value["config"], dict) else None))


def _is_array(value: list[Any]) -> bool:
    """Tell whether lists in lists hold numbers at the bottom."""
    first: Any = value
    while isinstance(first, list) and first:
        first = first[0]
    return isinstance(first, (int, float))


def _shape_of(value: Any) -> Shape:
    """Return the shape of lists in lists."""
    sizes: list[int] = []
    while isinstance(value, list):
        sizes.append(len(value))
        value = value[0] if value else None
    return tuple(sizes)


def _key(value: Any) -> tuple[Any, ...] | None:
    """Return what stands in ``x[...]``; None where it holds tensors."""
    parts = [_part(each) for each in (value if isinstance(value, list) else [value])]
    return tuple(parts) if _UNKNOWN not in parts else None


def _part(value: Any) -> Any:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    kind = value.get("class_name") if isinstance(value, dict) else None
    if kind == "__ellipsis__":
        return "..."
    ends = value.get("config") if kind == "__slice__" else None
    if isinstance(ends, dict) and set(ends) <= {"start", "stop", "step"}:
        return ends if all(each is None or isinstance(each, int) for each in ends.values()) else _UNKNOWN
    return _UNKNOWN


_UNKNOWN = object()
