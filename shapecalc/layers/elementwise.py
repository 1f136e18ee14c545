"""Two or more tensors merged element by element: add, subtract, multiply, average, maximum, minimum.

>>> Elementwise(operation="add").output((None, 8, 8, 16), (None, 8, 8, 16))
(None, 8, 8, 16)
>>> Elementwise(operation="multiply").output((None, 8, 8, 16), (None, 1, 1, 16))
(None, 8, 8, 16)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import NOTHING, Keeps, every_input
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import ALL_OF_IT, AxisReads, Reads
from shapecalc.shape import Shape, Size, how_to_fit, is_known

Operation = Literal[
    "add",
    "subtract",
    "multiply",
    "divide",
    "average",
    "maximum",
    "minimum",
    "power",
    "remainder",
    "compare",
    "logic",
    "choose",
    "expand",
]


_FACTORS = {"multiply", "divide", "maximum", "minimum", "power", "remainder"}
"""The operations whose gradient depends on the elements."""


class Elementwise(Layer):
    """Shapes are aligned at the end, and a size of 1 stretches.

    With ``batch_apart`` the first axis takes no part: it must agree, and the others are aligned without it.
    With ``open_settles`` an open size that meets a number over 1 must become that number; otherwise it stays open.
    """

    inputs: ClassVar[tuple[int, int | None]] = (1, None)
    merges: ClassVar[bool] = True
    operation: Operation
    batch_apart: bool = False
    open_settles: bool = False

    def output(self, *inputs: Shape) -> Shape:
        return broadcast(inputs, _batch_apart if self.batch_apart else settling if self.open_settles else None)

    def reads(self, *inputs: Shape) -> Reads:
        out = self.output(*inputs)
        return tuple(tuple(self._goes(x, axis, out) for axis in range(len(x))) for x in inputs)

    def keeps(self, *inputs: Shape) -> Keeps:
        return every_input(*inputs) if self.operation in _FACTORS else NOTHING

    def _goes(self, x: Shape, axis: int, out: Shape) -> AxisReads:
        """Return where an axis goes on; one of size 1 that is stretched is seen whole by every element."""
        place = axis if self.batch_apart and axis == 0 else axis + len(out) - len(x)
        return ALL_OF_IT if x[axis] == 1 != out[place] else AxisReads(place)


def broadcast(
    inputs: tuple[Shape, ...],
    merge: Callable[[Shape, Shape], Shape] | None = None,
) -> Shape:
    """Return the shape that all inputs are stretched to, and say which input does not fit."""
    shape = inputs[0]
    for number, other in enumerate(inputs[1:], start=1):
        try:
            shape = (merge or _stretch)(shape, other)
        except _MismatchError as mismatch:  # noqa: PERF203 - the place of the mismatch is what counts
            raise _disagree(inputs, number, *mismatch.sizes) from None
    return shape


def _batch_apart(one: Shape, other: Shape) -> Shape:
    batch = [size for size in (*one[:1], *other[:1]) if is_known(size)]
    if any(size != batch[0] for size in batch):
        raise _MismatchError(one[0], other[0])
    return (*(batch[:1] or (None,)), *_stretch(one[1:], other[1:]))


class _MismatchError(Exception):
    def __init__(self, *sizes: Size) -> None:
        self.sizes = sizes


def _stretch(one: Shape, other: Shape, *, settles: bool = False) -> Shape:
    short, long = sorted((one, other), key=len)
    aligned = zip((1,) * (len(long) - len(short)) + short, long, strict=True)
    return tuple(_stretched(a, b, settles=settles) for a, b in aligned)


def settling(one: Shape, other: Shape) -> Shape:
    """Stretch two shapes; an open size that meets a number over 1 must become that number."""
    return _stretch(one, other, settles=True)


def _stretched(one: Size, other: Size, *, settles: bool) -> Size:
    if other in (one, 1):
        return one
    if one == 1:
        return other
    if not (is_known(one) and is_known(other)):
        return (one if is_known(one) else other) if settles and is_known(one) != is_known(other) else None
    raise _MismatchError(one, other)


def _disagree(inputs: tuple[Shape, ...], number: int, one: Size, other: Size) -> ShapecalcError:
    return ShapecalcError(
        f"inputs #1 and #{number + 1} do not fit together",
        why=f"their shapes are {inputs[0]} and {inputs[number]}: {one} against {other}, and neither is 1",
        fix=how_to_fit(inputs[0], inputs[number]),
        path=("inputs", number),
    )
