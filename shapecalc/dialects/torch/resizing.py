"""Upsampling, padding and pixel shuffling, where PyTorch differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.torch.settings import Settings, always, no_empty_axis, one_of
from shapecalc.errors import ShapecalcError
from shapecalc.layers.per_axis import before_and_after
from shapecalc.shape import is_known, wrong_rank

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Quirk, Refuse, Restructure
    from shapecalc.layers.layer import Output
    from shapecalc.shape import Shape

AXES_OF_MODE = {
    "nearest": (1, 2, 3),
    "nearest-exact": (1, 2, 3),
    "area": (1, 2, 3),
    "linear": (1,),
    "bilinear": (2,),
    "bicubic": (2,),
    "trilinear": (3,),
}
"""How many spatial axes each way of upsampling takes."""
MOST_AXES = 3
"""Along how many axes PyTorch pads with anything but a constant."""
INTERPOLATING = ("linear", "bilinear", "bicubic", "trilinear")


def _upsample(settings: Settings, _: int | None) -> None:
    settings["scale_factor"] = settings["scale_factor"] or None  # PyTorch asks whether it is there so, and 0 is not
    one_of(settings, "mode", *AXES_OF_MODE)
    one_of(settings, "align_corners", True, False, None)
    if settings["align_corners"] is not None and settings["mode"] not in INTERPOLATING:
        raise ShapecalcError(
            f"align_corners is given with mode {settings['mode']!r}",
            why=f"PyTorch takes it with {', '.join(INTERPOLATING)} only",
            fix="leave it out",
            path=("align_corners",),
        )
    settings["align_corners"] = bool(settings["align_corners"])
    if settings["size"] is not None and settings["recompute_scale_factor"]:
        raise ShapecalcError(
            "recompute_scale_factor is given with a size",
            why="there is no scale to compute again",
            fix="leave it out",
            path=("recompute_scale_factor",),
        )


def _axes_of_mode(card: Any, shapes: tuple[Shape, ...]) -> None:
    x, axes = shapes[0], AXES_OF_MODE[card.interpolation]
    if len(x) - 2 not in axes:
        raise wrong_rank(x, axes[0] + 2)
    if card.interpolation != "area":
        no_empty_axis(x, 1)
    elif any(size != 1 for size in card.output(x)[2:]):  # the mean of everything is taken of nothing too
        no_empty_axis(x, 1 if len(x) == 5 else 2)


def _last_axes(settings: Settings, rank: int | None) -> None:
    pads = settings["padding"]
    if not isinstance(pads, (list, tuple)):
        settings["axes"] = tuple(range(-(rank or 1), 0))
        return
    if len(pads) % 2:
        raise ShapecalcError(
            f"padding has {len(pads)} numbers",
            why=f"for {rank}D it takes {2 * (rank or 1)}: before and after, the last axis first",
            path=("padding",),
        )
    settings["axes"] = tuple(range(-(len(pads) // 2), 0))
    settings["padding"] = tuple((pads[place], pads[place + 1]) for place in range(len(pads) - 2, -1, -2))


def _pad_from_the_input(card: Any, shapes: tuple[Shape, ...]) -> None:
    x, rank = shapes[0], len(card.axes)
    if card.mode == "constant":
        return
    if rank > MOST_AXES:
        raise ShapecalcError(
            f"padding is for {rank} axes", why=f"PyTorch copies along {MOST_AXES} at most", path=("padding",)
        )
    for axes in (rank, card.rank) if card.mode == "circular" else (rank,):
        if len(x) not in {axes + 1, axes + 2}:
            raise wrong_rank(x, axes + 2)
    if card.mode == "circular":
        return
    no_empty_axis(x, len(x) - rank - 1)
    before, after = before_and_after(card.padding, rank, "padding")
    if all(is_known(size) and size + sum(pads) < 1 for size, *pads in zip(x[-rank:], before, after, strict=True)):
        raise ShapecalcError(
            "the padding leaves nothing",
            why=f"the input's shape is {x}, and the negative pads crop all of it",
            fix="crop less",
            path=("padding",),
        )


def _empty_stays(_: Any, shapes: tuple[Shape, ...], output: Output) -> Output:
    return shapes[0] if 0 in shapes[0] else output


PADS = {"Reflection": "reflect", "Replication": "replicate", "Circular": "circular"}

RESTRUCTURE: dict[str, Restructure] = {
    "upsample": _upsample,
    "UpsamplingNearest2d": always(mode="nearest", align_corners=None, recompute_scale_factor=None),
    "UpsamplingBilinear2d": always(mode="bilinear", align_corners=True, recompute_scale_factor=None),
    "pad": _last_axes,
    **{f"{name}Pad{rank}d": always(mode=mode) for name, mode in PADS.items() for rank in (1, 2, 3)},
}
REFUSE: dict[str, Refuse] = {"upsample": _axes_of_mode, "pad": _pad_from_the_input}
QUIRKS: dict[str, Quirk] = {"space_to_depth": _empty_stays}
