"""Models as the tests write them: lines of YAML."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from jsonschema import Draft7Validator

import shapecalc
from shapecalc.errors import Problem, ShapecalcError
from shapecalc.model.document import parse
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model
from shapecalc.summary import Row, summarize


@cache
def schema() -> Draft7Validator:
    return Draft7Validator(shapecalc.schema())


def model(text: str, **variables: Any) -> Model:
    """Return what the reader makes of a text; what it takes, the JSON Schema takes too."""
    document = parse(text.encode(), "net.yaml")
    found = read_model(document, variables)
    if len(text) < 4000 and "when: false" not in text:  # what is left out is not looked at
        assert not [each.message for each in schema().iter_errors(document.value)]
    return found


def keras(*entries: str, shape: str = "[32, 32, 3]") -> str:
    return "\n".join([f"input: {shape}", "layers:", *(f"  - {entry}" for entry in entries)])


def torch(*entries: str, shape: str = "[3, 32, 32]") -> str:
    return "\n".join(["framework: torch", keras(*entries, shape=shape)])


def rows(text: str, **variables: Any) -> dict[str, Row]:
    return {row.name: row for row in summarize(model(text, **variables)).rows}


def problems(text: str, **variables: Any) -> list[Problem]:
    with pytest.raises(ShapecalcError) as refusal:
        summarize(model(text, **variables))
    return list(refusal.value.problems)


def problem(text: str, **variables: Any) -> Problem:
    found = problems(text, **variables)
    assert len(found) == 1, [each.what for each in found]
    return found[0]
