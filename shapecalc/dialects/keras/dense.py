"""Dense layers and embeddings, where Keras differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.keras.settings import Settings, one_of, settled, whole
from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape


def _dense(settings: Settings, _: int | None) -> None:
    whole(settings, "units")


def _embedding(settings: Settings, _: int | None) -> None:
    whole(settings, "input_dim")
    whole(settings, "output_dim")


def _category_encoding(settings: Settings, _: int | None) -> None:
    whole(settings, "num_tokens")
    one_of(settings, "output_mode", ("one_hot", "multi_hot", "count"))
    settings["together"] = "single" if settings["output_mode"] == "one_hot" else "last"


def _batch_and_features(_: Any, shapes: tuple[Shape, ...]) -> None:
    if len(shapes[0]) < 2:
        raise ShapecalcError(
            f"the input has {len(shapes[0])} axes",
            why=f"its shape is {shapes[0]}, and Keras wants a batch and features at least",
            path=("inputs", 0),
        )


def _as_many_axes_as_letters(card: Any, shapes: tuple[Shape, ...]) -> None:
    letters = card.equation.partition(",")[0]
    if settled(shapes) and letters.isalpha() and len(letters) != len(shapes[0]):
        raise ShapecalcError(
            f"the equation {card.equation!r} does not fit",
            why=f"the input's shape is {shapes[0]}, and {letters!r} names {len(letters)} axes",
            fix="write ... before or after the letters for the axes that stay",
            path=("equation",),
        )


RESTRUCTURE: dict[str, Restructure] = {
    "dense": _dense,
    "embedding": _embedding,
    "CategoryEncoding": _category_encoding,
}
REFUSE: dict[str, Refuse] = {"dense": _batch_and_features, "einsum_dense": _as_many_axes_as_letters}
