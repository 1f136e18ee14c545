"""Layers with several inputs, where Keras differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.keras.settings import Settings, refused, settled
from shapecalc.errors import ShapecalcError
from shapecalc.shape import wrong_count

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape


MERGES = ("add", "subtract", "multiply", "average", "maximum", "minimum")


def _merge(settings: Settings, _: int | None) -> None:
    settings["batch_apart"] = True


def _concat(settings: Settings, _: int | None) -> None:
    settings["first_decides"] = True
    if settings["axis"] is None:
        raise refused(settings, "axis", "it must be the number of an axis")


def _batches(_: Any, shapes: tuple[Shape, ...]) -> None:
    if () in shapes:
        raise ShapecalcError("an input has no batch", why=f"the shapes are {shapes}", path=("inputs", shapes.index(())))


def _two_inputs(_: Any, shapes: tuple[Shape, ...]) -> None:
    if len(shapes) != 2:
        raise wrong_count("Subtract", len(shapes), "2")


def _not_the_batch(card: Any, shapes: tuple[Shape, ...]) -> None:
    axes = card.axes if isinstance(card.axes, tuple) else (card.axes,)
    if settled(shapes) and any(axis in {0, -len(shape)} for axis, shape in zip(axes, shapes, strict=False)):
        raise ShapecalcError(
            f"axes is {card.axes!r}", why="axis 0 is the batch, and Keras multiplies sample by sample", path=("axes",)
        )


RESTRUCTURE: dict[str, Restructure] = {
    **dict.fromkeys(MERGES, _merge),
    "concat": _concat,
}
REFUSE: dict[str, Refuse] = {
    **dict.fromkeys(MERGES, _batches),
    "Subtract": _two_inputs,
    "dot": _not_the_batch,
}
