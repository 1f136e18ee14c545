"""Everything of PyTorch's that has neither a window nor a state: activations, tables, merges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.dialect import EVERY_LAYER
from shapecalc.dialects.refusal import short
from shapecalc.dialects.torch.settings import Settings, always, no_empty_axis, no_for_none, number, one_of, truth, whole
from shapecalc.errors import ShapecalcError
from shapecalc.shape import count, normal_axis, wrong_rank

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape


NUMBERS = frozenset(
    {
        *("alpha", "beta", "dropout", "eps", "init", "k", "lambd", "layer_norm_eps", "lower", "max_norm", "max_val"),
        *("min_val", "momentum", "negative_slope", "norm_type", "p", "threshold", "upper", "value"),
    }
)
"""Arguments that must be a number, although no shape depends on it."""
OPTIONAL_NUMBERS = frozenset({"eps", "max_norm", "momentum"})


def _numbers(settings: Settings, _: int | None) -> None:
    for name in NUMBERS & settings.keys():
        value = settings[name]
        if not isinstance(value, (int, float)) and not (value is None and name in OPTIONAL_NUMBERS):
            raise ShapecalcError(f"{name} is {short(value)}", why="it must be a number", path=(name,))


def _affine(settings: Settings, _: int | None) -> None:
    no_for_none(settings, "bias")


def _table(settings: Settings, _: int | None) -> None:
    truth(settings, "sparse", "scale_grad_by_freq")
    place, entries = settings["padding_idx"], settings["num_embeddings"]
    if place is None:
        return
    whole(settings, "padding_idx")
    if isinstance(entries, int) and not -entries <= place < entries:
        raise ShapecalcError(
            f"padding_idx is {place}",
            why=f"the table has {entries} rows",
            fix=f"use {-entries} to {entries - 1}" if entries > 0 else "leave it out",
            path=("padding_idx",),
        )


def _bag(settings: Settings, rank: int | None) -> None:
    _table(settings, rank)
    one_of(settings, "mode", "sum", "mean", "max")
    for name in ("sparse", "scale_grad_by_freq"):
        if settings["mode"] == "max" and settings[name]:
            raise ShapecalcError(f"{name} is given with mode 'max'", why="PyTorch has no gradient for it", path=(name,))


def _filled_bags(card: Any, shapes: tuple[Shape, ...]) -> None:
    if len(shapes[0]) == 2:
        no_empty_axis(shapes[0], 1)
    _rows_to_look_up(card, shapes)


def _some_features(_: Any, shapes: tuple[Shape, ...]) -> None:
    for place, shape in enumerate(shapes):
        if shape[-1:] == (0,):
            raise ShapecalcError(
                f"input {place + 1} has no features", why=f"its shape is {shape}", path=("inputs", place)
            )


def _rows_to_look_up(card: Any, shapes: tuple[Shape, ...]) -> None:
    if card.entries == 0 and count(shapes[0]) != 0:
        raise ShapecalcError("num_embeddings is 0", why="there is no row to look up", path=("num_embeddings",))


def _of_rank(*ranks: int) -> Refuse:
    def refuse(_: Any, shapes: tuple[Shape, ...]) -> None:
        if len(shapes[0]) not in ranks:
            raise wrong_rank(shapes[0], ranks[-1])

    return refuse


def _at_least(rank: int) -> Refuse:
    def refuse(_: Any, shapes: tuple[Shape, ...]) -> None:
        if len(shapes[0]) < rank:
            raise wrong_rank(shapes[0], rank)

    return refuse


def _window_of_channels(settings: Settings, _: int | None) -> None:
    whole(settings, "size")
    number(settings, "size", 1, why="it is how many channels are looked at, 1 or more")


def _along_axis(card: Any, shapes: tuple[Shape, ...]) -> None:
    if card.axis is not None:
        normal_axis(card.axis, max(len(shapes[0]), 1), "dim")


def _axes(*names: str) -> Restructure:
    def restructure(settings: Settings, _: int | None) -> None:
        whole(settings, *names)

    return restructure


def _axis_or_none(settings: Settings, _: int | None) -> None:
    if settings["dim"] is not None:
        whole(settings, "dim")


def _gelu(settings: Settings, _: int | None) -> None:
    one_of(settings, "approximate", "none", "tanh")


def _in_order(low: str, high: str, *, equal: bool) -> Restructure:
    def restructure(settings: Settings, _: int | None) -> None:
        if settings[low] > settings[high] or (settings[low] == settings[high] and not equal):
            raise ShapecalcError(
                f"{low} is {short(settings[low])}",
                why=f"it must be less than {high}, which is {short(settings[high])}",
                path=(low,),
            )

    return restructure


def _not_zero(name: str) -> Restructure:
    def restructure(settings: Settings, _: int | None) -> None:
        if settings[name] == 0:
            raise ShapecalcError(f"{name} is 0", why="the function divides by it", path=(name,))

    return restructure


def _shrink(settings: Settings, _: int | None) -> None:
    number(settings, "lambd", 0, why="it must be a number, 0 or more")


RESTRUCTURE: dict[str, Restructure] = {
    EVERY_LAYER: _numbers,
    **dict.fromkeys(("dense", "bilinear"), _affine),
    "embedding": _table,
    "embedding_bag": _bag,
    "flatten": _axes("start_dim", "end_dim"),
    "local_response_norm": _window_of_channels,
    "GELU": _gelu,
    "CELU": _not_zero("alpha"),
    "Hardtanh": _in_order("min_val", "max_val", equal=False),
    "RReLU": _in_order("lower", "upper", equal=True),
    "Softshrink": _shrink,
    **dict.fromkeys(("Softmax", "Softmin", "LogSoftmax"), _axis_or_none),
    "cat": always(skip_empty=True),
    "concat": _axes("dim"),
    "Softmax2d": always(axis=-3),
}
REFUSE: dict[str, Refuse] = {
    "embedding": _rows_to_look_up,
    "embedding_bag": _filled_bags,
    "bilinear": _some_features,
    "Dropout1d": _of_rank(2, 3),
    "Softmax2d": _of_rank(3, 4),
    "softmax": _along_axis,
    "log_softmax": _along_axis,
    "local_response_norm": _at_least(3),
    "channel_shuffle": _at_least(3),
}
