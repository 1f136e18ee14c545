"""Upsampling, padding, cropping, and giving axes another order or size, where Keras differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.keras.settings import Settings, each, exact_rank, one_each, one_of, refused, settled
from shapecalc.errors import ShapecalcError
from shapecalc.shape import wrong_rank

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape

INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")


def _upsample(settings: Settings, rank: int | None) -> None:
    size = settings["size"]
    if any(isinstance(factor, float) for factor in each(size)) or (rank == 1 and isinstance(size, (list, tuple))):
        fix = "use a whole number, or a Resizing layer for another size"
        raise refused(settings, "size", "Keras upsamples by whole numbers only", fix)
    one_each(settings, rank, "size")


def _pad(settings: Settings, rank: int | None) -> None:
    padding = settings["padding"]
    if (rank == 1 or not isinstance(padding, int)) and _holds_negative(padding):
        raise refused(settings, "padding", "Keras crops by a negative padding only in 2D and 3D, by one for all sides")
    _pair_of_the_one_axis(settings, rank, "padding")


def _crop(settings: Settings, rank: int | None) -> None:
    _pair_of_the_one_axis(settings, rank, "cropping")


def _pair_of_the_one_axis(settings: Settings, rank: int | None, name: str) -> None:
    if rank == 1 and isinstance(settings[name], (list, tuple)):
        settings[name] = (tuple(settings[name]),)
    one_each(settings, rank, name)


def _holds_negative(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_holds_negative, value))
    return isinstance(value, int) and value < 0


def _resizing(settings: Settings, _: int | None) -> None:
    settings["size"] = (settings["height"], settings["width"])


def _image_or_images(_: Any, shapes: tuple[Shape, ...]) -> None:
    if len(shapes[0]) not in {3, 4}:
        raise wrong_rank(shapes[0], 4)


def _runs(card: Any, shapes: tuple[Shape, ...]) -> None:
    if settled(shapes):
        _image_or_images(card, shapes)
    if card.interpolation not in INTERPOLATIONS and settled(shapes):
        one_of({"interpolation": card.interpolation}, "interpolation", INTERPOLATIONS)


def _permute(settings: Settings, _: int | None) -> None:
    dims = settings["dims"]
    if not isinstance(dims, (list, tuple)) or set(dims) != set(range(1, len(dims) + 1)):
        raise refused(settings, "dims", "it must hold each of 1, 2, ... once, one for every axis after the batch")
    settings["dims"] = (0, *dims)


def _batch(_: Any, shapes: tuple[Shape, ...]) -> None:
    if not shapes[0]:
        raise ShapecalcError("the input has no axis", why="Keras needs a batch at least")


RESTRUCTURE: dict[str, Restructure] = {
    "upsample": _upsample,
    "pad": _pad,
    "crop": _crop,
    "resize": _resizing,
    "permute": _permute,
}
REFUSE: dict[str, Refuse] = {
    **dict.fromkeys(("upsample", "pad", "crop"), exact_rank),
    "resize": _runs,
    **dict.fromkeys(("CenterCrop", "RandomCrop"), _image_or_images),
    **dict.fromkeys(("flatten", "reshape"), _batch),
}
