"""Activations without weights, and the identity: the shape stays, nothing is learned.

>>> Activation(function="relu").output((None, 10))
(None, 10)
"""

from __future__ import annotations

from shapecalc.layers.keeps import A_VIEW, ITS_INPUT, NOTHING, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import Reads, but
from shapecalc.layers.settings import Axes
from shapecalc.shape import Shape

_BY_OUTPUT = {
    *("relu", "sigmoid", "tanh", "softmax", "log_softmax", "exponential"),
    *("exp", "exp2", "expm1", "sqrt", "rsqrt", "reciprocal", "tan"),
}
"""The functions whose gradient follows from what comes out."""
_BY_NOTHING = {
    *("neg", "negative", "positive", "cast", "castlike", "cumsum", "tril", "triu", "trilu", "flip", "roll"),
    *("ceil", "floor", "round", "trunc", "frac", "sign", "isnan", "isinf", "isfinite", "bitcast", "hardmax"),
    *("not", "logical_not", "bitwise_not", "bitwisenot", "invert"),
}
"""The functions whose gradient is the same for all elements, or that have none."""
_COMPOSED = {"softsign", "log_sigmoid", "local_response_norm"}
"""The functions that PyTorch makes of several; what it keeps between depends on the device."""


class Activation(Layer):
    """A function of each element, or (softmax) of a line of them along ``axis``."""

    function: str
    axis: Axes | None = None

    def output(self, x: Shape) -> Shape:
        return x

    def reads(self, x: Shape) -> Reads:
        axes = self.axis if isinstance(self.axis, tuple) else () if self.axis is None else (self.axis,)
        return but(x, axes)

    def keeps(self, x: Shape) -> Keeps:
        if self.function == "linear":
            return A_VIEW
        if self.function in _COMPOSED:
            return super().keeps(x)
        if self.function in _BY_NOTHING:
            return NOTHING
        return Keeps(output=True) if self.function in _BY_OUTPUT else ITS_INPUT
