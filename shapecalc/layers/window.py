"""What convolutions and pools share: a window with a stride, a padding and a dilation."""

from __future__ import annotations

from typing import Any

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import (
    along_axes,
    causal_padding,
    output_size,
    same_output_size,
    same_padding,
    truncated_output_size,
    unreached_elements,
)
from shapecalc.layers.layer import Spatial
from shapecalc.layers.per_axis import before_and_after, one_each, per_axis
from shapecalc.layers.reads import Reads, along
from shapecalc.layers.settings import CountPerAxis, Padding
from shapecalc.shape import Shape


class Window(Spatial):
    """A window that slides along the spatial axes.

    ``padding`` is ``valid`` (none), ``same`` (as much as makes ``ceil(i/s)``, the odd one after), ``same_lower`` (the
    odd one before), ``causal`` (all of it before), a number, one an axis, or a pair [before, after] an axis.
    With ``truncating`` the division rounds toward zero, so that a window that does not fit is no mistake.
    """

    kernel_size: CountPerAxis
    stride: CountPerAxis | None = 1
    padding: Padding = "valid"
    dilation: CountPerAxis = 1
    truncating: bool = False

    @property
    def step(self) -> int | tuple[int, ...]:
        """Return how far the window moves; the kernel size where a pool leaves the stride out."""
        return self.kernel_size if self.stride is None else self.stride

    def unreached(self, *inputs: Shape) -> Shape:
        if self.padding in ("same", "same_lower", "causal"):
            return ()
        lead, _, spatial = self.split(inputs[0])
        window: dict[str, Any] = {"kernel_size": self.kernel_size, "stride": self.step, "dilation": self.dilation}
        padding = 0 if self.padding == "valid" else self.padding
        before, after = before_and_after(padding, len(spatial), "padding")
        rests = along_axes(_cut_off, spatial, **window, before=before, after=after)
        return self.join((0,) * len(lead), 0, tuple(rest or 0 for rest in rests))

    def slide(self, spatial: Shape, **more: Any) -> Shape:
        """Return the sizes after the window went over them."""
        if self.padding in ("same", "same_lower", "causal"):
            one_each(self.kernel_size, len(spatial), "kernel_size")
            one_each(self.dilation, len(spatial), "dilation")
            return along_axes(same_output_size, spatial, stride=self.step)
        return along_axes(
            truncated_output_size if self.truncating else output_size,
            spatial,
            kernel_size=self.kernel_size,
            stride=self.step,
            padding=0 if self.padding == "valid" else self.padding,
            dilation=self.dilation,
            **more,
        )

    def reads(self, x: Shape) -> Reads:
        """Return the taps of the window along the spatial axes, and all of the channels."""
        from shapecalc.formulas.taps import window_taps

        axes = self.spatial_axes(x)
        settings = (per_axis(each, len(axes)) for each in (self.kernel_size, self.step, self.dilation))
        windows = zip(axes, *settings, self._before(x), strict=True)
        taps = {axis: window_taps(kernel, step, pad, dilation) for axis, kernel, step, dilation, pad in windows}
        return along(x, taps, (self.channel_axis(x),))

    def _before(self, x: Shape) -> tuple[int, ...]:
        """Return how much padding stands before each spatial axis."""
        spatial = self.split(x).spatial
        if self.padding == "valid":
            return (0,) * len(spatial)
        if not isinstance(self.padding, str):
            return before_and_after(self.padding, len(spatial), "padding")[0]
        steps = per_axis(self.step, len(spatial))
        sizes = tuple(1 if step == 1 else size for size, step in zip(spatial, steps, strict=True))  # any size will do
        window: dict[str, Any] = {"kernel_size": self.kernel_size, "stride": self.step, "dilation": self.dilation}
        pads = along_axes(automatic_padding, sizes, **window, padding=self.padding)
        if None in pads:
            why = "it depends on the size, which is open"
            raise ShapecalcError(f"what {self.padding!r} pads before is not known", why=why)
        return tuple(before for before, _ in pads)


def automatic_padding(size: int, kernel_size: int, stride: int, dilation: int, padding: str) -> tuple[int, int]:
    """Return what ``same``, ``same_lower`` and ``causal`` pad before and after an axis."""
    if padding == "causal":
        return causal_padding(kernel_size, dilation)
    return same_padding(size, kernel_size, stride, dilation, lower=padding == "same_lower")


def _cut_off(size: int, kernel_size: int, stride: int, dilation: int, before: int, after: int) -> int:
    """Return what the floor cuts off, after what a negative padding crops."""
    cropped = size + min(before, 0) + min(after, 0)
    return unreached_elements(cropped, kernel_size, stride, (max(before, 0), max(after, 0)), dilation)
