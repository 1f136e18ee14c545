"""Our own words: a card's settings as they stand on the card, with the card's defaults."""

from __future__ import annotations

from functools import cache

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.signature import REQUIRED, Signature
from shapecalc.layers import LAYERS, card


class Own(Dialect):
    """The dialect without differences: its signatures are read off the cards, one at a time."""

    def knows(self, class_name: str) -> bool:
        """Tell whether we have a word for it."""
        return class_name in LAYERS

    def find(self, class_name: str) -> tuple[Signature, int | None]:
        """Return the settings of the card that a word stands for; the rank follows from the input."""
        return _signature(class_name), None


@cache
def _signature(word: str) -> Signature:
    placed = {*LAYERS[word].fixed, "rank", "data_format"}
    fields = card(word).model_fields.items()
    arguments = {
        name: REQUIRED if info.is_required() else info.get_default() for name, info in fields if name not in placed
    }
    if "data_format" in card(word).model_fields:
        arguments["data_format"] = None
    required_first = sorted(arguments.items(), key=lambda argument: argument[1] is not REQUIRED)
    return Signature(word, word, dict(required_first), (1, 2, 3), ())


OWN = Own("own", "shapecalc", "channels_last", "parameters", ())
