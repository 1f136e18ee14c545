"""Activations without weights, and the identity: the shape stays, nothing is learned.

>>> Activation(function="relu").output((None, 10))
(None, 10)
"""

from __future__ import annotations

from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, but
from shapecalc.layers.settings import Axes
from shapecalc.shape import Shape


class Activation(Layer):
    """A function of each element, or (softmax) of a line of them along ``axis``."""

    function: str
    axis: Axes | None = None

    def output(self, x: Shape) -> Shape:
        return x

    def reads(self, x: Shape) -> Reads:
        axes = self.axis if isinstance(self.axis, tuple) else () if self.axis is None else (self.axis,)
        return but(x, axes)
