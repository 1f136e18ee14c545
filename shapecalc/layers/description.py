"""What a card says of itself: its settings and their types, its equations, its example."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from shapecalc import formulas
from shapecalc.layers import LAYERS, card
from shapecalc.layers.layer import Layer, Spatial

Schema = dict[str, Any]


class Description(NamedTuple):
    """``settings`` has the JSON Schema of each, ``equations`` what each formula returns; ``example`` is a doctest."""

    word: str
    title: str
    about: str
    fixed: dict[str, Any]
    settings: dict[str, Schema]
    equations: dict[str, str]
    example: str


def describe(word: str) -> Description:
    """Return what the card for a word of ours says.

    >>> describe("max_pool").title, describe("max_pool").fixed
    ('Max, average and power-average (LP) pooling.', {'reduce': 'max'})
    >>> list(describe("dense").equations)
    ['dense_macs', 'dense_weights']
    """
    kind = card(word)
    title, _, example = (sys.modules[kind.__module__].__doc__ or "").partition("\n\n")
    return Description(
        word=word,
        title=" ".join(title.split()),
        about="\n".join(_paragraphs(kind)),
        fixed=LAYERS[word].fixed,
        settings={name: each for name, each in _schemas(kind).items() if name not in {*LAYERS[word].fixed, "rank"}},
        equations=dict(_equations(kind)),
        example=f">>> from {kind.__module__} import {_imported(kind, example)}\n{example.rstrip()}",
    )


def _paragraphs(kind: type[Layer]) -> Iterator[str]:
    """Yield what a card's class and its ancestors say."""
    for each in _family(kind):
        yield from (" ".join(paragraph.split()) for paragraph in (vars(each).get("__doc__") or "").split("\n\n"))


def _family(kind: type[Layer]) -> Iterator[type]:
    """Yield a card and its ancestors, without those that every card has."""
    return takewhile(lambda each: each not in (Spatial, Layer), kind.__mro__)


def _imported(kind: type[Layer], example: str) -> str:
    """Return the names of the kind's module that its example uses."""
    here = vars(sys.modules[kind.__module__])
    cards = [name for name, each in here.items() if isinstance(each, type) and each.__module__ == kind.__module__]
    return ", ".join(name for name in cards if f"{name}(" in example) or kind.__name__


def _schemas(kind: type[Layer]) -> dict[str, Schema]:
    from pydantic.json_schema import GenerateJsonSchema

    class WithLayers(GenerateJsonSchema):
        """A setting that holds a layer is an object."""

        def is_instance_schema(self, schema: Any) -> Schema:  # noqa: ARG002 - there is one such setting
            return {"type": "object"}

    found: dict[str, Schema] = kind.model_json_schema(schema_generator=WithLayers)["properties"]
    required = {name for name, field in kind.model_fields.items() if field.is_required()}
    return {name: found[name] for name in sorted(found, key=lambda name: (name not in required, name == "data_format"))}


def _equations(kind: type[Layer]) -> Iterator[tuple[str, str]]:
    """Yield the formulas that a card's module and those of its ancestors use, each with its first sentence."""
    for each in _family(kind):
        for name in vars(sys.modules[each.__module__]):
            if name in formulas.__all__ and name != "along_axes":
                text = getattr(formulas, name).__doc__ or ""
                yield name, " ".join(text.partition("\n\n")[0].split())
