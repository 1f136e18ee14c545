"""Split: the opposite of concatenation.

>>> Split(parts=2, axis=1).output((None, 8, 5))
[(None, 4, 5), (None, 4, 5)]
>>> Split(sizes=(3, 5), axis=1).output((None, 8, 5)), Split(parts=3, axis=1, uneven=True).output((None, 8, 5))
([(None, 3, 5), (None, 5, 5)], [(None, 3, 5), (None, 3, 5), (None, 2, 5)])
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.layers.layer import Layer, Output
from shapecalc.layers.reads import Reads, but
from shapecalc.layers.settings import Axis, Counts, Repeats
from shapecalc.shape import Shape, Size, is_known, normal_axis


class Split(Layer):
    """Pieces of given ``sizes``, or as many equal ``parts``; ``uneven`` lets the last part be smaller."""

    axis: Axis = 0
    sizes: Counts | None = None
    parts: Repeats = 1
    uneven: bool = False

    def output(self, x: Shape) -> Output:
        axis = normal_axis(self.axis, len(x))
        return [(*x[:axis], size, *x[axis + 1 :]) for size in self._pieces(x[axis])]

    def reads(self, x: Shape) -> Reads:
        return but(x, (self.axis,))

    def _pieces(self, whole: Size) -> list[Size]:
        if self.sizes is not None:
            if is_known(whole) and sum(self.sizes) != whole:
                raise ShapecalcError(
                    f"the sizes {self.sizes} add up to {sum(self.sizes)}",
                    why=f"the axis has {whole}",
                    path=("sizes",),
                )
            return list(self.sizes)
        if not is_known(whole):
            return [None] * self.parts
        if whole % self.parts and not self.uneven:
            raise ShapecalcError(
                f"{whole} cannot be split into {self.parts} equal parts",
                why=f"{whole} = {whole // self.parts}*{self.parts} + {whole % self.parts}",
                path=("parts",),
            )
        part = -(-whole // self.parts)
        return [*[part] * (self.parts - 1), whole - part * (self.parts - 1)]
