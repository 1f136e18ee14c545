"""Convolutions and pools, where Keras differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.keras.settings import (
    Settings,
    each,
    exact_rank,
    given,
    lower,
    numbers,
    one_each,
    one_of,
    refused,
    settled,
)
from shapecalc.errors import ShapecalcError
from shapecalc.shape import wrong_rank

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape


def _conv(settings: Settings, rank: int | None) -> None:
    _window(settings, rank, ("valid", "same", "causal") if rank == 1 else ("valid", "same"))
    stride_or_dilation(settings)


def _conv_transpose(settings: Settings, rank: int | None) -> None:
    _window(settings, rank, ("valid", "same"))
    stride_or_dilation(settings)
    _output_padding_under_stride(settings, rank or 1)


def _depthwise(settings: Settings, rank: int | None) -> None:
    _window(settings, rank, ("valid", "same"))


def _window(settings: Settings, rank: int | None, paddings: tuple[str, ...]) -> None:
    settings["padding"] = lower(settings["padding"])
    one_of(settings, "padding", paddings)
    given(settings, "kernel_size", "strides", "dilation_rate")
    one_each(settings, rank, "kernel_size", "strides", "dilation_rate")


def _pool(settings: Settings, rank: int | None) -> None:
    one_of(settings, "padding", ("valid", "same"))
    one_each(settings, rank, "pool_size", "strides")


def _adaptive(settings: Settings, rank: int | None) -> None:
    if settings["output_size"] is None:
        raise refused(settings, "output_size", "Keras leaves an axis open for None only inside a list")
    one_each(settings, rank, "output_size")
    settings["unseen"] = True


def stride_or_dilation(settings: Settings) -> None:
    """Refuse a stride over 1 together with a dilation over 1, on whichever axes."""
    if max(numbers(settings["strides"])) > 1 and max(numbers(settings["dilation_rate"])) > 1:
        raise ShapecalcError(
            f"strides {settings['strides']!r} together with dilation_rate {settings['dilation_rate']!r}",
            why="Keras takes a stride over 1 or a dilation over 1, not both, on whichever axes",
            fix="set one of them to 1",
            path=("strides",),
        )


def _output_padding_under_stride(settings: Settings, rank: int) -> None:
    one_each(settings, rank, "output_padding")
    strides, extra = numbers(settings["strides"]), numbers(settings["output_padding"])
    pairs = zip(strides * (rank if len(strides) == 1 else 1), extra * (rank if len(extra) == 1 else 1), strict=False)
    if any(more >= stride for stride, more in pairs):
        why = f"Keras wants it less than the strides, which are {settings['strides']!r}"
        raise refused(settings, "output_padding", why, "use a smaller output_padding, or leave it out")


def _rank_of_adaptive(card: Any, shapes: tuple[Shape, ...]) -> None:
    x = shapes[0]
    if len(x) < 2 or (settled(shapes) and len(x) != card.rank + 2):
        raise wrong_rank(x, card.rank + 2)
    if settled(shapes) and None in each(card.output_size):
        raise ShapecalcError(
            f"output_size is {card.output_size}", why="Keras cannot pool to a size that is open", path=("output_size",)
        )


RESTRUCTURE: dict[str, Restructure] = {
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "depthwise_conv": _depthwise,
    "separable_conv": _depthwise,
    "max_pool": _pool,
    "average_pool": _pool,
    "adaptive_max_pool": _adaptive,
    "adaptive_average_pool": _adaptive,
}
REFUSE: dict[str, Refuse] = {
    **dict.fromkeys(("conv", "conv_transpose", "depthwise_conv", "separable_conv"), exact_rank),
    **dict.fromkeys(("max_pool", "average_pool", "global_max_pool", "global_average_pool"), exact_rank),
    **dict.fromkeys(("adaptive_max_pool", "adaptive_average_pool"), _rank_of_adaptive),
}
