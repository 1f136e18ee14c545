"""Max-unpooling: the maxima go back to where they came from, zeros elsewhere.

>>> shape = (None, 3, 5, 8)
>>> MaxUnpool(kernel_size=2).output(shape, shape)
(None, 6, 10, 8)
>>> MaxUnpool(kernel_size=2, output_size=(7, 11)).output(shape, shape)
(None, 7, 11, 8)
"""

from __future__ import annotations

from typing import ClassVar

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import along_axes, unpooled_output_size
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Spatial, open_as
from shapecalc.layers.per_axis import before_and_after, per_axis
from shapecalc.layers.reads import Reads, along
from shapecalc.layers.settings import AmountPerAxis, CountPerAxis, Pads, SizesOrNone
from shapecalc.shape import Shape


class MaxUnpool(Spatial):
    """Takes the values and the indices of a max pool.

    A wanted ``output_size`` (of the spatial axes, or of all) may differ from the natural one by less than a stride.
    """

    inputs: ClassVar[tuple[int, int | None]] = (2, 2)
    kernel_size: CountPerAxis
    stride: AmountPerAxis | None = None
    padding: Pads = 0
    output_size: SizesOrNone | None = None

    def output(self, x: Shape, indices: Shape) -> Shape:
        if x != indices:
            raise ShapecalcError(
                f"the values have shape {x}, but the indices {indices}",
                fix="take both from the same max pool",
                path=("inputs", 1),
            )
        lead, channels, spatial = self.split(x)
        wanted: Shape | None = self.output_size
        if wanted is not None and len(wanted) == len(x):
            wanted = self.split(wanted).spatial
        window = {"kernel_size": self.kernel_size, "stride": self.stride, "padding": self.padding}
        sizes = along_axes(unpooled_output_size, open_as(spatial, wanted), **window, output_size=wanted)
        return self.join(lead, channels, sizes)

    def reads(self, x: Shape, indices: Shape) -> Reads:  # noqa: ARG002 - both are read alike
        from shapecalc.formulas.taps import transposed_taps

        axes = self.spatial_axes(x)
        kernel, stride = per_axis(self.kernel_size, len(axes)), per_axis(self.stride, len(axes))
        before, _ = before_and_after(self.padding, len(axes), "padding")
        windows = zip(axes, kernel, stride, before, strict=True)
        taps = {axis: transposed_taps(k, k if s is None else s, p) for axis, k, s, p in windows}
        return along(x, taps) * 2

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return Keeps(inputs=(1,))
