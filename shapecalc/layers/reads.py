"""What a layer reads of each axis that comes in: it decides how the receptive field grows.

What a normalisation has learned or measured (means, variances) is taken as given, as weights are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from shapecalc.shape import Shape, count

if TYPE_CHECKING:
    from shapecalc.formulas.taps import Taps


class AxisReads(NamedTuple):
    """The output ``axis`` along which one of the input goes on, and the ``taps`` between the two: None is one to one.

    Without an axis every output element may look at all of it.
    """

    axis: int | None = None
    taps: Taps | None = None


Reads = tuple[tuple[AxisReads, ...], ...]
"""For each input, for each of its axes."""
ALL_OF_IT = AxisReads()
READ_AS = {"bilinear": "linear", "trilinear": "linear", "bicubic": "cubic"}
"""The ways of ``resized_taps`` by the frameworks' names, where these differ."""


def everything(*inputs: Shape) -> Reads:
    """Return the reads of a layer whose every output element may look at all of every input."""
    return tuple((ALL_OF_IT,) * len(x) for x in inputs)


def in_place(*inputs: Shape) -> Reads:
    """Return the reads of a layer whose every output element looks at the elements on its own place."""
    return tuple(tuple(map(AxisReads, range(len(x)))) for x in inputs)


def but(x: Shape, axes: Iterable[int]) -> Reads:
    """Return the reads of a layer that works along some axes: of them it looks at all, of the others in place."""
    whole = {axis % len(x) for axis in axes} if x else set()
    return (tuple(ALL_OF_IT if axis in whole else AxisReads(axis) for axis in range(len(x))),)


def along(x: Shape, taps: dict[int, Taps], whole: Iterable[int] = ()) -> Reads:
    """Return the reads of a layer with taps on some axes and all of others; of the rest it looks in place."""
    (reads,) = but(x, whole)
    return (tuple(each._replace(taps=taps[axis]) if axis in taps else each for axis, each in enumerate(reads)),)


def viewed(x: Shape, out: Shape) -> Reads:
    """Return the reads of a layer that sees the same elements under another shape.

    An axis goes on where it keeps its size and what stands behind it, or before it, keeps its number of elements.
    """
    before = {_place(x, axis): axis for axis in range(len(x))}
    kept = {before[place]: axis for axis in range(len(out)) if (place := _place(out, axis)) in before}
    return (tuple(AxisReads(kept.get(axis)) for axis in range(len(x))),)


def _place(shape: Shape, axis: int) -> tuple[object, ...]:
    """Return what tells an axis from the others in whatever shape: its size, and the number of elements behind it."""
    behind = count(shape[axis + 1 :])
    return (shape[axis], behind) if behind is not None else (shape[axis], "before", shape[:axis])
