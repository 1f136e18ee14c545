"""What may stand in a model file for a setting: what the card's JSON Schema says, or a ``${...}`` that computes it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

EXPRESSION: Schema = {
    "type": "string",
    "pattern": r"\$\{[^{}]*\}",
    "patternErrorMessage": "a value of another kind is expected, or ${...} that computes it",
}
NESTED: Schema = {"$ref": "#/definitions/nested"}
"""A layer as a setting of another one."""
_COMPUTED = ("integer", "number", "boolean")


def computable(schema: Schema) -> Schema:
    """Return the schema of a value that an expression may stand for.

    >>> computable({"type": "boolean"})["type"]
    ['boolean', 'string']
    """
    found = _written(schema)
    choices = found.get("anyOf", [found])
    if any("string" in each.get("type", ()) for each in choices):
        return found
    return {"anyOf": [*choices, EXPRESSION]}


def _written(schema: Schema) -> Schema:
    """Return a schema with expressions for the numbers in it, choices laid side by side and nested layers by name."""
    if "anyOf" in schema:
        inner = [_written(each) for each in schema["anyOf"]]
        flat = [part for each in inner for part in each.get("anyOf", [each])]
        return {"anyOf": [each for place, each in enumerate(flat) if each not in flat[:place]]}
    if "enum" in schema:
        return {"enum": schema["enum"]}
    kind = schema.get("type")
    if kind in _COMPUTED:
        return {**EXPRESSION, **{key: schema[key] for key in _LIMITS if key in schema}, "type": [kind, "string"]}
    if kind == "array":
        return {"type": "array", **({"items": _written(schema["items"])} if "items" in schema else {})}
    return NESTED if kind == "object" else schema


_LIMITS = ("minimum", "maximum", "exclusiveMinimum")


class Definitions:
    """Schemas by name, so that what occurs often is written once."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self.schemas = dict(schemas)
        self._names = {json.dumps(schema): name for name, schema in schemas.items()}

    def reference(self, schema: Schema) -> dict[str, Any]:
        """Return the reference to a schema, which gets a name that says what it takes."""
        text = json.dumps(schema)
        if text not in self._names:
            base = _name_for(schema)
            same = sum(re.fullmatch(rf"{re.escape(base)}(_\d+)?", name) is not None for name in self.schemas)
            self._names[text] = f"{base}_{same + 1}" if same else base
            self.schemas[self._names[text]] = schema
        return {"$ref": f"#/definitions/{self._names[text]}"}


def _name_for(schema: Schema) -> str:
    """Return a word for what a schema takes; expressions go without saying."""
    if "anyOf" in schema:
        return "_or_".join(_name_for(each) for each in schema["anyOf"] if each is not EXPRESSION)
    if "enum" in schema:
        return "_".join(["one_of", *re.findall(r"\w+", " ".join(map(str, schema["enum"][:2])))])
    if "$ref" in schema:
        return "layer"
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list_of_{_name_for(schema['items'])}" if "items" in schema else "list"
    word = kind[0] if isinstance(kind, list) else kind
    return f"{word}_from_{schema['minimum']}" if "minimum" in schema else word
