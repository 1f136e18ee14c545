"""A model file as JSON Schema: its top, its entries and its blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapecalc.dialects import DIALECTS
from shapecalc.model.entry import CONTROL, MOST_ENTRIES
from shapecalc.model.schema.layers import block_body, layer_bodies
from shapecalc.model.schema.values import EXPRESSION, Definitions, Schema, computable
from shapecalc.shape import MOST_AXES

Bodies = Mapping[str, list[Schema]]
"""What may stand beside each ``type``, in one way or in several."""


def file_schema(blocks: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of model files, or of one file with these blocks.

    Without them a type that is no layer may be a block, wherever a file has blocks.

    >>> file_schema()["required"]
    ['input', 'layers']
    """
    definitions = Definitions({"expression": EXPRESSION})
    bodies = {**layer_bodies(definitions), **{name: [block_body(name, each)] for name, each in (blocks or {}).items()}}
    entries = {"type": "array", "items": _ref("entry" if blocks is None else "known")}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A model for shapecalc",
        "type": "object",
        "required": ["input", "layers"],
        "additionalProperties": False,
        "properties": _top({**entries, "minItems": 1}),
        **(_KNOWN_TYPES_ONLY if blocks is None else {}),
        "definitions": {
            **definitions.schemas,
            "shape": _SHAPE,
            "block": _block(entries),
            "entry": _entry(),
            **_types(bodies),
            "settings": {"allOf": _rules(bodies)},
            "nested": _NESTED,
        },
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}


_SHAPE: Schema = {
    "description": "The sizes without the batch; null or a name is a size that is open.",
    "type": "array",
    "maxItems": MOST_AXES,
    "items": {"type": ["integer", "string", "null"], "minimum": 1},
}
_NESTED: Schema = {
    "description": "A layer inside another one.",
    "if": {"type": "string"},
    "then": _ref("bare"),
    "else": {
        "type": "object",
        "anyOf": [{"required": ["type"]}, {"required": ["class_name"]}],
        "allOf": [_ref("settings")],
    },
}
_KNOWN_TYPES_ONLY: Schema = {
    "if": {
        "anyOf": [
            {"required": ["blocks"]},
            {"required": ["framework"], "properties": {"framework": {"const": "onnx"}}},
        ]
    },
    "else": {"properties": {"layers": {"items": _ref("known")}}},
}


def _top(entries: Schema) -> dict[str, Schema]:
    """Return what stands at the top of a file."""
    return {
        "name": {"type": ["string", "number", "null"], "description": "What the model is called."},
        "framework": {
            "enum": [*DIALECTS, None],
            "description": "Whose words these are, where the types alone do not tell.",
        },
        "data_format": {
            "enum": ["channels_last", "channels_first", None],
            "description": "Where the channels stand; by default where the framework has them.",
        },
        "input": {
            "description": "The input's shape without the batch, or a name and a shape for each input.",
            "if": {"type": "array"},
            "then": _ref("shape"),
            "else": {"type": "object", "minProperties": 1, "additionalProperties": _ref("shape")},
        },
        "vars": {
            "type": ["object", "null"],
            "description": "Values by name; ${name} stands for one.",
        },
        "blocks": {
            "type": ["object", "null"],
            "description": "Groups of layers by name; the name is then used as a type.",
            "additionalProperties": _ref("block"),
        },
        "layers": entries,
    }


def _block(entries: Schema) -> Schema:
    return {
        "type": "object",
        "required": ["layers"],
        "additionalProperties": False,
        "properties": {
            "vars": {
                "type": ["array", "object"],
                "items": {"type": "string"},
                "description": "The names of its variables, or a mapping of names to defaults.",
            },
            "layers": entries,
        },
    }


def _entry() -> Schema:
    """Return what an entry of ``layers`` is, whatever its type."""
    about = {
        "type": {"description": "A layer, in Keras', PyTorch's or our word, or a block.", "anyOf": [_ref("type"), {}]},
        "name": {"type": "string", "pattern": "^[^:]+$", "description": "How other layers call it."},
        "inputs": {
            "type": ["string", "array"],
            "minLength": 1,
            "minItems": 1,
            "items": {"type": "string", "minLength": 1},
            "description": "Names of layers; by default the layer before. $previous, $input and name:1 are names too.",
        },
        "when": {**computable({"type": "boolean"}), "description": "Whether it is there."},
        "repeat": {
            **computable({"type": "integer", "minimum": 0, "maximum": MOST_ENTRIES}),
            "description": "How often it is there.",
        },
        "shared": {"type": "string", "description": "The layer whose weights it uses."},
    }
    alone = {"if": {"not": {"required": ["type"]}}, "then": {"propertyNames": {"enum": sorted(CONTROL)}}}
    return {
        "if": {"type": "string"},
        "else": {
            "type": "object",
            "anyOf": [{"required": ["type"]}, {"required": ["shared"]}],
            "properties": about,
            "allOf": [alone, _ref("settings")],
        },
    }


def _types(bodies: Bodies) -> dict[str, Schema]:
    """Return what a type may be; ``bare`` are those that need no settings, ``known`` an entry that has one of them."""
    bare = [name for name, choices in bodies.items() if not all("required" in each for each in choices)]
    named = {"properties": {"type": {"anyOf": [_ref("type"), _ref("expression")]}}}
    known = {"if": {"type": "string"}, "then": {"anyOf": [_ref("bare"), _ref("expression")]}, "else": named}
    return {"type": {"enum": list(bodies)}, "bare": {"enum": bare}, "known": {"allOf": [_ref("entry"), known]}}


def _rules(bodies: Bodies) -> list[Schema]:
    """Return a rule for all types that take the same: if the type is one of them, then its settings are these."""
    names_of: dict[str, list[str]] = {}
    for name, choices in bodies.items():
        names_of.setdefault(repr(choices), []).append(name)
    return [
        {"if": {"properties": {"type": {"enum": names}}, "required": ["type"]}, "then": _one_of(bodies[names[0]])}
        for names in names_of.values()
    ]


def _one_of(choices: list[Schema]) -> Schema:
    return choices[0] if len(choices) == 1 else {"anyOf": choices}
