"""Permute: the same axes in another order.

>>> Permute(order=(0, 3, 1, 2)).output((None, 32, 48, 3)), Permute().output((2, 3, 4))
((None, 3, 32, 48), (4, 3, 2))
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import AxisReads, Reads
from shapecalc.layers.settings import Numbers
from shapecalc.shape import Shape, normal_axis


class Permute(Layer):
    """Output axis n is input axis ``order[n]``, the batch included and counted from 0; left out, all turn around."""

    order: Numbers | None = None

    def output(self, x: Shape) -> Shape:
        if self.order is None:
            return x[::-1]
        order = [normal_axis(axis, len(x), "order") for axis in self.order]
        if sorted(order) != list(range(len(x))):
            raise ShapecalcError(
                f"the order {self.order} does not name every axis once",
                why=f"the input's shape is {x}",
                fix=f"give each of 0 to {len(x) - 1} once",
                path=("order",),
            )
        return tuple(x[axis] for axis in order)

    def reads(self, x: Shape) -> Reads:
        order = range(len(x))[::-1] if self.order is None else self.order
        goes = {normal_axis(axis, len(x)): place for place, axis in enumerate(order)}
        return (tuple(AxisReads(goes[axis]) for axis in range(len(x))),)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW
