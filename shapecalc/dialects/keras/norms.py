"""Normalisation, where Keras differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.keras.settings import Settings, refused, whole
from shapecalc.errors import ShapecalcError
from shapecalc.shape import is_known, normal_axis

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape

CLIPPING = ("rmax", "rmin", "dmax")


def _batch_norm(settings: Settings, _: int | None) -> None:
    try:
        settings["axis"] = int(settings["axis"])
    except (TypeError, ValueError, OverflowError):
        raise refused(settings, "axis", "it must be the number of one axis") from None
    if settings["renorm"]:
        _clipping(settings)


def _clipping(settings: Settings) -> None:
    name = "renorm_clipping"
    clipping = settings[name] or {}
    if not isinstance(clipping, dict) or set(clipping) - set(CLIPPING):
        raise refused(settings, name, f"it must be a mapping with keys among {', '.join(CLIPPING)}")
    low, high, most = (clipping.get(key) for key in ("rmin", "rmax", "dmax"))
    if (low is not None and high is not None and high < low) or (most is not None and most < 0):
        raise refused(settings, name, "rmax must not be less than rmin, nor dmax less than 0")


def _layer_norm(settings: Settings, _: int | None) -> None:
    if settings.get("rms_scaling"):
        settings.update(scale=True, center=False)


def _group_norm(settings: Settings, _: int | None) -> None:
    if settings["groups"] != -1:
        whole(settings, "groups")
    if not isinstance(settings["axis"], int):
        raise refused(settings, "axis", "it must be the number of one axis")


def _normalization(settings: Settings, _: int | None) -> None:
    settings["given"] = settings["mean"] is not None
    if settings["given"] != (settings["variance"] is not None):
        raise refused(settings, "mean", "mean and variance must be given together, or neither")


def _spectral(settings: Settings, _: int | None) -> None:
    whole(settings, "power_iterations")


def _no_more_groups_than_channels(card: Any, shapes: tuple[Shape, ...]) -> None:
    x = shapes[0]
    channels = x[normal_axis(card.axis, len(x))]
    if is_known(channels) and channels < max(card.groups, 1):
        raise ShapecalcError(
            f"groups is {card.groups}", why=f"there are only {channels} channels", fix="use fewer", path=("groups",)
        )


RESTRUCTURE: dict[str, Restructure] = {
    "batch_norm": _batch_norm,
    "layer_norm": _layer_norm,
    "group_norm": _group_norm,
    "normalization": _normalization,
    "spectral_norm": _spectral,
}
REFUSE: dict[str, Refuse] = {"group_norm": _no_more_groups_than_channels}
