"""Slice: part of some axes, as in ``x[:, 1:-1:2]``.

>>> Slice(starts=(1,), ends=(-1,), steps=(2,), axes=(1,)).output((None, 10, 8))
(None, 4, 8)
"""

from __future__ import annotations

from pydantic import StrictInt

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import along_axes, sliced_size
from shapecalc.layers.layer import Layer
from shapecalc.layers.settings import Axes
from shapecalc.shape import Shape, replaced


class Slice(Layer):
    """From ``starts`` up to, without, ``ends`` in ``steps`` (1 when left out), on ``axes`` (the first ones)."""

    starts: tuple[StrictInt, ...]
    ends: tuple[StrictInt, ...]
    axes: Axes | None = None
    steps: tuple[StrictInt, ...] | None = None

    def output(self, x: Shape) -> Shape:
        count = len(self.starts)
        axes = range(count) if self.axes is None else self.axes if isinstance(self.axes, tuple) else (self.axes,)
        steps = (1,) * count if self.steps is None else self.steps
        if {len(self.ends), len(axes), len(steps)} != {count}:
            raise ShapecalcError(
                f"{count} starts, {len(self.ends)} ends, {len(axes)} axes and {len(steps)} steps",
                why="there must be as many of each",
                path=("starts",),
            )
        bounds = {"start": self.starts, "end": self.ends, "step": steps}
        return replaced(x, tuple(axes), lambda sizes: along_axes(sliced_size, sizes, **bounds))
