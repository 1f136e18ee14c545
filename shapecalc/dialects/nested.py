"""A layer inside another layer's settings, in whichever of the three ways it is written.

``{type: Dense, units: 3}`` is how a model file says it, ``{"class_name": "Dense", "config": {...}}`` how Keras saves
it, and ``{"class_name": "Dense", "args": {...}}`` how recorded rows do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shapecalc.errors import ShapecalcError, under

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Dialect
    from shapecalc.layers.layer import Inner


def read_nested(dialect: Dialect, name: str, value: object) -> Inner | tuple[Inner, ...]:
    """Return the layer that the setting ``name`` of another one holds, or the layers; they are of the same dialect."""
    from shapecalc.layers.layer import Inner

    with under(name):
        if isinstance(value, (list, tuple)) and not isinstance(value, Inner):
            return tuple(_read(dialect, each) for each in value)
        return _read(dialect, value)


def _read(dialect: Dialect, value: object) -> Inner:
    from shapecalc.dialects import read_layer, unknown_layer
    from shapecalc.dialects.framework_layer import FrameworkLayer
    from shapecalc.layers.layer import Inner

    if isinstance(value, Inner):
        return value
    class_name, settings = _spelled(value)
    if not dialect.knows(class_name):
        raise unknown_layer(class_name, dialect)
    layer = read_layer(dialect, class_name, settings)
    if not isinstance(layer, FrameworkLayer):
        raise ShapecalcError(f"{class_name} cannot stand in another layer", why="its weights are inputs")
    return layer


def _spelled(value: object) -> tuple[str, dict[str, Any]]:
    """Return the class name and the settings."""
    if isinstance(value, str):
        return value, {}
    if isinstance(value, Mapping):
        key = "class_name" if "class_name" in value else "type"
        rest = {name: setting for name, setting in value.items() if name != key}
        settings = rest.get("config", rest.get("args", {})) if key == "class_name" else rest
        if isinstance(value.get(key), str) and isinstance(settings, Mapping):
            return value[key], {str(name): setting for name, setting in settings.items()}
    raise ShapecalcError(
        f"a layer is expected, and {value!r} is none",
        fix="write it as {type: Dense, units: 3}",
    )
