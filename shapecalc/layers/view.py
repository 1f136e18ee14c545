"""View: the same elements under another shape, the batch included.

>>> View(shape=(0, -1), zero_copies=True).output(("N", 7, 7, 8))
('N', 392)
>>> View(shape=(4, 6)).output((2, 3, 4))
(4, 6)
"""

from __future__ import annotations

from math import prod

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer, settled
from shapecalc.layers.reads import Reads, viewed
from shapecalc.layers.settings import Numbers
from shapecalc.shape import Shape, Size, is_known


class View(Layer):
    """One size of ``shape`` may be -1 and follows from the others; with ``zero_copies`` a 0 takes the input's size.

    With ``lenient`` a shape without -1 is taken as it is, whatever the number of elements.
    """

    shape: Numbers
    zero_copies: bool = False
    lenient: bool = False

    def output(self, x: Shape) -> Shape:
        self._check()
        sizes = tuple(self._copied(x, place) if self._copies(place) else size for place, size in enumerate(self.shape))
        known = prod(size for size in sizes if is_known(size) and size != -1)
        if -1 not in self.shape:
            self._check_elements(x, sizes)
            return sizes
        if known == 0:
            raise self._wrong(x, "with a size of 0 the -1 could be anything")
        rest = self._rest(x, known)
        return tuple(rest if size == -1 else size for size in sizes)

    def reads(self, x: Shape) -> Reads:
        return viewed(x, self.output(x))

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW

    def _copies(self, place: int) -> bool:
        return self.zero_copies and self.shape[place : place + 1] == (0,)

    def _check(self) -> None:
        if self.shape.count(-1) > 1 or any(size < -1 for size in self.shape):
            raise ShapecalcError(
                f"shape is {self.shape}", why="at most one size may be -1, and none may be less", path=("shape",)
            )

    def _copied(self, x: Shape, place: int) -> Size:
        if place >= len(x):
            raise self._wrong(x, f"the 0 on place {place} has nothing to copy")
        return x[place]

    def _rest(self, x: Shape, known: int) -> Size:
        elements = settled(tuple(size for place, size in enumerate(x) if is_known(size) or not self._copies(place)))
        if elements is None:
            return None
        if prod(elements) % known:
            raise self._wrong(x, f"{prod(elements)} elements cannot be divided by {known}")
        return prod(elements) // known

    def _check_elements(self, x: Shape, sizes: Shape) -> None:
        before, after = settled(x), settled(sizes)
        if self.lenient or before is None or after is None or prod(before) == prod(after):
            return
        raise self._wrong(x, f"{prod(before)} elements are not {prod(after)}")

    def _wrong(self, x: Shape, why: str) -> ShapecalcError:
        return ShapecalcError(
            f"the shape {x} cannot be seen as {self.shape}",
            why=why,
            fix="change the shape so that the number of elements stays",
            path=("shape",),
        )
