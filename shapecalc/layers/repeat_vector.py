"""A vector repeated, so that it becomes a sequence.

>>> RepeatVector(times=3).output((None, 32))
(None, 3, 32)
"""

from __future__ import annotations

from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.settings import Count
from shapecalc.shape import Shape, wrong_rank


class RepeatVector(Layer):
    """The vector (batch, features) stands ``times`` times on a new axis after the batch."""

    times: Count

    def output(self, x: Shape) -> Shape:
        if len(x) != 2:
            raise wrong_rank(x, 2)
        return (x[0], self.times, x[1])

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return NOTHING
