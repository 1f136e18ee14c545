"""Receptive fields as a row shows them: one number where all axes agree, else one an axis; apart for several inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapecalc.formulas.receptive_field import ReceptiveField
    from shapecalc.receptive_fields import View
    from shapecalc.summary import Row

ALL, UNKNOWN, NO_AXIS = "all", "?", "-"


def size_text(row: Row) -> str:
    """Return how much of the input an element sees."""
    return _text(row, lambda field: field.size, ALL)


def jump_text(row: Row) -> str:
    """Return how far apart neighbours stand in the input."""
    return _text(row, lambda field: field.jump, NO_AXIS)


def offset_text(row: Row) -> str:
    """Return where the first element's middle is in the input."""
    return _text(row, lambda field: field.start, NO_AXIS)


def field_data(view: View) -> dict[str, Any]:
    """Return a view as plain data: the size a whole number (null: all, or ``unknown`` says why), fractions as text."""
    field = view.field
    return {
        "input": view.input,
        "axis": view.axis,
        "size": None if field is None else int(field.size),
        "jump": None if field is None else str(field.jump),
        "offset": None if field is None else str(field.start),
        **({"unknown": view.unknown} if view.unknown else {}),
    }


def _text(row: Row, number: Callable[[ReceptiveField], object], whole: str) -> str:
    by_input: dict[str, list[str]] = {}
    for view in row.views:
        text = UNKNOWN if view.unknown else whole if view.field is None else str(number(view.field))
        by_input.setdefault(view.input, []).append(text)
    texts = {name: _joined(texts) for name, texts in by_input.items()}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return ", ".join(f"{name} {text}" for name, text in texts.items()) or NO_AXIS


def _joined(texts: list[str]) -> str:
    return texts[0] if len(set(texts)) == 1 else " x ".join(texts)
