"""Sizes and changes in words."""

from __future__ import annotations

from collections.abc import Sequence

from shapecalc.mismatch.edits import Edit, Fitting
from shapecalc.mismatch.meeting import Meeting
from shapecalc.shape import Shape

MOST_SHOWN = 3
"""A cure with more changes names so many of them."""


def axes_of(meeting: Meeting) -> list[tuple[str, int]]:
    """Return what the axes of a meeting are called, each with its place."""
    return list(zip(meeting.words, meeting.axes, strict=True))


def sizes_at(meeting: Meeting, shape: Shape) -> str:
    """Return the sizes of a shape where branches differ: ``H = 31 and W = 31``."""
    return listed([f"{word} = {shape[axis]}" for word, axis in axes_of(meeting)])


def told(edits: Sequence[Edit]) -> str:
    """Return edits in words, those of one kind together.

    >>> from shapecalc.mismatch.edits import Setting
    >>> told([Setting("up4", "output_padding", 1), Setting("up2", "output_padding", 1)])
    'set output_padding: 1 on up4 and up2'
    """
    said: dict[str, list[str]] = {}
    for edit in edits:
        said.setdefault(_deed(edit), []).append(_object(edit))
    texts = [deed.format(listed(list(dict.fromkeys(objects)))) for deed, objects in said.items()]
    more = len(texts) - MOST_SHOWN
    return ", ".join(texts[:MOST_SHOWN]) + (f", and {more} more" if more > 0 else "")


def _deed(edit: Edit) -> str:
    if isinstance(edit, Fitting):
        return f"{'pad' if edit.pads else 'crop'} {{}} by {edit.by} at the end"
    without = f" (without {', '.join(edit.removed)})" if edit.removed else ""
    return f"set {edit.name}: {value_text(edit.value)}{without} on {{}}"


def _object(edit: Edit) -> str:
    return str(edit.source) if isinstance(edit, Fitting) else edit.node


def value_text(value: object) -> str:
    """Return a setting's value as a model file has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def listed(words: Sequence[str]) -> str:
    """Return words as a list: ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
