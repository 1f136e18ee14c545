"""Activations, dropout and noise, where Keras differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecalc.dialects.keras.settings import Settings, exact_rank, number, refused
from shapecalc.errors import ShapecalcError, did_you_mean

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure

ACTIVATIONS = (
    *("celu", "elu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish"),
    *("hard_tanh", "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid"),
    *("silu", "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax"),
    *("squareplus", "swish", "tanh", "tanh_shrink", "threshold"),
)
"""The names that ``keras.activations`` knows."""


def known_activation(settings: Settings, name: str) -> None:
    """Refuse the name of an activation that Keras has not; None is none, and a mapping is a layer's configuration."""
    function = settings[name]
    if function is None or function in ACTIVATIONS or (isinstance(function, dict) and "class_name" in function):
        return
    raise ShapecalcError(
        f"there is no activation {function!r}",
        fix=did_you_mean(str(function), ACTIVATIONS) or f"use one of {', '.join(ACTIVATIONS)}",
        path=(name,),
    )


def _activation(settings: Settings, _: int | None) -> None:
    function = settings["activation"]
    if isinstance(function, dict):
        settings["activation"] = str(function["class_name"]).lower()
    elif function is None:
        settings["activation"] = "linear"


def _relu(settings: Settings, _: int | None) -> None:
    number(settings, "negative_slope")
    number(settings, "threshold")
    if settings["max_value"] is not None:
        number(settings, "max_value")


def _leaky_relu(settings: Settings, _: int | None) -> None:
    number(settings, "alpha" if "alpha" in settings else "negative_slope")


def _prelu(settings: Settings, _: int | None) -> None:
    shared = settings["shared_axes"]
    if shared is None:
        settings["shared_axes"] = ()
        return
    axes = tuple(shared) if isinstance(shared, (list, tuple)) else (shared,)
    if not all(isinstance(axis, int) for axis in axes):
        raise refused(settings, "shared_axes", "it must be the number of an axis, or a list of them")
    # Keras looks axis n up at place n - 1 of the sizes without the batch, so 0 is the last axis and -1 the one before.
    settings["shared_axes"] = tuple(axis if axis > 0 else axis - 1 for axis in axes)


def _noise(settings: Settings, _: int | None) -> None:
    number(settings, "stddev", most=1)


def _dropout(settings: Settings, _: int | None) -> None:
    if "noise_shape" in settings:
        noise = settings["noise_shape"]
        fits = isinstance(noise, (list, tuple)) and all(size is None or _counts(size) for size in noise)
        if noise is not None and not fits:
            raise refused(settings, "noise_shape", "it must be a list of sizes of 1 or more, or None for the input's")


def _counts(size: object) -> bool:
    return isinstance(size, int) and size > 0


RESTRUCTURE: dict[str, Restructure] = {
    "activation": _activation,
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "prelu": _prelu,
    "GaussianNoise": _noise,
    "Dropout": _dropout,
}
REFUSE: dict[str, Refuse] = {"dropout": exact_rank}
