"""What Keras 3 structures differently, and what it refuses although the mathematics allows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from shapecalc.dialects.dialect import EVERY_LAYER
from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.layers import ACTIVATIONS
from shapecalc.shape import wrong_rank

if TYPE_CHECKING:
    from shapecalc.layers.layer import Layer
    from shapecalc.shape import Shape

Settings = dict[str, Any]


def _every_layer(settings: Settings, _: int | None) -> None:
    given = settings.get("data_format")
    if given is None:
        return
    settings["data_format"] = str(given).lower()
    _one_of(settings, "data_format", ("channels_first", "channels_last"))


def _conv(settings: Settings, rank: int | None) -> None:
    settings["padding"] = _lower(settings["padding"])
    _one_of(settings, "padding", ("valid", "same", "causal") if rank == 1 else ("valid", "same"))
    _stride_or_dilation(settings)


def _conv_transpose(settings: Settings, rank: int | None) -> None:
    settings["padding"] = _lower(settings["padding"])
    _one_of(settings, "padding", ("valid", "same"))
    _stride_or_dilation(settings)
    _output_padding_under_stride(settings, rank or 1)


def _depthwise(settings: Settings, _: int | None) -> None:
    settings["padding"] = _lower(settings["padding"])
    _one_of(settings, "padding", ("valid", "same"))


def _pool(settings: Settings, _: int | None) -> None:
    _one_of(settings, "padding", ("valid", "same"))


def _upsample(settings: Settings, rank: int | None) -> None:
    factors = _each(settings["size"])
    if any(isinstance(factor, float) for factor in factors) or (
        rank == 1 and isinstance(settings["size"], (list, tuple))
    ):
        raise ShapecalcError(
            f"size is {settings['size']!r}",
            why="Keras upsamples by whole numbers only",
            fix="use a whole number, or a Resizing layer for another size",
            path=("size",),
        )


def _pair_of_the_one_axis(name: str) -> Any:
    def restructure(settings: Settings, rank: int | None) -> None:
        if rank == 1 and isinstance(settings[name], (list, tuple)):
            settings[name] = (tuple(settings[name]),)

    return restructure


def _merge(settings: Settings, _: int | None) -> None:
    settings["batch_apart"] = True


def _permute(settings: Settings, _: int | None) -> None:
    dims = _each(settings["dims"])
    settings["dims"] = (0, *dims)


def _activation(settings: Settings, _: int | None) -> None:
    if settings["activation"] is None:
        settings["activation"] = "linear"
    known_activation(settings["activation"])


def _prelu(settings: Settings, _: int | None) -> None:
    if settings["shared_axes"] is None:
        settings["shared_axes"] = ()


def known_activation(function: object) -> None:
    """Refuse a name that is none of Keras' activations."""
    if function is not None and function not in ACTIVATIONS:
        raise ShapecalcError(
            f"there is no activation {function!r}",
            fix=did_you_mean(str(function), ACTIVATIONS) or f"use one of {', '.join(ACTIVATIONS)}",
            path=("activation",),
        )


RESTRUCTURE = {
    EVERY_LAYER: _every_layer,
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "depthwise_conv": _depthwise,
    "separable_conv": _depthwise,
    "max_pool": _pool,
    "average_pool": _pool,
    "upsample": _upsample,
    "pad": _pair_of_the_one_axis("padding"),
    "crop": _pair_of_the_one_axis("cropping"),
    "permute": _permute,
    "activation": _activation,
    "prelu": _prelu,
    **dict.fromkeys(("add", "subtract", "multiply", "average", "maximum", "minimum"), _merge),
}


def _with_batch(card: Layer, shapes: tuple[Shape, ...]) -> None:
    rank = getattr(card, "rank", None)
    for shape in shapes:
        if rank is not None and len(shape) != rank + 2:
            raise wrong_rank(shape, rank + 2)


def _two_inputs(_: Layer, shapes: tuple[Shape, ...]) -> None:
    if len(shapes) != 2:
        raise ShapecalcError(f"Subtract has {len(shapes)} inputs", why="it takes exactly 2")


REFUSE = {EVERY_LAYER: _with_batch, "subtract": _two_inputs}


def _stride_or_dilation(settings: Settings) -> None:
    if max(_numbers(settings["strides"])) > 1 and max(_numbers(settings["dilation_rate"])) > 1:
        raise ShapecalcError(
            f"strides {settings['strides']!r} together with dilation_rate {settings['dilation_rate']!r}",
            why="Keras takes a stride over 1 or a dilation over 1, not both, on whichever axes",
            fix="set one of them to 1",
            path=("strides",),
        )


def _output_padding_under_stride(settings: Settings, rank: int) -> None:
    strides, extra = _numbers(settings["strides"]), _numbers(settings["output_padding"])
    pairs = zip(strides * (rank if len(strides) == 1 else 1), extra * (rank if len(extra) == 1 else 1), strict=False)
    if any(more >= stride for stride, more in pairs):
        raise ShapecalcError(
            f"output_padding is {settings['output_padding']!r}",
            why=f"Keras wants it less than the strides, which are {settings['strides']!r}",
            fix="use a smaller output_padding, or leave it out",
            path=("output_padding",),
        )


def _one_of(settings: Settings, name: str, allowed: Iterable[str]) -> None:
    if settings[name] not in allowed:
        raise ShapecalcError(
            f"{name} is {settings[name]!r}", why=f"in Keras it is one of {', '.join(allowed)}", path=(name,)
        )


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _each(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _numbers(value: Any) -> tuple[int, ...]:
    return tuple(each for each in _each(value) if isinstance(each, int)) or (0,)
