"""Arguments that are more than a word: ``NAME=VALUE``, sizes with commas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from shapecalc.errors import ShapecalcError
from shapecalc.model.document import parse
from shapecalc.shape import Shape, Size

if TYPE_CHECKING:
    from shapecalc.sizes.legal import AxisSizes

_SEPARATOR = re.compile(r",|(?<=\d)x(?=\d)")


def named_values(texts: Iterable[str]) -> dict[str, Any]:
    """Return ``NAME=VALUE`` pairs; values are written as in a model file.

    >>> named_values(["upconv=false", "filters=16"])
    {'upconv': False, 'filters': 16}
    """
    values = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise ShapecalcError(f"--set {text}", why="it sets no value", fix="write --set NAME=VALUE")
        try:
            values[name] = parse(value.encode(), "--set").value
        except ShapecalcError as error:
            problems = [problem._replace(place=f"--set {text}") for problem in error.problems]
            raise ShapecalcError(problems=problems) from None
    return values


def input_shapes(texts: Iterable[str]) -> dict[str, Shape]:
    """Return shapes without the batch by input name; without a name it is the only input.

    >>> input_shapes(["160,160,8"]), input_shapes(["a=3,None,None", "b=10"])
    ({'': (160, 160, 8)}, {'a': (3, None, None), 'b': (10,)})
    """
    return shapes_by_name("--input", texts, "224,224,3, without the batch")


def shapes_by_name(option: str, texts: Iterable[str], example: str) -> dict[str, Shape]:
    """Return the shapes that an option gives by name, ``SIZES`` or ``NAME=SIZES``."""
    shapes: dict[str, Shape] = {}
    for text in texts:
        name, _, sizes = text.rpartition("=")
        shapes[name] = tuple(_size(each, f"{option} {text}", example) for each in _SEPARATOR.split(sizes))
    return shapes


def spatial_sizes(text: str, option: str, axes: Sequence[AxisSizes]) -> list[tuple[AxisSizes, int]]:
    """Return the axes that sizes with an x between them are for: one for all but the channels, or one for each."""
    words = text.split("x")
    if not all(word.isdecimal() and 0 < int(word) <= 10**15 for word in words):
        raise ShapecalcError(f"{option} {text}", why="it is no size", fix="write 388, or 500x375 for two axes")
    found: list[tuple[AxisSizes, int]] = []
    for name in dict.fromkeys(axis.input for axis in axes):
        mine = [axis for axis in axes if axis.input == name]
        spatial = [axis for axis in mine if axis.name != "channels"] or mine
        sizes = words * len(spatial) if len(words) == 1 else words
        if len(sizes) in {len(spatial), len(mine)}:
            found += zip(spatial if len(sizes) == len(spatial) else mine, map(int, sizes), strict=True)
    if not found:
        why = f"{len(words)} sizes fit no input of the model"
        raise ShapecalcError(f"{option} {text}", why=why, fix="give one size, or one for each axis but the channels")
    return found


def _size(word: str, what: str, example: str) -> Size:
    word = word.strip()
    if word in ("None", "null", "?"):
        return None
    if word.isidentifier():
        return word
    if word.isdecimal() and 0 < int(word) <= 10**15:
        return int(word)
    raise ShapecalcError(
        what,
        why=f"{word!r} is no size: a whole number from 1 to 10^15, None where it is open, or a name",
        fix=f"write the sizes with commas: {example}",
    )
