"""Concatenation along one axis.

>>> Concat().output((None, 8, 8, 16), (None, 8, 8, 32))
(None, 8, 8, 48)
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Spatial
from shapecalc.layers.reads import Reads, but
from shapecalc.layers.settings import Axis
from shapecalc.shape import Shape, Size, how_to_fit, is_known, normal_axis


class Concat(Spatial):
    """The sizes along ``axis`` (left out: the channels) add up; the others agree. An open size agrees with any.

    Where one input knows a size that another leaves open, the output knows it; with ``first_decides`` only if the
    first input does.
    With ``skip_empty`` an input of shape (0,) is left out, whatever the others are.
    """

    inputs: ClassVar[tuple[int, int | None]] = (1, None)
    merges: ClassVar[bool] = True
    axis: Axis | None = None
    skip_empty: bool = False
    first_decides: bool = False

    def output(self, *inputs: Shape) -> Shape:
        if self.skip_empty:
            inputs = tuple(shape for shape in inputs if shape != (0,)) or ((0,),)
            if inputs == ((0,),):
                return (0,)
        first = inputs[0]
        rank = len(first)
        axis = self._axis(rank)
        for number, other in enumerate(inputs[1:], start=1):
            if len(other) != rank:
                raise _disagree(inputs, number, f"{rank} axes against {len(other)}")
        merged = [_agreed(inputs, place) for place in range(rank) if place != axis]
        if self.first_decides:
            merged = [size for place, size in enumerate(first) if place != axis]
        merged.insert(axis, _sum([shape[axis] for shape in inputs]))
        return tuple(merged)

    def reads(self, *inputs: Shape) -> Reads:
        return tuple(reads for x in inputs for reads in but(x, (self._axis(len(x)),)))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING

    def _axis(self, rank: int) -> int:
        channels = 1 if self.data_format == "channels_first" else rank - 1
        return normal_axis(channels if self.axis is None else self.axis, rank)


def _sum(sizes: list[Size]) -> Size:
    known = [size for size in sizes if is_known(size)]
    if len(known) == len(sizes):
        return sum(known)
    return sizes[0] if len(sizes) == 1 else None


def _agreed(inputs: tuple[Shape, ...], place: int) -> Size:
    agreed = inputs[0][place]
    for number, shape in enumerate(inputs):
        size = shape[place]
        if agreed is None or (isinstance(agreed, str) and is_known(size)):
            agreed = size
        elif is_known(size) and size != agreed:
            raise _disagree(inputs, number, f"axis {place} is {agreed} against {size}")
    return agreed


def _disagree(inputs: tuple[Shape, ...], number: int, why: str) -> ShapecalcError:
    return ShapecalcError(
        f"inputs #1 and #{number + 1} do not fit together",
        why=f"their shapes are {inputs[0]} and {inputs[number]}: {why}, and only the concatenated axis may differ",
        fix=how_to_fit(inputs[0], inputs[number]),
        path=("inputs", number),
    )
