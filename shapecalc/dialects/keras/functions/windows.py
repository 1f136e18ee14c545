"""Convolutions whose kernel is fed: its shape says the filters and the window."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.keras.functions.fed import Fed, Reading, function
from shapecalc.dialects.keras.settings import lower
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_known


def _conv(fed: Fed) -> Reading:
    """Read a convolution: the kernel is (window..., channels, filters)."""
    x, kernel = fed("inputs"), _whole(fed("kernel"), len(fed("inputs")))
    _check_channels(fed, x, kernel, kernel[-2])
    return Reading({**_window(fed, kernel), "filters": kernel[-1], "bias": False}, (x,))


def _conv_transpose(fed: Fed) -> Reading:
    """Read a transposed convolution: the kernel is (window..., filters, channels)."""
    x, kernel = fed("inputs"), _whole(fed("kernel"), len(fed("inputs")))
    _check_channels(fed, x, kernel, kernel[-1])
    extra = fed.settings["output_padding"]
    return Reading({**_window(fed, kernel), "filters": kernel[-2], "bias": False, "output_padding": extra}, (x,))


def _depthwise_conv(fed: Fed) -> Reading:
    """Read a depthwise convolution: the kernel is (window..., channels, filters of a channel)."""
    x, kernel = fed("inputs"), _whole(fed("kernel"), len(fed("inputs")))
    _check_channels(fed, x, kernel, kernel[-2])
    return Reading({**_window(fed, kernel), "depth_multiplier": kernel[-1], "bias": False}, (x,))


def _separable_conv(fed: Fed) -> Reading:
    """Read a separable convolution: one kernel is a depthwise one, the other (1..., channels of that, filters)."""
    x = fed("inputs")
    depthwise, pointwise = (_whole(fed(f"{part}_kernel"), len(x)) for part in ("depthwise", "pointwise"))
    _check_channels(fed, x, depthwise, depthwise[-2])
    filters = {"filters": pointwise[-1], "depth_multiplier": depthwise[-1], "bias": False}
    return Reading({**_window(fed, depthwise), **filters}, (x,))


def _window(fed: Fed, kernel: tuple[int, ...]) -> dict[str, Any]:
    return {
        "kernel_size": kernel[:-2],
        "stride": fed.settings["strides"],
        "padding": lower(fed.settings["padding"]),
        "dilation": fed.settings["dilation_rate"],
    }


def _whole(kernel: Shape, rank: int) -> tuple[int, ...]:
    """Return a kernel's shape, which must be known and have as many axes as the input."""
    sizes = tuple(size for size in kernel if is_known(size) and size > 0)
    if len(kernel) != rank or len(sizes) != rank or rank < 3:
        why = f"it must have {rank} known sizes of 1 or more, as the input has {rank} axes, of which 3 are the least"
        raise ShapecalcError(f"the kernel has the shape {kernel}", why=why, path=("inbound_nodes",))
    return sizes


def _check_channels(fed: Fed, x: Shape, kernel: Shape, wanted: int) -> None:
    channels = x[1 if fed.channels_first else -1]
    if is_known(channels) and channels != wanted:
        raise ShapecalcError(
            f"the input has {channels} channels",
            why=f"its shape is {x}, and a kernel of shape {kernel} is for {wanted}",
            path=("inbound_nodes",),
        )


_WINDOW: dict[str, Any] = {"strides": 1, "padding": "valid", "data_format": None, "dilation_rate": 1}
FUNCTIONS = (
    function("conv", "Conv", "inputs kernel", _conv, **_WINDOW),
    function("conv_transpose", "ConvTranspose", "inputs kernel", _conv_transpose, output_padding=None, **_WINDOW),
    function("depthwise_conv", "DepthwiseConv", "inputs kernel", _depthwise_conv, **_WINDOW),
    function("separable_conv", "SeparableConv", "inputs depthwise_kernel pointwise_kernel", _separable_conv, **_WINDOW),
)
