"""What PyTorch's differences share: looking at a framework's value, and refusing it in PyTorch's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape

Settings = dict[str, Any]


def always(**fixed: Any) -> Callable[[Settings, int | None], None]:
    """Give the settings that a class fixes."""

    def restructure(settings: Settings, _: int | None) -> None:
        settings.update(fixed)

    return restructure


def each(value: Any) -> tuple[Any, ...]:
    """Return the values of a list, or the one value."""
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def one_for_all(settings: Settings, *names: str) -> None:
    """Take a list of one number for that number, as PyTorch's operators do."""
    for name in names:
        value = settings[name]
        if isinstance(value, (list, tuple)) and len(value) == 1 and isinstance(value[0], int):
            settings[name] = value[0]


def one_of(settings: Settings, name: str, *allowed: object) -> None:
    """Refuse a value that is none of the allowed ones."""
    value = settings[name]
    if not any(value is choice or (type(value) is type(choice) and value == choice) for choice in allowed):
        known = ", ".join(map(repr, allowed))
        raise ShapecalcError(f"{name} is {short(value)}", why=f"in PyTorch it is one of {known}", path=(name,))


def truth(settings: Settings, *names: str) -> None:
    """Refuse what is neither True nor False."""
    for name in names:
        one_of(settings, name, True, False)


def no_for_none(settings: Settings, *names: str) -> None:
    """Take None for False, where only Python asks whether a value is true."""
    for name in names:
        if settings.get(name, True) is None:
            settings[name] = False


def number(settings: Settings, name: str, least: float, most: float = float("inf"), *, why: str) -> None:
    """Refuse what is no number from ``least`` to ``most``."""
    value = settings[name]
    if not isinstance(value, (int, float)) or not least <= value <= most:
        raise ShapecalcError(f"{name} is {short(value)}", why=why, path=(name,))


def whole(settings: Settings, *names: str) -> None:
    """Refuse what is no whole number."""
    for name in names:
        value = settings[name]
        if not isinstance(value, int) or isinstance(value, bool):
            raise ShapecalcError(f"{name} is {short(value)}", why="it must be a whole number", path=(name,))


def batched(shape: Shape, rank: int) -> bool:
    """Tell whether a shape has a batch in front of its channels and spatial axes."""
    return len(shape) == rank + 2


def no_empty_axis(shape: Shape, first: int, what: str = "axis") -> None:
    """Refuse a shape that has a size of 0 at axis ``first`` or after it."""
    if 0 in shape[first:]:
        place = shape.index(0, first % len(shape))
        raise ShapecalcError(
            f"{what} {place} of the input has size 0",
            why=f"its shape is {shape}, and in PyTorch only the batch may be empty here",
            fix="feed a larger input",
            path=("inputs", 0),
        )
