"""Normalisation to a mean of 0 and a variance of 1 that were measured on data before.

>>> [(weight.name, weight.shape) for weight in Normalization().weights((None, 16, 3))]
[('mean', (3,)), ('variance', (3,)), ('count', ())]
"""

from __future__ import annotations

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer, Weight, known
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Axes
from shapecalc.shape import Shape, normal_axis


class Normalization(Layer):
    """One mean and one variance for each place along ``axis``; None is one of both for all, ``given`` keeps neither."""

    axis: Axes | None = -1
    given: bool = False

    def output(self, x: Shape) -> Shape:
        self._sizes(x)
        return x

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        sizes = self._sizes(x)
        if self.given:
            return ()
        return tuple(Weight(*each, "statistic") for each in (("mean", sizes), ("variance", sizes), ("count", ())))

    def _sizes(self, x: Shape) -> tuple[int, ...]:
        axes = () if self.axis is None else self.axis if isinstance(self.axis, tuple) else (self.axis,)
        places = sorted(normal_axis(axis, len(x)) for axis in axes)
        return tuple(known(x[place], f"axis {place}") for place in places)
