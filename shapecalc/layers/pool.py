"""Max, average and power-average (LP) pooling.

>>> Pool(reduce="max", kernel_size=2).output((None, 33, 33, 8))
(None, 16, 16, 8)
>>> Pool(reduce="average", kernel_size=3, stride=2, padding=1, ceil_mode=True).output((None, 12, 12, 8))
(None, 7, 7, 8)
>>> Pool(reduce="max", kernel_size=2, indices=True).output((None, 8, 8, 3))
[(None, 4, 4, 3), (None, 4, 4, 3)]
"""

from __future__ import annotations

from typing import Literal

from shapecalc.formulas.window import Overhang
from shapecalc.layers.keeps import INDEX_BYTES, Extra, Keeps, elements
from shapecalc.layers.layer import Output
from shapecalc.layers.settings import CountPerAxis
from shapecalc.layers.window import Window
from shapecalc.shape import Shape


class Pool(Window):
    """One number for each window. The stride is the kernel size when left out.

    ``ceil_mode`` counts a last window that hangs over the end; ``overhang`` is for ``truncating`` pools, as in
    ``formulas.truncated_output_size``. ``indices`` gives the places of the maxima as a second output.
    """

    reduce: Literal["max", "average", "lp"]
    stride: CountPerAxis | None = None
    ceil_mode: bool = False
    overhang: Overhang = "strict"
    indices: bool = False

    def unreached(self, *inputs: Shape) -> Shape:
        return () if self.ceil_mode else super().unreached(*inputs)

    def output(self, x: Shape) -> Output:
        lead, channels, spatial = self.split(x)
        last = {"overhang": self.overhang} if self.truncating else {}
        shape = self.join(lead, channels, self.slide(spatial, ceil_mode=self.ceil_mode, **last))
        return [shape, shape] if self.indices else shape

    def keeps(self, x: Shape) -> Keeps:
        if self.reduce == "lp":
            return super().keeps(x)
        pooled = self.output(x)
        indices = Extra(elements(pooled[0] or () if isinstance(pooled, list) else pooled), INDEX_BYTES)
        return Keeps(inputs=(0,), beside=(indices,) if self.reduce == "max" and not self.indices else ())
