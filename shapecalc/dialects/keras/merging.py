"""Layers with several inputs, where Keras differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.keras.settings import Settings, settled
from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape


def _merge(settings: Settings, _: int | None) -> None:
    settings["batch_apart"] = True


def _concat(settings: Settings, _: int | None) -> None:
    settings["first_decides"] = True


def _two_inputs(_: Any, shapes: tuple[Shape, ...]) -> None:
    if len(shapes) != 2:
        raise ShapecalcError(f"Subtract has {len(shapes)} inputs", why="it takes exactly 2", path=("inputs",))


def _not_the_batch(card: Any, shapes: tuple[Shape, ...]) -> None:
    axes = card.axes if isinstance(card.axes, tuple) else (card.axes,)
    if settled(shapes) and any(axis in {0, -len(shape)} for axis, shape in zip(axes, shapes, strict=False)):
        raise ShapecalcError(
            f"axes is {card.axes!r}", why="axis 0 is the batch, and Keras multiplies sample by sample", path=("axes",)
        )


RESTRUCTURE: dict[str, Restructure] = {
    **dict.fromkeys(("add", "subtract", "multiply", "average", "maximum", "minimum"), _merge),
    "concat": _concat,
}
REFUSE: dict[str, Refuse] = {"subtract": _two_inputs, "dot": _not_the_batch}
