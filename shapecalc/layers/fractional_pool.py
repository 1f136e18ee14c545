"""Fractional max pooling (Graham, 2014): windows at random places, as many as wanted.

>>> FractionalPool(kernel_size=2, ratio=0.7).output((None, 10, 11, 8))
(None, 7, 7, 8)
>>> FractionalPool(kernel_size=2, output_size=(4, 5)).output((None, 10, 11, 8))
(None, 4, 5, 8)
"""

from __future__ import annotations

from math import floor

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import along_axes
from shapecalc.layers.keeps import INDEX_BYTES, Extra, Keeps, elements
from shapecalc.layers.layer import Output, Spatial
from shapecalc.layers.per_axis import one_each
from shapecalc.layers.reads import Reads
from shapecalc.layers.settings import AmountPerAxis, CountPerAxis, Scale
from shapecalc.shape import Shape


class FractionalPool(Spatial):
    """The output size is given, or a ``ratio`` of the input's between 0 and 1; the windows must find room.

    With ``indices`` a second output says where each maximum stood.
    """

    kernel_size: CountPerAxis
    output_size: AmountPerAxis | None = None
    ratio: Scale | None = None
    indices: bool = False

    def output(self, x: Shape) -> Output:
        lead, channels, spatial = self.split(x)
        if (self.output_size is None) == (self.ratio is None):
            both = "neither output_size nor ratio is" if self.ratio is None else "both output_size and ratio are"
            raise ShapecalcError(f"{both} given", fix="give one of the two")
        wanted = {"ratio": self.ratio} if self.output_size is None else {"output_size": self.output_size}
        name, setting = next(iter(wanted.items()))
        one_each(setting, len(spatial), name)
        shape = self.join(lead, channels, along_axes(_size, spatial, kernel_size=self.kernel_size, **wanted))
        return [shape, shape] if self.indices else shape

    def reads(self, x: Shape) -> Reads:  # noqa: ARG002 - whatever comes in
        raise ShapecalcError("its windows stand at random places")

    def keeps(self, x: Shape) -> Keeps:
        pooled = self.output(x)
        indices = Extra(elements(pooled[0] or () if isinstance(pooled, list) else pooled), INDEX_BYTES)
        return Keeps(inputs=(0,), beside=() if self.indices else (indices,))


def _size(size: int, kernel_size: int, output_size: int | None = None, ratio: float | None = None) -> int:
    if ratio is not None and ratio >= 1:
        raise ShapecalcError(f"ratio is {ratio}", why="it must be between 0 and 1", path=("ratio",))
    output = floor(size * ratio) if ratio is not None else output_size or 0
    if output + kernel_size - 1 > size:
        raise ShapecalcError(
            f"{output} windows of {kernel_size} do not fit into {size}",
            why=f"{output} + {kernel_size} - 1 = {output + kernel_size - 1} > {size}",
            fix="ask for fewer, or use a smaller kernel_size",
            path=("kernel_size",),
        )
    return output
