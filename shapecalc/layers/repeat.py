"""Repeat: every element along an axis several times in a row.

>>> Repeat(repeats=3, axis=1).output((None, 6, 8)), Repeat(repeats=2).output((2, 3))
((None, 18, 8), (12,))
"""

from __future__ import annotations

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, but, everything
from shapecalc.layers.settings import AmountPerAxis, Axis
from shapecalc.shape import Shape, Size, count, is_known, replaced, times


class Repeat(Layer):
    """``repeats`` is one number, or one for each element. Without an ``axis`` the elements stand in one line."""

    repeats: AmountPerAxis
    axis: Axis | None = None

    def output(self, x: Shape) -> Shape:
        if self.axis is None:
            return (self._repeated(count(x)),)
        return replaced(x, self.axis, lambda sizes: (self._repeated(sizes[0]),), "axis")

    def reads(self, x: Shape) -> Reads:
        return everything(x) if self.axis is None else but(x, (self.axis,))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING

    def _repeated(self, size: Size) -> Size:
        if isinstance(self.repeats, int):
            return times(size, self.repeats)
        return sum(self.repeats) if is_known(size) else None
