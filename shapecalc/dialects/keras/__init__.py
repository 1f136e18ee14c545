"""Keras 3, and Keras 2 where it differs: channels last, and a moving statistic is a non-trainable parameter."""

from dataclasses import replace

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.keras import images
from shapecalc.dialects.keras.differences import KERAS_2_RESTRUCTURE, REFUSE, RESTRUCTURE
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
KERAS_2 = replace(KERAS, restructure=RESTRUCTURE | KERAS_2_RESTRUCTURE)
"""What TensorFlow traced knows sizes that Keras 3 leaves open."""
