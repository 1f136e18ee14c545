"""A JSON Schema as text for people: what fits into a line stands in one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

WIDTH = 120


def schema_lines(value: Any, lead: str = "", margin: int = 0, end: str = "") -> Iterator[str]:
    """Yield the lines of a JSON value, indented by ``margin``; ``lead`` stands before it and ``end`` behind.

    >>> list(schema_lines({"type": ["string", "null"], "maxLength": 3}))
    ['{"type": ["string", "null"], "maxLength": 3}']
    """
    line = f"{' ' * margin}{lead}{json.dumps(value)}{end}"
    if len(line) <= WIDTH or not isinstance(value, (dict, list)):
        yield line
        return
    if isinstance(value, dict):
        first, last, parts = "{", "}", [(f"{json.dumps(key)}: ", each) for key, each in value.items()]
    else:
        first, last, parts = "[", "]", [("", each) for each in value]
    yield f"{' ' * margin}{lead}{first}"
    for place, (name, each) in enumerate(parts, start=1):
        yield from schema_lines(each, name, margin + 2, "," if place < len(parts) else "")
    yield f"{' ' * margin}{last}{end}"
