"""Functions that slide a window, or change the spatial sizes."""

from __future__ import annotations

from functools import partial
from typing import Any

from shapecalc.importers.torch.calls import Arrow
from shapecalc.importers.torch.plan import Plan, Reading, one

_FILL = {
    "constant": "ConstantPad",
    "reflect": "ReflectionPad",
    "replicate": "ReplicationPad",
    "circular": "CircularPad",
}


def _plain(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) and len(value) == 1 else value


def _conv(
    rank: int,
    x: Arrow,
    weight: Arrow,
    bias: Arrow | None = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Plan | None:
    if len(weight.shape) != rank + 2:
        return None
    filters, inner, *kernel = weight.shape
    settings = {
        "in_channels": inner * groups,
        "out_channels": filters,
        "kernel_size": tuple(kernel),
        "stride": _plain(stride),
        "padding": _plain(padding),
        "dilation": _plain(dilation),
        "groups": groups,
        "bias": bias is not None,
    }
    return one(f"Conv{rank}d", settings, x, weights=tuple(each for each in (weight, bias) if each is not None))


def _conv_transpose(
    rank: int,
    x: Arrow,
    weight: Arrow,
    bias: Arrow | None = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Plan | None:
    if len(weight.shape) != rank + 2:
        return None
    inner, filters, *kernel = weight.shape
    settings = {
        "in_channels": inner,
        "out_channels": filters * groups,
        "kernel_size": tuple(kernel),
        "stride": _plain(stride),
        "padding": _plain(padding),
        "output_padding": _plain(output_padding),
        "dilation": _plain(dilation),
        "groups": groups,
        "bias": bias is not None,
    }
    weights = tuple(each for each in (weight, bias) if each is not None)
    return one(f"ConvTranspose{rank}d", settings, x, weights=weights)


def _max_pool(
    rank: int,
    x: Arrow,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Plan:
    settings = {
        "kernel_size": _plain(kernel_size),
        "stride": _plain(stride) or None,
        "padding": _plain(padding),
        "dilation": _plain(dilation),
        "ceil_mode": ceil_mode,
        "return_indices": return_indices,
    }
    return one(f"MaxPool{rank}d", settings, x)


def _average_pool(
    rank: int,
    x: Arrow,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    *_: Any,
    **__: Any,
) -> Plan:
    settings = {
        "kernel_size": _plain(kernel_size),
        "stride": _plain(stride) or None,
        "padding": _plain(padding),
        "ceil_mode": ceil_mode,
    }
    return one(f"AvgPool{rank}d", settings, x)


def _adaptive(name: str, rank: int, x: Arrow, output_size: Any, return_indices: bool = False) -> Plan:
    settings = {"output_size": _plain(output_size)}
    if name == "Max":
        settings["return_indices"] = return_indices
    return one(f"Adaptive{name}Pool{rank}d", settings, x)


def _interpolate(
    x: Arrow,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: Any = None,
    recompute_scale_factor: Any = None,
    **_: Any,
) -> Plan:
    settings = {
        "size": _plain(size),
        "scale_factor": _plain(scale_factor),
        "mode": mode,
        "align_corners": align_corners,
        "recompute_scale_factor": recompute_scale_factor,
    }
    return one("Upsample", settings, x)


def _pad(x: Arrow, pad: Any, mode: str = "constant", value: Any = None) -> Plan | None:
    if not isinstance(pad, tuple) or len(pad) % 2:
        return None
    rank = len(pad) // 2
    if mode not in _FILL or not 1 <= rank <= 3:
        return one("pad", {**_pairs(pad), "mode": "constant"}, x) if mode == "constant" else None
    filling = {"value": value or 0.0} if mode == "constant" else {}
    return one(f"{_FILL[mode]}{rank}d", {"padding": tuple(pad), **filling}, x)


def _pairs(pad: tuple[int, ...]) -> dict[str, Any]:
    """Return pads that begin with the last axis as pairs in the order of the axes."""
    pairs = [(pad[place], pad[place + 1]) for place in range(0, len(pad), 2)][::-1]
    return {"padding": tuple(pairs), "axes": tuple(range(-len(pairs), 0))}


def _unfold(x: Arrow, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Plan:
    return one("Unfold", {"kernel_size": kernel_size, "dilation": dilation, "padding": padding, "stride": stride}, x)


def _fold(x: Arrow, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Plan:
    settings = {"kernel_size": kernel_size, "dilation": dilation, "padding": padding, "stride": stride}
    return one("Fold", {"output_size": output_size, **settings}, x)


def _shuffle(class_name: str, setting: str, x: Arrow, factor: int) -> Plan:
    return one(class_name, {setting: factor}, x)


_RANKS = (1, 2, 3)
READINGS: dict[str, Reading] = {
    **{f"conv{rank}d": partial(_conv, rank) for rank in _RANKS},
    **{f"conv_transpose{rank}d": partial(_conv_transpose, rank) for rank in _RANKS},
    **{f"max_pool{rank}d": partial(_max_pool, rank) for rank in _RANKS},
    **{f"avg_pool{rank}d": partial(_average_pool, rank) for rank in _RANKS},
    **{f"adaptive_avg_pool{rank}d": partial(_adaptive, "Avg", rank) for rank in _RANKS},
    **{f"adaptive_max_pool{rank}d": partial(_adaptive, "Max", rank) for rank in _RANKS},
    "interpolate": _interpolate,
    "pad": _pad,
    "unfold": _unfold,
    "fold": _fold,
    "pixel_shuffle": partial(_shuffle, "PixelShuffle", "upscale_factor"),
    "pixel_unshuffle": partial(_shuffle, "PixelUnshuffle", "downscale_factor"),
    "channel_shuffle": partial(_shuffle, "ChannelShuffle", "groups"),
}
