"""One entry of ``layers``: a bare word or a mapping, with its ``${...}`` computed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile
from typing import Any, NamedTuple

from shapecalc.errors import Problem, ShapecalcError, did_you_mean, nearest, under
from shapecalc.model.expression import substituted

MOST_ENTRIES = 200_000
"""No model has more layers; a larger number is a slip."""

CONTROL = frozenset({"type", "name", "inputs", "when", "repeat", "shared"})
"""What an entry says besides its layer's settings."""
TUPLE = re.compile(r"\(\s*-?([0-9]|None\b)")
"""How Python's tuples of numbers begin."""


class Entry(NamedTuple):
    """What an entry says about its node; ``settings`` are left for the layer."""

    type: str
    settings: dict[str, Any]
    name: str = ""
    inputs: tuple[str, ...] = ()
    listed: bool = False
    """Whether ``inputs`` is a list."""
    when: bool = True
    repeat: int = 1
    shared: str | None = None

    @classmethod
    def read(cls, fields: Mapping[str, Any], variables: Mapping[str, Any]) -> Entry:
        """Read an entry, with the variables that hold there."""
        if "when" in fields and not _boolean(_computed(fields, "when", variables)):
            return cls("", {}, str(fields.get("name", "")), when=False)
        computed = {key: _computed(fields, key, variables) for key in fields}
        if "type" not in computed and "shared" not in computed:
            raise _no_type(computed)
        _refuse_python(computed)
        settings = {key: value for key, value in computed.items() if key not in CONTROL}
        if settings and "type" not in computed:
            given = " and ".join(settings)
            raise ShapecalcError(
                f"{given} without a type", why="a shared layer has its owner's settings", fix=f"leave out {given}"
            )
        return cls(
            type=_word(computed, "type"),
            settings=settings,
            name=_name(computed),
            inputs=_references(computed["inputs"]) if "inputs" in computed else (),
            listed=isinstance(computed.get("inputs"), list),
            repeat=_repeats(computed.get("repeat", 1)),
            shared=_word(computed, "shared") or None,
        )


def fields_of(entry: Any) -> Mapping[str, Any]:
    """Return an entry as a mapping; a bare word is a layer with its defaults."""
    if isinstance(entry, str):
        return {"type": entry}
    if isinstance(entry, dict):
        if all(isinstance(key, str) for key in entry):
            return entry
        _refuse_python(entry)
    raise ShapecalcError(
        f"a layer is {_kind(entry)}", why="it is a word or a mapping", fix="write {type: Conv2D, filters: 64, ...}"
    )


def misspelt(problem: Problem, settings: Mapping[str, Any], known: Collection[str]) -> Problem:
    """Return the mistake of a setting that a layer does not have, with what an entry itself says among the guesses."""
    key = str(problem.path[0]) if problem.path else ""
    best = nearest(key, [*known, *sorted(CONTROL)], count=1) if key in settings and key not in known else []
    return problem._replace(fix=f"did you mean {best[0]}?") if CONTROL.intersection(best) else problem


def _no_type(fields: Mapping[str, Any]) -> ShapecalcError:
    near = next((key for key in fields if key == "class_name" or nearest(key, ["type", "shared"], count=1)), None)
    word = next((key for key, value in fields.items() if isinstance(value, dict) and key not in CONTROL), None)
    if word is not None and near is None:
        settings = {"type": word, **{key: value for key, value in fields.items() if key != word}, **fields[word]}
        fix = f"write {{{', '.join(f'{key}: {_written(value)}' for key, value in settings.items())}}}"
        return ShapecalcError("a layer has no type", why=f"{word} stands where a setting does", fix=fix, path=(word,))
    fix = f"write type in place of {near}" if near else "add type: Conv2D"
    return ShapecalcError("a layer has no type", why="type says what layer it is", fix=fix)


def _written(value: Any) -> str:
    """Return a value as a file has it; a word stands there as it is."""
    import json

    return (
        value if isinstance(value, str) and value.isidentifier() else json.dumps(value, ensure_ascii=False, default=str)
    )


def _refuse_python(fields: Mapping[str, Any]) -> None:
    """Refuse ``(3, 3)`` and ``None``, which are texts in YAML."""
    for key, value in fields.items():
        if value == "None" and key not in CONTROL:
            raise ShapecalcError(f"{key} is 'None'", why="that is a text here", fix=f"write {key}: null", path=(key,))
        if type(value) is str and value[:1] == "(" and TUPLE.match(value):
            fix = f"write {key}: [{', '.join(_torn(fields, key)).strip('() ,')}]"
            raise ShapecalcError(f"{key} is {value!r}", why="YAML has no tuples, only lists", fix=fix, path=(key,))


def _torn(fields: Mapping[str, Any], key: str) -> list[str]:
    """Return a tuple's parts: between braces what follows a comma is a field of its own, ``3): null``."""
    names = list(fields)
    after = takewhile(lambda name: fields[name] is None, names[names.index(key) + 1 :])
    return [fields[key], *map(str, after)]


def names_in(entries: list[Any]) -> Iterator[str]:
    """Yield the names that entries give themselves."""
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            yield entry["name"]


def block_variables(name: str, block: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a block's variables: its defaults, and what the entry that opens it gives."""
    declared = block.get("vars", [])
    defaults = declared if isinstance(declared, dict) else {}
    problems = [
        Problem(
            f"the block {name} has no variable {key!r}",
            why=f"its vars are {', '.join(declared)}" if declared else "it has no vars",
            fix=did_you_mean(key, declared) or "remove it",
            path=(key,),
        )
        for key in given
        if key not in declared
    ]
    misspelt = {name for key in given if key not in declared for name in nearest(key, declared, count=1)}
    missing = [key for key in declared if key not in {*given, *defaults, *misspelt}]
    problems += [Problem(f"the block {name} needs {key}", why="it has no default", fix=f"add {key}") for key in missing]
    if problems:
        raise ShapecalcError(problems=problems)
    return {**defaults, **given}


def _computed(fields: Mapping[str, Any], key: str, variables: Mapping[str, Any]) -> Any:
    with under(key):
        return substituted(fields[key], variables)


def _name(fields: Mapping[str, Any]) -> str:
    name = _word(fields, "name")
    if "name" in fields and not name:
        raise ShapecalcError("name is empty", fix="leave it out, and the layer gets a name", path=("name",))
    if name.isprintable() and ":" not in name and not name.startswith("$"):
        return name
    raise ShapecalcError(
        f"name is {name!r}",
        why="it must be printable; a colon stands before the number of an output, and $ before $previous and $input",
        fix="use letters, digits, _ - . and /",
        path=("name",),
    )


def _word(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key, "")
    if not isinstance(value, str):
        fix = f'write it in quotes: "{value}"' if isinstance(value, (int, float)) else ""
        raise ShapecalcError(f"{key} is {value!r}", why="it must be a word", fix=fix, path=(key,))
    return value


def _references(value: Any) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) and name for name in names):
        raise ShapecalcError(
            f"inputs is {value!r}", why="it names one node, or lists several", fix="write [a, b]", path=("inputs",)
        )
    return tuple(names)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ShapecalcError(f"when is {value!r}", why="it must be true or false", path=("when",))


def _repeats(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_ENTRIES:
        return value
    raise ShapecalcError(
        f"repeat is {value!r}", why=f"it must be a whole number from 0 to {MOST_ENTRIES:,}", path=("repeat",)
    )


def _kind(value: Any) -> str:
    return {list: "a list", dict: "a mapping with a key that is no word", type(None): "empty"}.get(
        type(value), f"the value {value!r}"
    )
