"""Slice: part of some axes, as in ``x[:, 1:-1:2]``.

>>> Slice(starts=(1,), ends=(-1,), steps=(2,), axes=(1,)).output((None, 10, 8))
(None, 4, 8)
"""

from __future__ import annotations

from pydantic import StrictInt

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import along_axes, sliced_size
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer, known
from shapecalc.layers.reads import Reads, along
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
        axes, steps = self._axes_and_steps()
        if {len(self.ends), len(axes), len(steps)} != {count}:
            raise ShapecalcError(
                f"{count} starts, {len(self.ends)} ends, {len(axes)} axes and {len(steps)} steps",
                why="there must be as many of each",
                path=("starts",),
            )
        bounds = {"start": self.starts, "end": self.ends, "step": steps}
        return replaced(x, axes, lambda sizes: along_axes(sliced_size, sizes, **bounds))

    def reads(self, x: Shape) -> Reads:
        from shapecalc.formulas.taps import window_taps

        axes, steps = self._axes_and_steps()
        taps = {}
        for axis, start, step in zip(axes, self.starts, steps, strict=True):
            size = known(x[axis], "the size that is sliced")
            if step < 1:
                raise ShapecalcError("it reads backwards")
            taps[axis % len(x)] = window_taps(1, step, -min(max(start + size if start < 0 else start, 0), size))
        return along(x, taps)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW

    def _axes_and_steps(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        count = len(self.starts)
        axes = tuple(range(count)) if self.axes is None else self.axes if isinstance(self.axes, tuple) else (self.axes,)
        return axes, (1,) * count if self.steps is None else self.steps
