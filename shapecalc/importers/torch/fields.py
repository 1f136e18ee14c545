"""What JSON holds, taken apart with a look at its kind: a file may hold anything."""

from __future__ import annotations

from typing import Any, TypeVar

from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError
from shapecalc.layers.settings import is_whole

Kind = TypeVar("Kind")


def field(value: Any, name: str, kind: type[Kind]) -> Kind:
    """Return what a mapping holds under a name, and refuse another kind of thing there."""
    if not isinstance(value, dict):
        raise ShapecalcError(f"{short(value)} stands where a mapping is expected")
    if name not in value:
        raise ShapecalcError(f"{name!r} is missing", why=f"there is {short(list(value))}")
    found = value[name]
    if not isinstance(found, kind):
        raise ShapecalcError(f"{name} is {short(found)}", why=f"a {kind.__name__} is expected", path=(name,))
    return found


def tagged(value: Any) -> tuple[str, Any]:
    """Return the tag and the value of a mapping with one entry: ``{"as_int": 3}``."""
    if not isinstance(value, dict) or len(value) != 1:
        raise ShapecalcError(f"{short(value)} stands where one tagged value is expected")
    return next(iter(value.items()))


def listed(value: Any) -> list[Any]:
    """Return a list, and refuse anything else."""
    if not isinstance(value, list):
        raise ShapecalcError(f"{short(value)} stands where a list is expected")
    return value


def size(value: Any) -> int:
    """Return a size of a shape."""
    if not is_whole(value, 0):
        raise ShapecalcError(f"a size is {short(value)}", why="it must be a whole number, 0 or more")
    return int(value)
