"""A YAML (or JSON) text as plain values that remember where they stood.

One pass over libyaml's events builds dicts, lists and scalars (YAML 1.2's core schema: ``yes`` is a word) and keeps the
line and column of every entry. Limits guard against files made to hurt; each refusal names its limit.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from shapecalc.errors import Path, Problem, ShapecalcError

MOST_BYTES = 64 * 2**20
MOST_DEPTH = 60
MOST_VALUES = 2_000_000
MOST_DIGITS = 18
MERGE = "<<"
"""The key with which YAML 1.1 put one mapping into another."""

Mark = tuple[int, int]
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", "")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class Document(NamedTuple):
    """A text's values, and the place of each of them."""

    name: str
    value: Any
    marks: dict[int, dict[Any, Mark]]

    def place(self, path: Path) -> str:
        """Return ``file:line:column`` of the deepest step of a path that the text has."""
        line, column = self.mark(path)
        return f"{self.name}:{line + 1}:{column + 1}"

    def mark(self, path: Path) -> Mark:
        """Return the line and column, from 0, of the deepest step of a path that the text has."""
        here, mark = self.value, (0, 0)
        for step in path:
            places = self.marks.get(id(here), {})
            if step not in places:
                break
            mark, here = places[step], here[step]
        return mark


def parse(text: bytes, name: str) -> Document:
    """Return the values of a text, or refuse it with the place where it goes wrong."""
    if len(text) > MOST_BYTES:
        raise ShapecalcError(
            f"the file has {len(text):,} bytes", why=f"at most {MOST_BYTES:,} are read", fix="split the model"
        )
    try:
        return _Builder(name).build(_decoded(text, name))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        why = ", ".join(part for part in (error.context, error.problem) if part)
        raise _located(
            "this is neither YAML nor JSON", why, "look at the brackets, quotes and indentation there", place
        ) from None
    except yaml.reader.ReaderError as error:
        raise _located(
            "this is neither YAML nor JSON", f"{error.reason} at position {error.position}", "save it as text", name
        ) from None


def _decoded(text: bytes, name: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start)
        column = error.start - text.rfind(b"\n", 0, error.start) - 1
        what = f"byte {error.start} (0x{text[error.start]:02x}) is not UTF-8"
        raise _located(what, error.reason, "save the file as UTF-8 text", f"{name}:{line + 1}:{column + 1}") from None


def _located(what: str, why: str, fix: str, place: str) -> ShapecalcError:
    return ShapecalcError(problems=[Problem(what, why=why, fix=fix, place=place)])


class _Builder:
    """Builds the values of one text; a stack of open containers stands in for recursion."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[int, dict[Any, Mark]] = {}
        self.stack: list[tuple[Any, str | None, int]] = []
        """The open containers, each with its anchor and the count of values when it was opened."""
        self.anchors: dict[str, tuple[Any, int]] = {}
        """Finished values by anchor, each with how many values it holds."""
        self.key: Any = _NO_KEY
        self.total = 0
        self.root: Any = None

    def build(self, text: str) -> Document:
        steps = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in yaml.parse(text, Loader=_Loader):
            step = steps.get(type(event))
            if step is not None:
                step(event)
        return Document(self.name, self.root, self.marks)

    def _document(self, event: Any) -> None:
        if self.total:
            raise self._refused(event, "a second document starts here", "one file holds one model", "remove it")

    def _open(self, event: Any) -> None:
        if len(self.stack) > MOST_DEPTH:
            raise self._refused(event, f"the nesting is over {MOST_DEPTH} deep", "no model needs that", "flatten it")
        self._untagged(event)
        value: Any = {} if type(event) is yaml.MappingStartEvent else []
        self._add(value, 1, event)
        self.stack.append((value, event.anchor, self.total - 1))
        self.marks[id(value)] = {}

    def _close(self, _: Any) -> None:
        value, anchor, before = self.stack.pop()
        if anchor:
            self.anchors[anchor] = (value, self.total - before)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            why = "no finished value before it has that anchor"
            raise self._refused(event, f"the alias *{event.anchor} stands for nothing", why, "write the value out")
        value, size = self.anchors[event.anchor]
        self._add(value, size, event)

    def _scalar(self, event: Any) -> None:
        value = self._value(event)
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self._add(value, 1, event)

    def _add(self, value: Any, size: int, event: Any) -> None:
        self.total += size
        if self.total > MOST_VALUES:
            why = f"at most {MOST_VALUES:,} values are read, aliases written out"
            raise self._refused(event, "the file holds too many values", why, "use blocks and repeat")
        if not self.stack:
            self.root = value
            return
        container = self.stack[-1][0]
        start = event.start_mark
        if type(container) is list:
            self.marks[id(container)][len(container)] = (start.line, start.column)
            container.append(value)
        elif self.key is _NO_KEY:
            self._check_key(container, value, event)
            self.marks[id(container)][value] = (start.line, start.column)
            self.key = value
        else:
            container[self.key] = value
            self.key = _NO_KEY

    def _check_key(self, container: Any, key: Any, event: Any) -> None:
        if isinstance(key, (dict, list)):
            raise self._refused(event, "a key is a list or a mapping", "a key is a word", "write a word there")
        if key == MERGE:
            why = "what a mapping holds stands in it"
            raise self._refused(event, "merge keys are not read", why, "write it out, or use a block with vars")
        if key in container:
            line = self.marks[id(container)][key][0] + 1
            why = f"the first one is in line {line}"
            raise self._refused(event, f"the key {key!r} stands twice", why, "keep one of them")

    def _value(self, event: Any) -> Any:
        text: str = event.value
        self._untagged(event)
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if text[0] in "+-.0123456789":
            return self._number(text, event)
        return text

    def _untagged(self, event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            raise self._refused(event, f"the tag {event.tag} is not read", "a model is plain values", "remove the tag")

    def _number(self, text: str, event: Any) -> Any:
        if _INTEGER.fullmatch(text):
            if len(text) > MOST_DIGITS:
                why = f"at most {MOST_DIGITS} digits are read"
                raise self._refused(event, f"a number of {len(text)} digits", why, "use a smaller number")
            return int(text, 0) if text[1:2] in ("x", "o") else int(text)
        return float(text.replace(".inf", "inf").replace(".nan", "nan")) if _FLOAT.fullmatch(text) else text

    def _refused(self, event: Any, what: str, why: str, fix: str) -> ShapecalcError:
        mark = event.start_mark
        return _located(what, why, fix, f"{self.name}:{mark.line + 1}:{mark.column + 1}")


_NO_KEY = object()
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
