"""Split: the opposite of concatenation.

>>> Split(parts=2, axis=1).output((None, 8, 5))
[(None, 4, 5), (None, 4, 5)]
>>> Split(at=(3, 5), axis=1).output((None, 8, 5))
[(None, 3, 5), (None, 2, 5), (None, 3, 5)]
>>> Split(sizes=(3, 5), axis=1).output((None, 8, 5)), Split(parts=3, axis=1, uneven=True).output((None, 8, 5))
([(None, 3, 5), (None, 5, 5)], [(None, 3, 5), (None, 3, 5), (None, 2, 5)])
"""

from __future__ import annotations

from itertools import pairwise

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer, Output
from shapecalc.layers.reads import Reads, but
from shapecalc.layers.settings import Axis, Counts, Repeats
from shapecalc.shape import Shape, Size, is_known, normal_axis


class Split(Layer):
    """Pieces of given ``sizes``, cut ``at`` places, or as many equal ``parts``; ``uneven`` lets the last be smaller."""

    axis: Axis = 0
    sizes: Counts | None = None
    at: Counts | None = None
    parts: Repeats = 1
    uneven: bool = False

    def output(self, x: Shape) -> Output:
        axis = normal_axis(self.axis, len(x))
        return [(*x[:axis], size, *x[axis + 1 :]) for size in self._pieces(x[axis])]

    def reads(self, x: Shape) -> Reads:
        return but(x, (self.axis,))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW

    def _pieces(self, whole: Size) -> list[Size]:
        if self.at is not None:
            return self._between(self.at, whole)
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

    @staticmethod
    def _between(at: tuple[int, ...], whole: Size) -> list[Size]:
        """Return the pieces between places; a piece that ends before it begins is empty."""
        places = [0, *(min(place, whole) if is_known(whole) else place for place in at)]
        last = max(whole - places[-1], 0) if is_known(whole) else None
        return [*(max(end - start, 0) for start, end in pairwise(places)), last]
