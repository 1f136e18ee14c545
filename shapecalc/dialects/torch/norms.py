"""Normalisations, where PyTorch differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.torch.settings import Settings, no_empty_axis, no_for_none, number
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_known, times, wrong_rank

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure


def _affine(settings: Settings, name: str) -> None:
    settings["scale"] = bool(settings[name])
    settings["center"] = bool(settings[name]) and bool(settings["bias"])


def _batch_norm(settings: Settings, _: int | None) -> None:
    no_for_none(settings, "track_running_stats")
    _affine(settings, "affine")
    settings["counts_batches"] = True
    if not settings["affine"] and not settings["track_running_stats"]:
        settings["num_features"] = None  # nothing has that size, and PyTorch does not compare
    number(settings, "eps", 0, why="it is added to the variance, so it must be a number and not negative")
    if settings["eps"] == 0 and not settings["track_running_stats"]:
        raise ShapecalcError("eps is 0", why="the batch's own variance may be 0 too", fix="use 1e-5", path=("eps",))


def _instance_norm(settings: Settings, _: int | None) -> None:
    no_for_none(settings, "affine", "bias", "track_running_stats")
    settings["counts_batches"] = True
    if not settings["affine"] and not settings["track_running_stats"]:
        settings["num_features"] = None


def _group_norm(settings: Settings, _: int | None) -> None:
    _affine(settings, "affine")
    groups, channels = settings["num_groups"], settings.get("num_channels")
    if isinstance(groups, int) and isinstance(channels, int) and (groups < 1 or channels % groups):
        raise ShapecalcError(
            f"{channels} channels cannot be divided into {groups} groups",
            fix="use a number of groups that divides the channels",
            path=("num_groups",),
        )
    if not settings["affine"]:
        settings["num_channels"] = None  # nothing has that size, and PyTorch does not compare


def _layer_norm(settings: Settings, _: int | None) -> None:
    shape = settings["normalized_shape"]
    settings["normalized_shape"] = (shape,) if isinstance(shape, int) else shape
    settings.setdefault("bias", False)
    _affine(settings, "elementwise_affine")
    if isinstance(shape, (list, tuple)) and not shape:
        raise ShapecalcError(
            "normalized_shape is empty",
            why="at least one axis is normalised over",
            fix="give the size of the last axis",
            path=("normalized_shape",),
        )


def _more_than_one(number: int | None, what: str) -> None:
    if number == 1:
        raise ShapecalcError(
            f"there is only one {what}",
            why="its mean is itself, and PyTorch does not normalise that",
            fix="feed a larger input",
            path=("inputs", 0),
        )


def _some_weight(card: Any, *, learned: bool) -> None:
    if learned and card.in_channels == 0:
        raise ShapecalcError("num_features is 0", why="there is no weight to multiply by", path=("num_features",))


def _batch(card: Any, shapes: tuple[Shape, ...]) -> None:
    x = shapes[0]
    if len(x) not in ({2, 3} if card.rank == 1 else {card.rank + 2}):
        raise wrong_rank(x, card.rank + 2)
    if not card.statistics:
        _more_than_one(times(x[0], *x[2:]), "value for each channel")
    _some_weight(card, learned=card.scale)


def _instance(card: Any, shapes: tuple[Shape, ...]) -> None:
    x = shapes[0]
    if len(x) not in {card.rank + 1, card.rank + 2}:
        raise wrong_rank(x, card.rank + 2)
    if not card.statistics:
        _more_than_one(times(*x[-card.rank :]), "spatial element")
    if card.affine and len(x) == card.rank + 2:
        no_empty_axis(x[:1], 0)
    _some_weight(card, learned=card.affine)


def _group(card: Any, shapes: tuple[Shape, ...]) -> None:
    x = shapes[0]
    if len(x) < 2:
        raise wrong_rank(x, 2)
    if is_known(x[0]) and is_known(x[1]):
        _more_than_one(times(x[0] * x[1] // card.groups, *x[2:]), "value for each group")


RESTRUCTURE: dict[str, Restructure] = {
    "batch_norm": _batch_norm,
    "instance_norm": _instance_norm,
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
}
REFUSE: dict[str, Refuse] = {"batch_norm": _batch, "instance_norm": _instance, "group_norm": _group}
