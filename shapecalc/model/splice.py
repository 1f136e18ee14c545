"""Changes in the text of a model file that leave the rest as it is: comments, layout, order.

A path leads to a value as it does in a ``Document``. Every function returns the new text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from shapecalc.errors import Path, ShapecalcError


def with_setting(text: str, path: Path, name: str, value: Any, removed: Sequence[str] = ()) -> str:
    r"""Return the text with a setting of the entry at a path set, and others removed.

    >>> with_setting("layers:\n  - {type: MaxPool2d, kernel_size: 2}  # half\n", ("layers", 0), "ceil_mode", True)
    'layers:\n  - {type: MaxPool2d, kernel_size: 2, ceil_mode: true}  # half\n'
    >>> with_setting("layers: [ReLU, MaxPool2d]", ("layers", 1), "kernel_size", 2)
    'layers: [ReLU, {type: MaxPool2d, kernel_size: 2}]'
    """
    for each in removed:
        text = _without(text, path, each)
    entry = _at(text, path)
    if isinstance(entry, yaml.ScalarNode):
        return _replaced(text, entry, flow({"type": entry.value, name: value}, text))
    old = next((node for key, node in _pairs(entry) if key.value == name), None)
    if old is not None:
        return _replaced(text, old, flow(value, text))
    return _appended(text, entry, f"{_key(name, text)}: {flow(value, text)}")


def with_entry_before(text: str, path: Path, entry: Mapping[str, Any]) -> str:
    r"""Return the text with a new entry in the list before the one at a path.

    >>> print(with_entry_before("layers:\n  - ReLU\n  - cat  # here\n", ("layers", 1), {"type": "pad"}), end="")
    layers:
      - ReLU
      - {type: pad}
      - cat  # here
    """
    place = _at(text, path).start_mark.index
    line = text.rfind("\n", 0, place) + 1
    lead = text[line:place]
    if lead.strip() == "-":
        return f"{text[:line]}{lead}{flow(entry, text)}\n{text[line:]}"
    return f"{text[:place]}{flow(entry, text)}, {text[place:]}"


def with_value(text: str, path: Path, value: Any) -> str:
    """Return the text with another value at a path."""
    return _replaced(text, _at(text, path), flow(value, text))


def flow(value: Any, text: str = "") -> str:
    """Return a value as it is written in a line; in a JSON text as JSON.

    >>> flow({"type": "pad", "axes": [2, 3], "inputs": ["up:1"], "mode": True})
    '{type: pad, axes: [2, 3], inputs: ["up:1"], mode: true}'
    """
    if _is_json(text) or isinstance(value, (bool, int)) or value is None:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key, text)}: {flow(each, text)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(each, text) for each in value) + "]"
    plain = value and value[0].isalpha() and all(part.isalnum() or part in "_-./" for part in value)
    return value if plain and yaml.safe_load(value) == value else json.dumps(value, ensure_ascii=False)


def _key(name: str, text: str) -> str:
    return json.dumps(name) if _is_json(text) else name


def _is_json(text: str) -> bool:
    return text.lstrip().startswith("{") and '"layers"' in text


def _at(text: str, path: Path) -> Any:
    node = yaml.compose(text)
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        else:
            node = next((value for key, value in _pairs(node) if key.value == step), None)
        if node is None:
            raise ShapecalcError(f"the file has no {'.'.join(map(str, path))}", fix="change it by hand")
    return node


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _replaced(text: str, node: Any, new: str) -> str:
    return text[: node.start_mark.index] + new + text[node.end_mark.index :]


def _appended(text: str, entry: Any, pair: str) -> str:
    """Put a pair at the end of a mapping: in its braces, or on a line of its own."""
    last = entry.value[-1][1].end_mark.index
    if entry.flow_style:
        return f"{text[:last]}, {pair}{text[last:]}"
    end = text.find("\n", last)
    end = len(text) if end < 0 else end
    indent = " " * entry.value[0][0].start_mark.column
    return f"{text[:end]}\n{indent}{pair}{text[end:]}"


def _without(text: str, path: Path, name: str) -> str:
    entry = _at(text, path)
    pairs = _pairs(entry)
    place = next((place for place, (key, _) in enumerate(pairs) if key.value == name), None)
    if place is None:
        return text
    key, value = pairs[place]
    start, end = key.start_mark.index, value.end_mark.index
    if entry.flow_style:
        if place:  # with the comma before it
            start = pairs[place - 1][1].end_mark.index
        elif len(pairs) > 1:
            end = pairs[1][0].start_mark.index
        return text[:start] + text[end:]
    line = text.find("\n", end)
    return text[:start] + (text[line:].lstrip() if line >= 0 else "")
