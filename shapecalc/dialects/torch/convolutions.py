"""Convolutions and what undoes them, where PyTorch differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.torch.settings import Settings, batched, each, no_empty_axis, no_for_none, one_for_all, one_of
from shapecalc.errors import ShapecalcError
from shapecalc.shape import join, split

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Quirk, Refuse, Restructure
    from shapecalc.layers.layer import Output
    from shapecalc.shape import Shape


def _conv(settings: Settings, _: int | None) -> None:
    no_for_none(settings, "bias")
    one_of(settings, "padding_mode", "zeros", "reflect", "replicate", "circular")
    settings["padding_mode"] = {"zeros": "constant"}.get(settings["padding_mode"], settings["padding_mode"])
    if isinstance(settings["padding"], str):
        one_of(settings, "padding", "valid", "same")
    numbers_only(settings)
    if settings["padding"] == "same" and any(step != 1 for step in each(settings["stride"])):
        raise ShapecalcError(
            f"padding 'same' with stride {settings['stride']!r}",
            why="PyTorch pads 'same' only for stride 1",
            fix="give the padding as a number, e.g. kernel_size // 2",
            path=("padding",),
        )
    one_for_all(settings, "stride", "dilation")
    if settings["padding_mode"] == "constant":
        one_for_all(settings, "padding")


def _conv_transpose(settings: Settings, rank: int | None) -> None:
    no_for_none(settings, "bias")
    one_of(settings, "padding_mode", "zeros")
    if isinstance(settings["padding"], str):
        raise ShapecalcError(
            f"padding is {settings['padding']!r}",
            why="PyTorch's transposed convolution takes numbers only",
            fix="give the padding as a number",
            path=("padding",),
        )
    numbers_only(settings)
    if settings["output_padding"] is None:
        raise ShapecalcError(
            "output_padding is None", why="PyTorch takes numbers", fix="use 0", path=("output_padding",)
        )
    one_for_all(settings, "output_padding")
    if isinstance(settings.get("output_size"), int):
        raise ShapecalcError(
            f"output_size is {settings['output_size']}",
            why="PyTorch takes a list with one size for each spatial axis",
            fix=f"use {[settings['output_size']] * (rank or 1)}",
            path=("output_size",),
        )
    if settings.get("output_size") is None:  # otherwise PyTorch looks at every axis' number itself
        one_for_all(settings, "stride", "padding", "dilation")


def numbers_only(settings: Settings) -> None:
    """Refuse a padding that tells before and after apart."""
    if any(isinstance(pad, (list, tuple)) for pad in each(settings["padding"])):
        raise ShapecalcError(
            f"padding is {settings['padding']!r}",
            why="PyTorch pads both sides of an axis alike",
            fix="give one number an axis, and a ZeroPad layer before it for the rest",
            path=("padding",),
        )


def _filled(card: Any, shapes: tuple[Shape, ...]) -> None:
    x, rank = shapes[0], card.rank
    if card.padding_mode not in {"constant", "circular"}:
        no_empty_axis(x, 1 if batched(x, rank) else 0)
    elif len(x) > rank and 0 not in x[:-rank]:
        no_empty_axis(x, -rank)


def _some_channels(card: Any, shapes: tuple[Shape, ...]) -> None:
    x, rank = shapes[0], card.rank
    if len(x) > rank:
        no_empty_axis(x[: len(x) - rank], len(x) - rank - 1)
        if 0 not in x[:-rank]:
            no_empty_axis(x, -rank)


def _nothing_from_no_channels(card: Any, shapes: tuple[Shape, ...], output: Output) -> Output:
    lead, channels, _ = split(shapes[0], card.rank, card.data_format)
    if channels != 0 or isinstance(output, list):
        return output
    return join(lead, 0, output[len(lead) + 1 :], card.data_format)


RESTRUCTURE: dict[str, Restructure] = {"conv": _conv, "conv_transpose": _conv_transpose}
REFUSE: dict[str, Refuse] = {"conv": _filled, "conv_transpose": _some_channels}
QUIRKS: dict[str, Quirk] = {"conv": _nothing_from_no_channels}
