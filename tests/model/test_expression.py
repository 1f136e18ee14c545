from __future__ import annotations

from typing import Any

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.model.expression import evaluate, substituted

VARIABLES = {"base": 64, "upconv": True, "act": "relu"}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("base", 64),
        (" base ", 64),
        ("act", "relu"),
        ("base * 2", 128),
        ("base // 3", 21),
        ("base / 2", 32),
        ("base % 5", 4),
        ("2 ** 10", 1024),
        ("-base", -64),
        ("not upconv", False),
        ("true and upconv", True),
        ("base > 32", True),
        ("base if upconv else 1", 64),
        ("max(base, 100)", 100),
        ("min(1, 2) + abs(-3)", 4),
        ("base == 64 or false", True),
    ],
)
def test_a_value(expression: str, value: Any) -> None:
    found = evaluate(expression, VARIABLES)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "expression",
    [
        "9**9**9",
        "99999999999999999999**999",
        "1 << 100000000",
        "().__class__",
        "''.join",
        "base.real",
        "'a' * 1000000000",
        "[1] * 1000000000",
        "[x for x in (1, 2)]",
        "lambda: 1",
        "x := 3",
        "__import__('os')",
        "open('/etc/passwd')",
        "max",
        "max()",
        "f'{base}'",
        "act[0]",
        "1 // 0",
        "1 % 0",
        "1 +",
        "",
        " ",
        "base; base",
        "base = 3",
        "not " * 49,
        "'" + "x" * 1000 + "'",
        "+".join(["1"] * 500),
        "base + act",
    ],
)
def test_a_hostile_or_senseless_expression_is_refused(expression: str) -> None:
    with pytest.raises(ShapecalcError, match=r"cannot be computed|names"):
        evaluate(expression, VARIABLES)


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("9**9**9", "a number in it gets too large"),
        ("1 << 100000000", "a number in it gets too large"),
        ("'a' * 1000000000", "a text in it gets too long"),
        ("1 // 0", "it divides by 0"),
        ("round(3.5)", "the functions are min, max and abs"),
        ("base + act", "it computes with what does not go together, a word and a number perhaps"),
        ("base.real", "it is no arithmetic"),
        ("", "it is no expression: invalid syntax"),
        ("(1", "it is no expression: '(' was never closed"),
        ("1 +" * 100, "it has over 200 characters"),
        ("max", "its value is neither a number nor a word"),
    ],
)
def test_the_reason_is_in_our_words(expression: str, why: str) -> None:
    with pytest.raises(ShapecalcError) as refusal:
        evaluate(expression, VARIABLES)
    (problem,) = refusal.value.problems
    assert problem.why == why
    assert len(problem.what) < 100


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(ShapecalcError) as refusal:
        evaluate("bas * 2", VARIABLES)
    (problem,) = refusal.value.problems
    assert problem[:3] == ("${bas * 2} names 'bas'", "the variables here are base, upconv, act", "did you mean base?")


def test_expressions_are_found_everywhere() -> None:
    found = substituted({"a": ["${base}", {"b": "n${base + 1}_${act}"}], "c": 3, "d": "plain"}, VARIABLES)
    assert found == {"a": [64, {"b": "n65_relu"}], "c": 3, "d": "plain"}
