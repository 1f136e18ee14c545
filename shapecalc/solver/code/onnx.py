"""A solution as an ONNX node: one operator, one number an axis.

The kernel's size stands in the weight too; channels and filters stand there alone.
"""

from __future__ import annotations

from collections.abc import Callable

from shapecalc.solver.code.call import Axes, Call, Channels, unsaid, window

BATCH = "n"
"""The batch size, for the reader to fill in."""


def calls(axes: Axes, channels: Channels) -> tuple[Call, ...]:
    """Return the node; refuse what ONNX cannot say."""
    if any(isinstance(each.padding, str) for each in axes):
        raise unsaid("ONNX", "is asked in Keras' words", "ask with --framework onnx")
    return (_CALLS[axes[0].op](axes, channels),)


def _conv(axes: Axes, _: Channels) -> Call:
    return Call("conv", window(axes, "kernel_size", "stride", "padding", "dilation"))


def _transpose(axes: Axes, channels: Channels) -> Call:
    if any(each.numbers[3] >= each.stride for each in axes):
        raise unsaid("ONNX", "takes an output_padding under the stride only (onnxruntime)")
    return Call("conv_transpose", {**_conv(axes, channels).settings, **window(axes, "output_padding")})


def _pool(axes: Axes, channels: Channels) -> Call:
    if len({each.mode for each in axes}) > 1:
        raise unsaid("ONNX", "rounds all axes up or none")
    return Call("max_pool", {**_conv(axes, channels).settings, "ceil_mode": bool(axes[0].mode)})


def _unpool(axes: Axes, channels: Channels) -> Call:
    settings = window(axes, "kernel_size", "stride", "padding")
    if not any(each.mode for each in axes):
        return Call("max_unpool", settings)
    if any(each.out < each._replace(mode="").output_size(each.size) for each in axes):
        raise unsaid("ONNX", "is asked for no less than (W-1)S - 2P + F (onnxruntime)")
    return Call("max_unpool", {**settings, "output_size": (BATCH, channels.inputs, *(each.out for each in axes))})


def _upsample(axes: Axes, _: Channels) -> Call:
    mode = {"interpolation": "nearest" if axes[0].mode == "nearest" else "linear"}
    if all(each.factor for each in axes):
        return Call("upsample", {"factor": (1.0, 1.0, *(float(each.factor or 1) for each in axes)), **mode})
    places = range(2, 2 + len(axes))
    return Call("upsample", {"axes": tuple(places), "size": tuple(each.out for each in axes), **mode})


def _shuffle(axes: Axes, _: Channels) -> Call:
    if len(axes) != 2 or len({each.settings for each in axes}) > 1:
        raise unsaid("ONNX", "shuffles two axes, with one factor")
    block = {"block": axes[0].stride}
    return Call("depth_to_space", {**block, "mode": "CRD"}) if axes[0].mode == "up" else Call("space_to_depth", block)


_CALLS: dict[str, Callable[[Axes, Channels], Call]] = {
    "transpose": _transpose,
    "conv": _conv,
    "pool": _pool,
    "upsample": _upsample,
    "unpool": _unpool,
    "shuffle": _shuffle,
}
