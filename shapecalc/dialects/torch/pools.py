"""Pools and what undoes them, where PyTorch differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.torch.convolutions import numbers_only
from shapecalc.dialects.torch.settings import (
    Settings,
    batched,
    each,
    no_empty_axis,
    no_for_none,
    one_for_all,
    truth,
    whole,
)
from shapecalc.errors import ShapecalcError
from shapecalc.formulas import along_axes
from shapecalc.layers.per_axis import per_axis
from shapecalc.shape import wrong_rank

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape


def _no_word(settings: Settings) -> None:
    if isinstance(settings["padding"], str):
        raise ShapecalcError(
            f"padding is {settings['padding']!r}",
            why="PyTorch's pools take numbers only",
            fix="give the padding as a number, at most half the kernel_size",
            path=("padding",),
        )
    numbers_only(settings)


def _max_pool(settings: Settings, _: int | None) -> None:
    _no_word(settings)
    truth(settings, "ceil_mode")
    no_for_none(settings, "return_indices")
    one_for_all(settings, "kernel_size", "stride", "padding", "dilation")


def _average_pool(settings: Settings, _: int | None) -> None:
    _no_word(settings)
    truth(settings, "ceil_mode", "count_include_pad")
    one_for_all(settings, "kernel_size", "stride", "padding")
    divisor = settings.get("divisor_override")
    if divisor is not None:
        whole(settings, "divisor_override")
    if divisor == 0:
        raise ShapecalcError(
            "divisor_override is 0", why="the sum of a window is divided by it", path=("divisor_override",)
        )


def _lp_pool(settings: Settings, _: int | None) -> None:
    truth(settings, "ceil_mode")
    one_for_all(settings, "stride")
    if settings["norm_type"] == 0:
        raise ShapecalcError("norm_type is 0", why="the norm is the root of that order", path=("norm_type",))


def _one_number(settings: Settings, _: int | None) -> None:
    if isinstance(settings["kernel_size"], (list, tuple)):
        raise ShapecalcError(
            f"kernel_size is {settings['kernel_size']!r}", why="LPPool1d takes a number, no list", path=("kernel_size",)
        )


def _adaptive(settings: Settings, rank: int | None) -> None:
    no_for_none(settings, "return_indices")
    size = settings["output_size"]
    if size is None or (rank == 1 and None in each(size)):
        raise ShapecalcError(
            f"output_size is {size!r}",
            why="PyTorch keeps an axis for None only inside a list, and not in 1D",
            fix="give the size as a number" if rank == 1 else f"use {(None,) * (rank or 1)}",
            path=("output_size",),
        )


def _mean(settings: Settings, rank: int | None) -> None:
    size, axes = settings["output_size"], rank or 1
    wanted = each(size) if isinstance(size, (list, tuple)) else (size,) * axes
    if wanted == (1,) * axes and all(type(number) is int for number in wanted):
        settings["axes"] = tuple(range(-axes, 0))  # PyTorch takes the mean, of anything with so many axes


def _fractional(settings: Settings, _: int | None) -> None:
    no_for_none(settings, "return_indices")


def _unpool(settings: Settings, rank: int | None) -> None:
    numbers_only(settings)
    size, axes = settings.get("output_size"), rank or 1
    if isinstance(size, (list, tuple)):
        if len(size) not in {axes, axes + 2}:
            raise ShapecalcError(
                f"output_size has {len(size)} numbers",
                why=f"PyTorch takes the {axes} spatial sizes, or all {axes + 2} with batch and channels",
                path=("output_size",),
            )
        settings["output_size"] = tuple(size)[-axes:]


def _room_for_one_more(card: Any, shapes: tuple[Shape, ...]) -> None:
    x, output = shapes[0], card.output(*shapes)
    sizes = (output[0] if card.indices else output)[-card.rank :]
    for size, windows, kernel in zip(x[-card.rank :], sizes, per_axis(card.kernel_size, card.rank), strict=True):
        if size is not None and windows + kernel > size:
            raise ShapecalcError(
                f"{windows} windows of {kernel} do not fit into {size}",
                why=f"in 3D PyTorch wants one place more: {windows} + {kernel} > {size}",
                fix="ask for fewer, or use a smaller kernel_size",
                path=("kernel_size",),
            )


def _moving(card: Any, _: tuple[Shape, ...]) -> None:
    if 0 in each(card.stride):
        raise ShapecalcError("stride is 0", why="in 3D a window must move", fix="use 1 or more", path=("stride",))


def _filled(card: Any, shapes: tuple[Shape, ...]) -> None:
    no_empty_axis(shapes[0], 1 if batched(shapes[0], card.rank) else 0)


def _pool(card: Any, shapes: tuple[Shape, ...]) -> None:
    _filled(card, shapes)
    along_axes(
        _half,
        card.kernel_size if isinstance(card.kernel_size, tuple) else each(card.kernel_size) * card.rank,
        padding=0 if card.padding == "valid" else card.padding,
    )


def _half(kernel_size: int, padding: int) -> int:
    if padding > kernel_size // 2:
        raise ShapecalcError(
            f"padding is {padding}",
            why=f"PyTorch pads a pool by at most half its kernel_size, and {padding} > {kernel_size} // 2",
            fix=f"use a padding of at most {kernel_size // 2}",
            path=("padding",),
        )
    return padding


def _unpadded_fits(card: Any, shapes: tuple[Shape, ...]) -> None:
    along_axes(_fits, shapes[0][-card.rank :], kernel_size=card.kernel_size)


def _fits(size: int, kernel_size: int) -> int:
    if size < kernel_size:
        raise ShapecalcError(
            f"the input has {size}, but the kernel {kernel_size}",
            why="PyTorch's 3D pool compares them without the padding",
            fix=f"use a kernel_size of at most {size}",
            path=("kernel_size",),
        )
    return size


def _columns(_: Any, shapes: tuple[Shape, ...]) -> None:
    no_empty_axis(shapes[0], max(len(shapes[0]) - 2, 0))


def _averaged(card: Any, shapes: tuple[Shape, ...]) -> None:
    x, rank = shapes[0], card.rank
    wanted = per_axis(card.output_size, rank)
    whole = all((size if want is None else want) == 1 for want, size in zip(wanted, x[-rank:], strict=False))
    if not whole and len(x) > rank:
        no_empty_axis(x, 1 if rank == 3 else -rank)


def _axes_besides_a_list(card: Any, shapes: tuple[Shape, ...]) -> None:
    """Refuse an input that has no more axes than a list of sizes; a number is not compared."""
    if isinstance(card.output_size, tuple) and len(shapes[0]) <= card.rank:
        raise wrong_rank(shapes[0], card.rank + 2)


def _all_but_the_first(_: Any, shapes: tuple[Shape, ...]) -> None:
    no_empty_axis(shapes[0], 1)


RESTRUCTURE: dict[str, Restructure] = {
    "max_pool": _max_pool,
    "average_pool": _average_pool,
    "lp_pool": _lp_pool,
    "LPPool1d": _one_number,
    "adaptive_max_pool": _adaptive,
    "adaptive_average_pool": _adaptive,
    "AdaptiveAvgPool2d": _mean,
    "AdaptiveAvgPool3d": _mean,
    "fractional_max_pool": _fractional,
    "max_unpool": _unpool,
}
REFUSE: dict[str, Refuse] = {
    "max_pool": _pool,
    "average_pool": _pool,
    "lp_pool": _filled,
    "AvgPool3d": _unpadded_fits,
    "LPPool3d": _unpadded_fits,
    "adaptive_max_pool": _all_but_the_first,
    "adaptive_average_pool": _averaged,
    **dict.fromkeys(("AdaptiveAvgPool2d", "AdaptiveAvgPool3d"), _axes_besides_a_list),
    "fractional_max_pool": _all_but_the_first,
    "FractionalMaxPool3d": _room_for_one_more,
    "max_unpool": _all_but_the_first,
    "unfold": _filled,
    "fold": _columns,
    "MaxUnpool3d": _moving,
}
