"""Calls of layers: which tensors go in, and in which places. Keras 3 writes them as the arguments of the call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError, under
from shapecalc.importers.keras.entry import Entry
from shapecalc.layers.settings import is_whole
from shapecalc.shape import MOST_AXES, Shape


class Tensor(NamedTuple):
    """What comes out of a call of a layer; ``shape`` is what the file says of it."""

    layer: str
    call: int = 0
    output: int = 0
    shape: Shape | None = None


class Call(NamedTuple):
    """The arguments of one call, with tensors in them."""

    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = {}  # noqa: RUF012 - never changed

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """Return all tensors, in Keras' order: that of the arguments, those with a name by their names."""
        return tuple(tensors_in((self.args, self.kwargs)))

    def built_for(self, told: Any) -> Call:
        """Return the call with the shapes that its layer was built for, where the tensors do not say."""
        shape = told_shape(told)
        if shape is None or len(self.args) != 1 or not isinstance(self.args[0], Tensor) or self.args[0].shape:
            return self
        return self._replace(args=(self.args[0]._replace(shape=shape),))


def tensors_in(value: Any) -> Iterator[Tensor]:
    """Yield the tensors in a structure; Keras goes through a mapping by its sorted keys."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from tensors_in(each)
    elif isinstance(value, dict):
        for key in sorted(value):
            yield from tensors_in(value[key])


def read_call(node: dict[str, Any]) -> Call:
    """Return a call as Keras 3 writes it: ``{"args": [...], "kwargs": {...}}``."""
    kwargs = node.get("kwargs") or {}
    if not (isinstance(node.get("args"), list) and isinstance(kwargs, dict)):
        why = 'it must be {"args": [...], "kwargs": {...}}'
        raise ShapecalcError(f"a call is {short(node)}", why=why, path=("inbound_nodes",))
    return Call(tuple(map(_argument, node["args"])), {str(key): _argument(each) for key, each in kwargs.items()})


def _argument(value: Any) -> Any:
    if isinstance(value, list):
        return [_argument(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == "__keras_tensor__":
        return _tensor(value.get("config"))
    if set(value) >= {"class_name", "config"}:
        return value
    return {str(key): _argument(each) for key, each in value.items()}


def _tensor(config: Any) -> Tensor:
    history = config.get("keras_history") if isinstance(config, dict) else None
    if not isinstance(history, list) or not is_history(history):
        raise ShapecalcError(
            f"a tensor comes from {short(history)}",
            why="it must be a layer's name, and the numbers of call and output",
            path=("inbound_nodes",),
        )
    layer, call, output = history
    return Tensor(layer, call, output, told_shape(config.get("shape")))


def is_history(value: Any) -> bool:
    """Tell whether a value is ``[layer, number of the call, number of the output]``."""
    if not isinstance(value, (list, tuple)) or len(value) != 3:
        return False
    return isinstance(value[0], str) and is_whole(value[1], 0) and is_whole(value[2], 0)


def told_shape(value: Any) -> Shape | None:
    """Return a shape that a file tells; None when it is no shape."""
    if not isinstance(value, (list, tuple)) or len(value) > MOST_AXES:
        return None
    return tuple(value) if all(size is None or is_whole(size, 0) for size in value) else None


def ends(entry: Entry, key: str) -> list[Tensor]:
    """Return the tensors that a model takes or returns, in Keras' order, as its configuration names them."""
    value = entry.config.get(key)
    if not isinstance(value, (list, dict)) or not value:
        why = "it must name layers: [[name, 0, 0]]"
        raise ShapecalcError(f"{key} is {short(value)}", why=why, path=(*entry.path, key))
    with under(*entry.path, key):
        return list(tensors_in(_named(value)))


def _named(value: Any) -> Any:
    if is_history(value):
        return Tensor(*value)
    if isinstance(value, list) and not any(isinstance(each, (str, int)) for each in value):
        return [_named(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _named(each) for key, each in value.items()}
    why = "it must be [layer, number of the call, number of the output]"
    raise ShapecalcError(f"an end of the model is {short(value)}", why=why)
