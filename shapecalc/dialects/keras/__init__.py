"""Keras 3: channels last, and a moving statistic is a non-trainable parameter."""

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.keras import images
from shapecalc.dialects.keras.differences import REFUSE, RESTRUCTURE
from shapecalc.dialects.keras.signatures import SIGNATURES
from shapecalc.dialects.keras.words import ALIASES, EVERYWHERE, OWN_SPELLING, SPELLING, VALUES, WITHOUT_EFFECT

KERAS = Dialect(
    name="keras",
    title="Keras",
    data_format="channels_last",
    statistics="parameters",
    prefix="layers.",
    signatures=SIGNATURES + images.SIGNATURES,
    aliases=ALIASES,
    spelling=SPELLING,
    own_spelling=OWN_SPELLING,
    everywhere=EVERYWHERE,
    every_call=frozenset({"training"}),
    values=VALUES,
    without_effect=WITHOUT_EFFECT | images.WITHOUT_EFFECT,
    restructure=RESTRUCTURE,
    refuse=REFUSE,
)
