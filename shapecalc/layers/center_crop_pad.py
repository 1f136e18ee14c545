"""Crop or pad around the centre, whichever brings an axis to the size asked for.

>>> CenterCropPad(sizes=(10, 8), axes=(0, 1)).output((20, "W", 3))
(10, 8, 3)
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.layer import Layer
from shapecalc.layers.settings import Axes, Counts
from shapecalc.shape import Shape, normal_axis


class CenterCropPad(Layer):
    """The ``axes`` (left out: all) take the ``sizes``."""

    sizes: Counts
    axes: Axes | None = None

    def output(self, x: Shape) -> Shape:
        axes = range(len(x)) if self.axes is None else self.axes if isinstance(self.axes, tuple) else (self.axes,)
        places = [normal_axis(axis, len(x), "axes") for axis in axes]
        if len(self.sizes) != len(places) or len(set(places)) != len(places):
            raise ShapecalcError(
                f"{len(self.sizes)} sizes for the axes {tuple(axes)}",
                why=f"each axis takes one size, and the shape is {x}",
                path=("sizes",),
            )
        wanted = dict(zip(places, self.sizes, strict=True))
        return tuple(wanted.get(place, size) for place, size in enumerate(x))
