"""Models as the tests write them: lines of YAML."""

from __future__ import annotations

from typing import Any

import pytest

from shapecalc.errors import Problem, ShapecalcError
from shapecalc.model.document import parse
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model
from shapecalc.summary import Row, summarize


def model(text: str, **variables: Any) -> Model:
    return read_model(parse(text.encode(), "net.yaml"), variables)


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
