"""Normalisation of each sample: to mean 0 and variance 1 (layer), to a mean square of 1 (RMS), to length 1 (unit).

>>> [weight.shape for weight in LayerNorm().weights((None, 16, 64))]
[(64,), (64,)]
>>> [weight.shape for weight in LayerNorm(normalized_shape=(16, 64), center=False).weights((None, 16, 64))]
[(16, 64)]
"""

from __future__ import annotations

from math import prod

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Extra, Keeps, elements
from shapecalc.layers.layer import Layer, Weight, known, settled
from shapecalc.layers.reads import Reads, in_place
from shapecalc.layers.settings import Axes, Counts
from shapecalc.shape import Shape, normal_axis


class LayerNorm(Layer):
    """Over the axes ``axis``, or over the last axes that ``normalized_shape`` lists (and must find).

    Without a scale and a center nothing is learned.
    """

    axis: Axes = -1
    normalized_shape: Counts | None = None
    scale: bool = True
    center: bool = True

    def output(self, x: Shape) -> Shape:
        self._sizes(x)
        return x

    def reads(self, x: Shape) -> Reads:
        return in_place(x)

    def keeps(self, x: Shape) -> Keeps:
        whole, group = elements(x), settled(self._sizes(x))
        lines = None if whole is None or group is None else 2 * whole // max(prod(group), 1)
        return Keeps(inputs=(0,), beside=(Extra(lines),))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        names = [name for name, learned in (("gamma", self.scale), ("beta", self.center)) if learned]
        if not names:
            return ()
        sizes = tuple(known(size, "a size that is normalised over") for size in self._sizes(x))
        return tuple(Weight(name, sizes) for name in names)

    def _sizes(self, x: Shape) -> Shape:
        if self.normalized_shape is None:
            axes = self.axis if isinstance(self.axis, tuple) else (self.axis,)
            return tuple(x[axis] for axis in sorted(normal_axis(axis, len(x)) for axis in axes))
        found = x[max(len(x) - len(self.normalized_shape), 0) :]
        if found != self.normalized_shape:
            raise ShapecalcError(
                f"the input ends in {found}, but normalized_shape is {self.normalized_shape}",
                why=f"the input's shape is {x}",
                fix=f"set normalized_shape to {found}",
                path=("normalized_shape",),
            )
        return found
