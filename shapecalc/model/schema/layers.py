"""What every layer takes in a model file: each framework's arguments, with the values and defaults that they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from shapecalc.dialects import DIALECTS
from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.own import OWN
from shapecalc.dialects.signature import REQUIRED, Missing, Signature
from shapecalc.layers import LAYERS
from shapecalc.layers.description import Description, describe
from shapecalc.model.assembly import SIZES
from shapecalc.model.entry import CONTROL
from shapecalc.model.schema.values import Definitions, Schema, computable

_DESCRIPTION = cache(describe)


def layer_bodies(definitions: Definitions) -> dict[str, list[Schema]]:
    """Return what may stand beside each ``type``; a name that two frameworks have may be either's."""
    found: dict[str, list[Schema]] = {}
    for dialect, name, signature in _calls():
        body = _body(dialect, signature, definitions)
        if body not in found.setdefault(name, []):
            found[name].append(body)
    return found


def block_body(name: str, block: Mapping[str, Any]) -> Schema:
    """Return what may stand beside the name of a block."""
    variables = block.get("vars", [])
    defaults = variables if isinstance(variables, dict) else {}
    return body(
        f"the block {name}",
        {each: {"default": defaults[each]} if each in defaults else {} for each in variables},
        [each for each in variables if each not in defaults],
    )


def body(about: str, settings: Mapping[str, Schema], required: list[str], others: Iterable[str] = ()) -> Schema:
    """Return the schema of an entry that has these settings and no others; ``others`` are patterns of quiet ones."""
    return {
        "description": about,
        "properties": settings,
        "patternProperties": {f"^({'|'.join([*sorted(CONTROL), *others])})$": True},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _calls() -> Iterator[tuple[Dialect, str, Signature]]:
    for dialect in DIALECTS.values():
        if not dialect.fed_weights:
            yield from ((dialect, name, signature) for name, (signature, _) in dialect.classes.items())
    yield from ((OWN, word, OWN.find(word)[0]) for word in LAYERS if word != "input")


def _body(dialect: Dialect, signature: Signature, definitions: Definitions) -> Schema:
    card = _DESCRIPTION(signature.word)
    arguments = signature.arguments.items()
    return body(
        f"{dialect.title}: {card.title}",
        {name: _setting(dialect, card, name, default, definitions) for name, default in arguments},
        [name for name, default in arguments if default is REQUIRED],
        [*signature.call, *signature.legacy, *([dialect.everywhere] if dialect.everywhere else [])],
    )


def _setting(
    dialect: Dialect, card: Description, name: str, default: object, definitions: Definitions
) -> dict[str, Any]:
    schema = _values(dialect, card, name, default)
    found = definitions.reference(computable(schema)) if schema else {}
    return found if isinstance(default, Missing) else {**found, "default": _listed(default)}


def _listed(value: object) -> object:
    return [_listed(each) for each in value] if isinstance(value, tuple) else value


def _values(dialect: Dialect, card: Description, name: str, default: object) -> Schema:
    """Return what a setting may be: as the framework has it, as the card has it, or as its default is."""
    ours = dialect.own_spelling.get(card.word, {}).get(name) or dialect.spelling.get(name, name)
    own = card.settings.get(ours, {})
    known = {key: own[key] for key in _MEANING if key in own} or _KINDS.get(type(default), {})
    schema = dialect.values.get(card.word, {}).get(name, known)
    choices = [schema, *([{"type": "null"}] if default is None else []), *([_NODE] if name in SIZES else [])]
    return {"anyOf": choices} if schema and len(choices) > 1 else schema


_MEANING = ("anyOf", "enum", "type", "items", "minimum", "maximum", "exclusiveMinimum")
_NODE = {"type": "string", "description": "the name of a layer to be as large as"}
_KINDS: dict[type, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": ["number", "null"]},
    float: {"type": ["number", "null"]},
}
"""What a setting may be that no card has, by the type of its default."""
