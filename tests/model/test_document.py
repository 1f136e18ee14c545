from __future__ import annotations

from typing import Any

import pytest

from shapecalc.errors import Path, Problem, ShapecalcError
from shapecalc.model import document
from shapecalc.model.document import Document, parse


def read(text: str | bytes) -> Document:
    return parse(text.encode() if isinstance(text, str) else text, "net.yaml")


def refused(text: str | bytes) -> Problem:
    with pytest.raises(ShapecalcError) as refusal:
        read(text)
    (problem,) = refusal.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        (".inf", float("inf")),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("1.2.3", "1.2.3"),
        ("2026-11-23", "2026-11-23"),
        ("- 1\n- [2, {a: b}]", [1, [2, {"a": "b"}]]),
        ('{"a": [1, 2], "b": null}', {"a": [1, 2], "b": None}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: &x 3\nb: *x", {"a": 3, "b": 3}),
    ],
)
def test_a_value(text: str, value: Any) -> None:
    found = read(text).value
    assert found == value
    assert type(found) is type(value)


TEXT = """\
name: net
layers:
  - {type: Conv2D, filters: 3}
  - type: ReLU
    name: r
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), "net.yaml:1:1"),
        (("name",), "net.yaml:1:1"),
        (("layers",), "net.yaml:2:1"),
        (("layers", 0), "net.yaml:3:5"),
        (("layers", 0, "filters"), "net.yaml:3:20"),
        (("layers", 1), "net.yaml:4:5"),
        (("layers", 1, "name"), "net.yaml:5:5"),
        (("layers", 1, "nowhere", 7), "net.yaml:4:5"),
        (("layers", 9), "net.yaml:2:1"),
    ],
)
def test_a_path_has_a_place(path: Path, place: str) -> None:
    assert read(TEXT).place(path) == place


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("a: [1, 2\nb: }", "neither YAML nor JSON", ":2:2"),
        ("a:\n\t- 1", "neither YAML nor JSON", ":2:1"),
        ("a: 1\na: 2", "the key 'a' stands twice", ":2:1"),
        ("? [a]\n: 1", "a key is a list or a mapping", ":1:3"),
        ("a: *b", "the alias *b stands for nothing", ":1:4"),
        ("a: &b [*b]", "the alias *b stands for nothing", ":1:8"),
        ("a: !!python/object:os.system x", "the tag", ":1:4"),
        ("a: 1\n---\nb: 2", "a second document", ":2:1"),
        ("a: 12345678901234567890", "a number of 20 digits", ":1:4"),
        (b"name: \xfcnet", "byte 6 (0xfc) is not UTF-8", ":1:7"),
        (b"a: 1\nname: n\xfcnet", "byte 12 (0xfc) is not UTF-8", ":2:8"),
        ("a: b".encode("utf-16"), "byte 0 (0xff) is not UTF-8", ":1:1"),
        (b"a: \x07", "neither YAML nor JSON", ""),
        ("[" * 100_000, "the nesting is over 60 deep", ":1:62"),
        ("{a: " * 100_000, "the nesting is over 60 deep", ""),
        ("- " * 1000, "the nesting is over 60 deep", ""),
    ],
)
def test_a_text_that_is_refused(text: str | bytes, what: str, place: str) -> None:
    problem = refused(text)
    assert what in problem.what
    assert problem.place.startswith("net.yaml" + place)
    assert problem.why
    assert problem.fix


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    problem = refused("\n".join(lines))
    assert problem.what == "the file holds too many values"
    assert "2,000,000" in problem.why


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_BYTES", 10)
    assert read("a: 1").value == {"a": 1}
    assert "the file has 11 bytes" in refused("a: 1234567\n").what
