"""A solution as PyTorch."""

from __future__ import annotations

from shapecalc.solver.code.call import Axes, Call, Channels, pool_window, together, unsaid, window

_LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}


def calls(axes: Axes, channels: Channels) -> tuple[Call, ...]:
    """Return the layers; refuse what PyTorch cannot say."""
    if any(isinstance(each.padding, str) for each in axes):
        raise unsaid("PyTorch", "has no valid and same with a stride", "ask with --framework torch")
    return (_CALLS[axes[0].op](axes, channels),)


def _conv(axes: Axes, channels: Channels) -> Call:
    settings = window(axes, "kernel_size", "stride", "padding", "dilation")
    return Call("conv", {**settings, "in_channels": channels.inputs, "filters": channels.outputs})


def _transpose(axes: Axes, channels: Channels) -> Call:
    return Call("conv_transpose", {**_conv(axes, channels).settings, **window(axes, "output_padding")})


def _pool(axes: Axes, _: Channels) -> Call:
    if len({each.mode for each in axes}) > 1:
        raise unsaid("PyTorch", "rounds all axes up or none")
    return Call("max_pool", {**pool_window(axes, "padding", "dilation"), "ceil_mode": bool(axes[0].mode)})


def _upsample(axes: Axes, _: Channels) -> Call:
    mode = "nearest" if axes[0].mode == "nearest" else _LINEAR[len(axes)]
    if all(each.stride for each in axes):
        return Call("upsample", {"factor": together(each.factor for each in axes), "interpolation": mode})
    return Call("upsample", {"size": together(each.out for each in axes), "interpolation": mode})


def _unpool(axes: Axes, _: Channels) -> Call:
    sizes = tuple(each.out for each in axes)
    asked = any(each.mode for each in axes)
    return Call("max_unpool", pool_window(axes, "padding"), f"(x, indices, output_size={sizes})" if asked else "")


def _shuffle(axes: Axes, _: Channels) -> Call:
    if len(axes) != 2 or len({each.settings for each in axes}) > 1:
        raise unsaid("PyTorch", "shuffles two axes, with one factor", "use a transposed convolution")
    word = "depth_to_space" if axes[0].mode == "up" else "space_to_depth"
    return Call(word, {"block": axes[0].stride})


_CALLS = {
    "transpose": _transpose,
    "conv": _conv,
    "pool": _pool,
    "upsample": _upsample,
    "unpool": _unpool,
    "shuffle": _shuffle,
}
