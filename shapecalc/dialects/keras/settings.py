"""What Keras' differences share: looking at an argument, and refusing it in Keras' words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_known, wrong_rank

Settings = dict[str, Any]


def refused(settings: Settings, name: str, why: str, fix: str = "") -> ShapecalcError:
    """Return the refusal of an argument's value."""
    return ShapecalcError(f"{name} is {short(settings[name])}", why=why, fix=fix, path=(name,))


def one_of(settings: Settings, name: str, allowed: Iterable[str | None]) -> None:
    """Refuse a value that is none of the allowed ones."""
    if settings[name] not in allowed:
        raise refused(settings, name, f"in Keras it is one of {', '.join(map(str, allowed))}")


def given(settings: Settings, *names: str) -> None:
    """Refuse None where Keras takes it for no number."""
    for name in names:
        if settings[name] is None:
            raise refused(settings, name, "it must be a number, or a list of them")


def whole(settings: Settings, name: str, least: int = 1) -> None:
    """Refuse what is no whole number, ``least`` or more."""
    value = settings[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise refused(settings, name, f"it must be a whole number, {least} or more")


def number(settings: Settings, name: str, least: float = 0, most: float = float("inf")) -> None:
    """Refuse what is no number from ``least`` to ``most``."""
    value = settings[name]
    if not isinstance(value, (int, float)) or not least <= value <= most:
        raise refused(settings, name, f"it must be a number from {least} to {most}")


def one_each(settings: Settings, rank: int | None, *names: str) -> None:
    """Refuse a list that has not one value for each spatial axis."""
    for name in names:
        value = settings[name]
        if isinstance(value, (list, tuple)) and len(value) != rank:
            raise refused(settings, name, f"it has {len(value)} values, and there are {rank} spatial axes")


def each(value: Any) -> tuple[Any, ...]:
    """Return the values of a list, or the one value."""
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def numbers(value: Any) -> tuple[int, ...]:
    """Return the whole numbers of a list, or the one number; what is none is refused elsewhere."""
    return tuple(each_ for each_ in each(value) if isinstance(each_, int)) or (0,)


def lower(value: Any) -> Any:
    """Return a word in small letters, and anything else as it is."""
    return value.lower() if isinstance(value, str) else value


def settled(shapes: tuple[Shape, ...]) -> bool:
    """Tell whether every size but the batch is known.

    Keras finds some mistakes only when a layer runs. Where a size is open it gives an answer all the same, and so do
    we; where all are known, the layer is refused here already.
    """
    return all(is_known(size) for shape in shapes for size in shape[1:])


def exact_rank(card: Any, shapes: tuple[Shape, ...]) -> None:
    """Refuse an input that has not a batch, the channels and the spatial axes that the class is for."""
    for shape in shapes:
        if card.rank is not None and len(shape) != card.rank + 2:
            raise wrong_rank(shape, card.rank + 2)
