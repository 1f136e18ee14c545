"""Axes moved to other places; those between keep their order.

>>> MoveAxes(source=3, destination=1).output((None, 6, 8, 10))
(None, 10, 6, 8)
>>> MoveAxes(source=(1, 2), destination=(2, 1)).output((None, 6, 8, 10))
(None, 8, 6, 10)
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import AxisReads, Reads
from shapecalc.layers.settings import Axes
from shapecalc.shape import Shape, normal_axis


class MoveAxes(Layer):
    """Axis n of ``source`` becomes axis n of ``destination``."""

    source: Axes
    destination: Axes

    def output(self, x: Shape) -> Shape:
        return tuple(x[axis] for axis in self._order(x))

    def reads(self, x: Shape) -> Reads:
        goes = {axis: place for place, axis in enumerate(self._order(x))}
        return (tuple(AxisReads(goes[axis]) for axis in range(len(x))),)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW

    def _order(self, x: Shape) -> list[int]:
        """Return which input axis comes to each place."""
        source = self._places(self.source, len(x), "source")
        destination = self._places(self.destination, len(x), "destination")
        if len(source) != len(destination):
            why = f"source is {self.source}, destination is {self.destination}"
            raise ShapecalcError("as many axes must go as come", why=why, path=("destination",))
        moved = dict(zip(destination, source, strict=True))
        rest = iter([axis for axis in range(len(x)) if axis not in source])
        return [moved[axis] if axis in moved else next(rest) for axis in range(len(x))]

    @staticmethod
    def _places(axes: int | tuple[int, ...], rank: int, name: str) -> list[int]:
        places = [normal_axis(axis, rank, name) for axis in (axes if isinstance(axes, tuple) else (axes,))]
        if len(set(places)) != len(places):
            raise ShapecalcError(f"{name} {axes} names an axis twice", why=f"there are {rank}", path=(name,))
        return places
