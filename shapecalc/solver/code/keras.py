"""A solution as Keras, from Keras' own settings or from numbers.

From numbers: where ``valid``, ``same`` or ``output_padding`` give the size they stand alone, elsewhere a layer that
pads or crops stands beside. ``same`` gives the size, and may put an odd row on the other side: see ``shifted``.
"""

from __future__ import annotations

from typing import Any

from shapecalc.formulas import (
    full_transposed_output_size,
    same_output_size,
    same_padding,
    same_transposed_output_size,
)
from shapecalc.solver.code.call import Axes, Call, Channels, pool_window, together, unsaid, window
from shapecalc.solver.solution import Solution

_SAME = {"padding": "same"}


def calls(axes: Axes, channels: Channels) -> tuple[Call, ...]:
    """Return the layers; refuse what Keras cannot say."""
    one_of = {"conv", "transpose"}
    if axes[0].op in one_of and max(each.stride for each in axes) > 1 and max(each.dilation for each in axes) > 1:
        raise unsaid("Keras", "takes strides or a dilation_rate over 1, not both")
    return _CALLS[axes[0].op](axes, channels)


def shifted(axes: Axes) -> bool:
    """Tell whether Keras gives the size with other padding than PyTorch's: the content is shifted."""
    written = calls(axes, Channels())
    numbers = all(isinstance(each.padding, int) for each in axes)
    same = written[-1].settings.get("padding") == "same"
    return numbers and len(written) == 1 and any(_starts(each, same=same) != each.padding for each in axes)


def _starts(solution: Solution, *, same: bool) -> int:
    """Return how many elements are padded or cropped at the start by a layer that stands alone."""
    if not same:
        return 0
    if solution.op == "transpose":
        return max(solution.effective_kernel - solution.stride, 0) // 2
    return same_padding(solution.size, solution.kernel_size, solution.stride, solution.dilation)[0]


def _worded(axes: Axes) -> dict[str, Any]:
    """Return the settings that are Keras' own, if they are."""
    if not all(isinstance(each.padding, str) for each in axes):
        return {}
    if len({each.padding for each in axes}) > 1:
        raise unsaid("Keras", "has one padding for all axes")
    extras = {each.output_padding for each in axes}
    if None in extras and len(extras) > 1:
        raise unsaid("Keras", "gives output_padding for all axes or for none")
    extra = {} if None in extras else {"output_padding": together(each.output_padding for each in axes)}
    return {**window(axes, "padding"), **(extra if axes[0].op == "transpose" else {})}


def _conv(axes: Axes, channels: Channels) -> tuple[Call, ...]:
    settings = {**window(axes, "kernel_size", "stride", "dilation"), "filters": channels.filters}
    if worded := _worded(axes):
        return (Call("conv", {**settings, **worded}),)
    if all(each.padding == 0 for each in axes):
        return (Call("conv", settings),)
    if _same_fits(axes):
        return (Call("conv", {**settings, **_SAME}),)
    return Call("pad", {"padding": together(each.padding for each in axes)}), Call("conv", settings)


def _same_fits(axes: Axes) -> bool:
    return all(same_output_size(each.size, each.stride) == each.out for each in axes)


def _transpose(axes: Axes, channels: Channels) -> tuple[Call, ...]:
    settings = {**window(axes, "kernel_size", "stride", "dilation"), "filters": channels.filters}
    if worded := _worded(axes):
        return (Call("conv_transpose", {**settings, **worded}),)
    for formula, word in ((full_transposed_output_size, {}), (same_transposed_output_size, _SAME)):
        if all(formula(each.size, each.kernel_size, each.stride, dilation=each.dilation) == each.out for each in axes):
            return (Call("conv_transpose", {**settings, **word}),)
    crops, extras = zip(*map(_crop, axes), strict=True)
    if any(extras) or any(each.effective_kernel < each.stride for each in axes):
        settings["output_padding"] = together(extras)
    if any(extra >= each.stride for extra, each in zip(extras, axes, strict=True)):
        raise unsaid("Keras", "takes an output_padding under the stride only")
    line = Call("conv_transpose", settings)
    cropping = crops[0] if len(axes) == 1 else crops
    even = len(set(crops)) == 1 and crops[0][0] == crops[0][1]
    return (line, Call("crop", {"cropping": crops[0][0] if even else cropping})) if any(map(any, crops)) else (line,)


def _crop(solution: Solution) -> tuple[tuple[int, int], int]:
    _, _, padding, extra, _ = solution.numbers
    return (padding, max(padding - extra, 0)), max(extra - padding, 0)


def _pool(axes: Axes, _: Channels) -> tuple[Call, ...]:
    if any(each.dilation > 1 for each in axes):
        raise unsaid("Keras", "has no dilated pool")
    if worded := _worded(axes):
        return (Call("max_pool", {**pool_window(axes), **worded}),)
    if all(each.padding == 0 and not each.mode for each in axes):
        return (Call("max_pool", pool_window(axes)),)
    if _same_fits(axes):
        return (Call("max_pool", {**pool_window(axes), **_SAME}),)
    raise unsaid("Keras", "pads a pool by valid or same only, and neither gives this size")


def _upsample(axes: Axes, _: Channels) -> tuple[Call, ...]:
    mode = axes[0].mode
    if mode == "bilinear" and len(axes) != 2:
        raise unsaid("Keras", "interpolates two axes only")
    interpolation = {} if mode == "nearest" else {"interpolation": mode}
    if any(each.over > 1 for each in axes):
        raise unsaid("Keras", "upsamples by whole factors")
    if all(each.stride for each in axes):
        return (Call("upsample", {"factor": together(each.stride for each in axes), **interpolation}),)
    if len(axes) != 2:
        raise unsaid("Keras", "resizes two axes only")
    height, width = (each.out for each in axes)
    return (Call("resize", {"height": height, "width": width, "interpolation": mode}),)


def _unpool(axes: Axes, channels: Channels) -> tuple[Call, ...]:  # noqa: ARG001 - whatever they are
    raise unsaid("Keras", "has no max-unpool")


def _shuffle(axes: Axes, _: Channels) -> tuple[Call, ...]:
    if len(axes) != 2 or len({each.settings for each in axes}) > 1:
        raise unsaid("Keras", "shuffles two axes, with one factor")
    word = "depth_to_space" if axes[0].mode == "up" else "space_to_depth"
    return (Call(word, {"block": axes[0].stride}),)


_CALLS = {
    "transpose": _transpose,
    "conv": _conv,
    "pool": _pool,
    "upsample": _upsample,
    "unpool": _unpool,
    "shuffle": _shuffle,
}
