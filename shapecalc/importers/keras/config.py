"""From the text of a Keras model to a model: its layers, their calls, and the models among the layers."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from shapecalc.dialects.keras import KERAS, KERAS_2
from shapecalc.dialects.refusal import short
from shapecalc.errors import Path, Problem, ShapecalcError
from shapecalc.importers.keras.entry import MODELS, Entry, entry_of
from shapecalc.importers.keras.reading import Reading
from shapecalc.model.graph import Model

MOST_BYTES = 32 * 2**20
"""No configuration is larger; a text of more may take many times as much memory."""


class Places(NamedTuple):
    """The places in a configuration: ``model.json: layers[3].layers[0].filters``."""

    name: str

    def place(self, path: Path) -> str:
        """Return the place of a path."""
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
        return f"{self.name}: {steps[1:]}" if steps else self.name


def read_archived(text: bytes, metadata: bytes, name: str) -> Model:
    """Return the model in the config.json of an archive, whose metadata.json tells the version of Keras."""
    told = _parsed(metadata, f"{name}!metadata.json")
    version = told.get("keras_version", "") if isinstance(told, dict) else ""
    return read_text(text, f"{name}!config.json", str(version))


def read_text(text: bytes, name: str, version: str = "") -> Model:
    """Return the model in a JSON text, or refuse it with the place where it goes wrong."""
    try:
        return read_config(_parsed(text, name), name, version)
    except RecursionError:
        raise _too_deep(name) from None


def _parsed(text: bytes, name: str) -> Any:
    """Return the values of a JSON text."""
    if len(text) > MOST_BYTES:
        raise ShapecalcError(
            f"{name} is too large", why=f"at most {MOST_BYTES:,} bytes are read", fix="split the model"
        )
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{name}:{error.lineno}:{error.colno}"
        problem = Problem("this is no JSON", why=error.msg, fix="save it again", place=place)
        raise ShapecalcError(problems=[problem]) from None
    except UnicodeDecodeError as error:
        why = f"byte {error.start}: {error.reason}"
        raise ShapecalcError(problems=[Problem("this is no UTF-8 text", why=why, place=name)]) from None
    except ValueError:  # Python turns no text of thousands of digits into a number
        why = "no number of a model has thousands of digits"
        raise ShapecalcError(problems=[Problem("a number is too long", why=why, place=name)]) from None
    except RecursionError:
        raise _too_deep(name) from None


def _too_deep(name: str) -> ShapecalcError:
    why = "lists and mappings stand in each other deeper than in any model"
    return ShapecalcError(problems=[Problem("the nesting is too deep", why=why, place=name)])


def read_config(value: Any, name: str, version: str = "") -> Model:
    """Return the model that a configuration describes; ``version`` is Keras', where the configuration does not say."""
    places = Places(name)
    try:
        entry = _top(value)
        told = value.get("keras_version") or version
        read = Reading(KERAS_2 if str(told).startswith("2.") else KERAS).model(entry)
        if not read.declared:
            raise _without_input()
    except ShapecalcError as error:
        problems = [each if each.place else each._replace(place=places.place(each.path)) for each in error.problems]
        raise ShapecalcError(problems=problems) from None
    return read.model._replace(document=places)


def _top(value: Any) -> Entry:
    """Return the model's own description."""
    entry = entry_of(value, (), named=False)
    if not entry.is_model:
        known = ", ".join(MODELS)
        raise ShapecalcError(
            f"this is a {short(entry.class_name)}, and not a model of layers",
            why=f"a model whose layers a file lists is one of {known}; a subclass keeps them in its code",
            fix="save a Functional or Sequential model with model.to_json()",
        )
    return entry


def _without_input() -> ShapecalcError:
    return ShapecalcError(
        "the model does not say what comes in",
        why="it was saved before it was built, and has no InputLayer",
        fix="begin it with keras.Input(shape), and save it again",
    )
