"""What Keras 3 structures differently, and what it refuses although the mathematics allows it: the rooms together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecalc.dialects.dialect import EVERY_LAYER
from shapecalc.dialects.keras import (
    activations,
    attention,
    convolutions,
    dense,
    merging,
    norms,
    recurrent,
    resizing,
)
from shapecalc.dialects.keras.settings import Settings, one_of, refused

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure


ASKED_FOR_TRUTH = ("use_bias", "return_sequences", "return_state", "stateful", "renorm", "keepdims", "center")
"""Arguments of which Keras asks only whether they are true, so that None is no."""


def _every_layer(settings: Settings, _: int | None) -> None:
    for name in (*ASKED_FOR_TRUTH, *(["scale"] if "center" in settings else [])):
        if settings.get(name, True) is None:
            settings[name] = False
    if settings.get("data_format") is not None:
        settings["data_format"] = str(settings["data_format"]).lower()
        one_of(settings, "data_format", ("channels_first", "channels_last"))
    if not isinstance(settings.get("trainable", True), bool):
        raise refused(settings, "trainable", "it must be True or False")
    for name in ("activation", "recurrent_activation"):
        if settings.get(name) is not None:
            activations.known_activation(settings, name)


RESTRUCTURE: dict[str, Restructure] = {
    EVERY_LAYER: _every_layer,
    **activations.RESTRUCTURE,
    **attention.RESTRUCTURE,
    **convolutions.RESTRUCTURE,
    **dense.RESTRUCTURE,
    **merging.RESTRUCTURE,
    **norms.RESTRUCTURE,
    **recurrent.RESTRUCTURE,
    **resizing.RESTRUCTURE,
}


def _follows(settings: Settings, _: int | None) -> None:
    settings["follows"] = True


KERAS_2_RESTRUCTURE: dict[str, Restructure] = {"einsum_dense": _follows}
REFUSE: dict[str, Refuse] = {
    **activations.REFUSE,
    **attention.REFUSE,
    **convolutions.REFUSE,
    **dense.REFUSE,
    **merging.REFUSE,
    **norms.REFUSE,
    **recurrent.REFUSE,
    **resizing.REFUSE,
}
