"""One reading of a file: its models, from the innermost outwards, within limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import AnyLayer
from shapecalc.errors import Path, ShapecalcError
from shapecalc.importers.keras.binding import Called
from shapecalc.importers.keras.entry import WRAPPED, Entry, entry_of
from shapecalc.importers.keras.functional import functional
from shapecalc.importers.keras.layers import Layers
from shapecalc.importers.keras.sequential import sequential
from shapecalc.layers.layer import Inner
from shapecalc.model.nested import MOST_DEEP, NestedModel, nested

MOST_LAYERS = 200_000
"""No model has more layers, those of its models counted at each call."""


class Reading:
    """Turns descriptions into layers; counts how deep they stand in each other, and how many there are."""

    def __init__(self, dialect: Dialect) -> None:
        self.layers = Layers(dialect)
        self._depth = 0
        self._sizes: dict[int, int] = {}
        """How many layers there are in a layer, by its identity; every layer read is kept in its model."""

    def model(self, entry: Entry) -> NestedModel:
        """Return the model that an entry describes, as a layer."""
        read = sequential if entry.class_name == "Sequential" else functional
        with self._deeper(entry.path):
            model, declared = read(entry, self)
        frozen = entry.class_name != "Sequential" and entry.config.get("trainable") is False
        layer = nested(model, entry.class_name, declared=declared, trainable=not frozen)
        self._sizes[id(layer)] = self._checked(sum(self._size(node.layer) for node in model.nodes), entry.path)
        return layer

    def layer(self, entry: Entry) -> AnyLayer:
        """Return the layer of Keras' own that an entry describes."""
        if entry.is_model:
            return self.model(entry)
        inner = self._inner(entry)
        layer = self.layers.layer(entry, inner)
        if inner:
            self._sizes[id(layer)] = 1 + sum(map(self._size, _each(inner.values())))
        return layer

    def _inner(self, entry: Entry) -> dict[str, Any]:
        """Return the layers in the settings of a layer."""
        found: dict[str, Any] = {}
        for key in WRAPPED:
            value, path = entry.config.get(key), (*entry.path, key)
            with self._deeper(entry.path):
                if isinstance(value, list):
                    found[key] = tuple(self._wrapped(each, path) for each in value)
                elif isinstance(value, dict):
                    found[key] = self._wrapped(value, path)
        return found

    def _wrapped(self, value: Any, path: Path) -> Inner:
        layer = self.layer(entry_of(value, path, named=False))
        if isinstance(layer, Inner):
            return layer
        raise ShapecalcError(f"{layer.class_name} cannot stand in another layer", path=path)

    def _size(self, layer: object) -> int:
        """Return how many layers one is, with those inside."""
        return self._sizes.get(id(layer.layer if isinstance(layer, Called) else layer), 1)

    def _checked(self, size: int, path: Path) -> int:
        if size <= MOST_LAYERS:
            return size
        why = "those of a model in it count at every call"
        raise ShapecalcError(f"the model has over {MOST_LAYERS:,} layers", why=why, path=path)

    @contextmanager
    def _deeper(self, path: Path) -> Iterator[None]:
        """Go into a layer, down to a limit."""
        if self._depth >= MOST_DEEP:
            what = f"layers stand in each other over {MOST_DEEP} deep"
            raise ShapecalcError(what, why="no model needs that", fix="flatten it", path=path[:8])
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1


def _each(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        yield from value if type(value) is tuple else (value,)
