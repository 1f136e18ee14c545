"""What PyTorch structures differently, and what it refuses although the mathematics allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from shapecalc.layers.layer import Layer
    from shapecalc.shape import Shape

Settings = dict[str, Any]


def _conv(settings: Settings, _: int | None) -> None:
    padding = settings["padding"]
    if isinstance(padding, str) and padding not in ("valid", "same"):
        raise ShapecalcError(
            f"padding is {padding!r}", why="in PyTorch it is 'valid', 'same' or numbers", path=("padding",)
        )
    _numbers_only(settings, "padding")
    if padding == "same" and set(_each(settings["stride"])) != {1}:
        raise ShapecalcError(
            f"padding 'same' with stride {settings['stride']!r}",
            why="PyTorch pads 'same' only for stride 1",
            fix="give the padding as a number, e.g. kernel_size // 2",
            path=("padding",),
        )


def _conv_transpose(settings: Settings, rank: int | None) -> None:
    if isinstance(settings["padding"], str):
        raise ShapecalcError(
            f"padding is {settings['padding']!r}",
            why="PyTorch's transposed convolution takes numbers only",
            fix="give the padding as a number",
            path=("padding",),
        )
    _numbers_only(settings, "padding")
    _spatial_output_size(settings, rank)


def _pool(settings: Settings, _: int | None) -> None:
    _numbers_only(settings, "padding")


def _max_unpool(settings: Settings, rank: int | None) -> None:
    _spatial_output_size(settings, rank)


def _upsample(settings: Settings, _: int | None) -> None:
    settings.setdefault("mode", "nearest")


def _last_axis_first(settings: Settings, rank: int | None) -> None:
    pads = settings["padding"]
    if isinstance(pads, (list, tuple)):
        if len(pads) != 2 * (rank or 1):
            raise ShapecalcError(
                f"padding has {len(pads)} numbers",
                why=f"for {rank}D it takes {2 * (rank or 1)}: before and after, the last axis first",
                path=("padding",),
            )
        settings["padding"] = tuple(zip(pads[::-2][: rank or 1], pads[::-1][::2], strict=True)) and _pairs(pads)


def _pairs(pads: Any) -> tuple[tuple[Any, Any], ...]:
    pairs = [(pads[place], pads[place + 1]) for place in range(0, len(pads), 2)]
    return tuple(reversed(pairs))


def _batch_norm(settings: Settings, _: int | None) -> None:
    settings["scale"] = bool(settings["affine"])
    settings["center"] = bool(settings["affine"]) and bool(settings["bias"])
    settings["counts_batches"] = True


def _instance_norm(settings: Settings, _: int | None) -> None:
    settings["counts_batches"] = True


def _layer_norm(settings: Settings, _: int | None) -> None:
    shape = settings["normalized_shape"]
    settings["normalized_shape"] = (shape,) if isinstance(shape, int) else shape
    settings["scale"] = bool(settings["elementwise_affine"])
    settings["center"] = bool(settings["elementwise_affine"]) and bool(settings["bias"])


def _group_norm(settings: Settings, _: int | None) -> None:
    settings["scale"] = bool(settings["affine"])
    settings["center"] = bool(settings["affine"]) and bool(settings["bias"])


RESTRUCTURE = {
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "max_pool": _pool,
    "average_pool": _pool,
    "max_unpool": _max_unpool,
    "upsample": _upsample,
    "pad": _last_axis_first,
    "batch_norm": _batch_norm,
    "instance_norm": _instance_norm,
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
}


def _pool_padding(card: Layer, _: tuple[Shape, ...]) -> None:
    pads, kernel = _each(getattr(card, "padding", 0)), _each(getattr(card, "kernel_size", 1))
    longest = max(len(pads), len(kernel))
    for pad, reach in zip(pads * (longest // len(pads)), kernel * (longest // len(kernel)), strict=True):
        if pad > reach // 2:
            raise ShapecalcError(
                f"padding is {pad}",
                why=f"PyTorch pads a pool by at most half its kernel_size, and {pad} > {reach} // 2",
                fix=f"use a padding of at most {reach // 2}",
                path=("padding",),
            )


REFUSE = {"max_pool": _pool_padding, "average_pool": _pool_padding}


def _spatial_output_size(settings: Settings, rank: int | None) -> None:
    size = settings.get("output_size")
    if isinstance(size, (list, tuple)) and rank is not None and len(size) == rank + 2:
        settings["output_size"] = tuple(size)[2:]


def _numbers_only(settings: Settings, name: str) -> None:
    if any(isinstance(each, (list, tuple)) for each in _each(settings[name])):
        raise ShapecalcError(
            f"{name} is {settings[name]!r}",
            why="PyTorch pads both sides of an axis alike",
            fix="give one number an axis, and a ZeroPad layer before it for the rest",
            path=(name,),
        )


def _each(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)
