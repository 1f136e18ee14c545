"""The top of a model file: its fields, and what kind of value each of them holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shapecalc.dialects.refusal import short
from shapecalc.errors import Problem, ShapecalcError, did_you_mean, nearest

FIELDS = ("name", "framework", "data_format", "input", "vars", "blocks", "layers")
_KINDS: dict[str, tuple[type, str]] = {
    "layers": (list, "a list of layers"),
    "vars": (dict, "a mapping of names to values"),
    "blocks": (dict, "a mapping of names to {vars: [...], layers: [...]}"),
}


def checked(value: Any) -> dict[str, Any]:
    """Return the fields of a model file, or refuse them with every mistake."""
    if value is None:
        raise ShapecalcError("the file is empty", why="a model has at least input and layers", fix="write them")
    if not isinstance(value, dict):
        kind = "a list" if isinstance(value, list) else f"only {short(value)}"
        raise ShapecalcError(f"the file holds {kind}, not a model", fix="write name, input and layers at the top")
    problems = [*_unknown(value), *_missing(value), *_wrong_kinds(value), *_wrong_words(value), *_wrong_blocks(value)]
    if problems:
        raise ShapecalcError(problems=problems)
    return value


def _unknown(top: Mapping[Any, Any]) -> Iterator[Problem]:
    for key in top:
        if key not in FIELDS:
            fix = did_you_mean(str(key), FIELDS) or "remove it"
            yield Problem(f"a model has no field {short(key)}", f"it has {', '.join(FIELDS)}", fix, (key,))


def _missing(top: Mapping[Any, Any]) -> Iterator[Problem]:
    misspelt = {name for key in top if key not in FIELDS for name in nearest(str(key), FIELDS, count=1)}
    for key, example in (("input", "input: [224, 224, 3]"), ("layers", "layers: [...]")):
        if key not in top and key not in misspelt:
            yield Problem(f"the model has no {key}", fix=f"add {example}")
    if top.get("layers", ...) in (None, []):
        yield Problem("layers is empty", fix="list at least one layer", path=("layers",))
    if top.get("input", ...) == {}:
        yield Problem("input names no input", fix="write input: [224, 224, 3]", path=("input",))


def _wrong_kinds(top: Mapping[Any, Any]) -> Iterator[Problem]:
    for key, (kind, words) in _KINDS.items():
        if top.get(key) is not None and not isinstance(top[key], kind):
            yield Problem(f"{key} is {short(top[key])}", why=f"it must be {words}", path=(key,))


def _wrong_words(top: Mapping[Any, Any]) -> Iterator[Problem]:
    for key in ("input", "vars", "blocks"):
        names = top.get(key)
        for name in names if isinstance(names, dict) else ():
            if not (isinstance(name, str) and name.isprintable()):
                yield Problem(f"{short(name)} is no name", why="a name is a word", path=(key, name))
    name = top.get("name")
    if name == "":
        yield Problem("name is empty", fix="leave it out, and the file's name is taken", path=("name",))
    if not (name is None or isinstance(name, (int, float)) or (isinstance(name, str) and name.isprintable())):
        yield Problem(f"name is {short(name)}", why="it must be a word", path=("name",))


def _wrong_blocks(top: Mapping[Any, Any]) -> Iterator[Problem]:
    blocks = top.get("blocks")
    for name, block in blocks.items() if isinstance(blocks, dict) else ():
        path = ("blocks", name)
        if not (isinstance(block, dict) and isinstance(block.get("layers"), list)):
            yield Problem(f"the block {short(name)} has no layers", "a block is {vars: [...], layers: [...]}", "", path)
            continue
        for key in block:
            if key not in ("vars", "layers"):
                yield Problem(f"a block has no field {short(key)}", "it has vars and layers", "remove it", (*path, key))
        words = block.get("vars", [])
        if not isinstance(words, (list, dict)) or not all(isinstance(word, str) for word in words):
            why = "it must be a list of names, or a mapping of names to defaults"
            yield Problem(f"vars is {short(words)}", why=why, path=(*path, "vars"))
