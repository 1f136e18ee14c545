"""The list of layers, and the card of one of them, as plain lines that fit into 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from shapecalc.dialects.names import Call, calls, class_names, spellings
from shapecalc.dialects.signature import INFERRED, REQUIRED
from shapecalc.errors import sentence
from shapecalc.layers import LAYERS
from shapecalc.render.example import folded

if TYPE_CHECKING:
    from shapecalc.layers.description import Description

WIDTH = 79
MARGIN = 9
"""Where the names of a framework begin; its title stands before."""


def listing() -> Iterator[str]:
    """Yield every layer with its names in the frameworks."""
    first = max(map(len, LAYERS)) + 1
    without = []
    for word in LAYERS:
        lead = word
        for title, names in class_names(word).items():
            yield from _hanging(f"{lead:{first}}{title}", ", ".join(names), first + MARGIN)
            lead = ""
        if lead:
            without.append(word)
    yield ""
    yield from wrap(f"no framework has a class for these: {', '.join(without)}", WIDTH)
    yield "All of these words may stand in a model file; shapecalc layers NAME tells more."


def card_lines(description: Description) -> Iterator[str]:
    """Yield what a card says of itself."""
    word = description.word
    fixed = ", ".join(f"{name}={value}" for name, value in description.fixed.items())
    yield from wrap(f"{word}: {_plain(description.title)}", WIDTH)
    if fixed:
        yield f"({fixed})"
    yield ""
    for paragraph in description.about.split("\n"):
        yield from wrap(_plain(paragraph), WIDTH)
    yield from ("", "Names and defaults")
    for title, found in calls(word).items():
        yield from _call_lines(title, found)
    if any(INFERRED in each.signature.arguments.values() for found in calls(word).values() for each in found):
        yield "  [in brackets]: may be left out, the input tells it"
    if description.settings:
        yield from ("", "Settings")
        yield from _setting_lines(description)
    if description.equations:
        yield from ("", "Equations, along one axis or for all")
        for name, text in description.equations.items():
            yield from _hanging(f"  {name}", _plain(sentence(text.removeprefix("Return "))), 4, below=True)
    yield from ("", "Example")
    yield from (f"  {line}" for line in folded(description.example, WIDTH - 2))


def _call_lines(title: str, found: list[Call]) -> Iterator[str]:
    for names, signature in found:
        arguments = (_argument(name, default) for name, default in signature.arguments.items())
        yield from _hanging(f"  {title}", ", ".join(names), MARGIN + 2)
        yield from _hanging("", f"({', '.join(arguments)})", MARGIN + 2)
        title = ""


def _argument(name: str, default: Any) -> str:
    """Return an argument with its default; in brackets when the input tells it."""
    if default is INFERRED:
        return f"[{name}]"
    return name if default is REQUIRED else f"{name}={default!r}".replace("'", '"')


def _setting_lines(description: Description) -> Iterator[str]:
    other = spellings(description.word)
    first = max(map(len, description.settings)) + 4
    for name, schema in description.settings.items():
        names = _their_names(other.get(name, {}))
        yield from _hanging(f"  {name}", type_text(schema) + (f"; {names}" if names else ""), first)


def _their_names(by_title: dict[str, str]) -> str:
    """Return what the frameworks call a setting, those together that agree."""
    titles: dict[str, list[str]] = {}
    for title, theirs in by_title.items():
        titles.setdefault(theirs, []).append(title)
    return ", ".join(f"{theirs} in {' and '.join(found)}" for theirs, found in titles.items())


def type_text(schema: dict[str, Any]) -> str:
    """Return a JSON Schema in words.

    >>> type_text({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]})
    'a whole number, 1 or more, or null'
    >>> type_text({"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]})
    'a whole number or a list of them'
    """
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_choices(schema["anyOf"]))).replace("more or", "more, or")
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if "$ref" in schema:
        return f"a {schema['$ref'].rpartition('/')[2].lower()}"
    if schema["type"] == "array":
        return _list_text(schema.get("items", {}))
    return _WORDS[schema["type"]] + (f", {schema['minimum']} or more" if "minimum" in schema else "")


def _choices(schemas: list[dict[str, Any]]) -> Iterator[str]:
    for schema in schemas:
        yield "a list of them" if schema.get("items") in schemas else type_text(schema)


def _list_text(items: dict[str, Any]) -> str:
    if "anyOf" in items or items.get("type") == "array":
        return f"a list of ({type_text(items)})"
    return f"a list of {_WORDS[items['type']].removeprefix('a ')}s" if items else "a list"


_WORDS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true | false",
    "string": "a text",
    "object": "a layer",
    "null": "null",
}


def _plain(text: str) -> str:
    return text.replace("``", "`")


def _hanging(lead: str, text: str, margin: int, *, below: bool = False) -> Iterator[str]:
    """Yield a text that begins after ``lead`` (or below it), every line of it at ``margin``."""
    lines = wrap(text, WIDTH - margin, break_long_words=False, break_on_hyphens=False) or [""]
    if below:
        yield lead
        lead = ""
    for line in lines:
        yield f"{lead:{margin}}{line}".rstrip() if len(lead) < margin else f"{lead} {line}"
        lead = ""
