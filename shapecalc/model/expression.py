"""``${...}`` in a model file: arithmetic on named whole numbers and booleans, by a safe expression library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from shapecalc.errors import ShapecalcError, did_you_mean

_EXPRESSION = re.compile(r"\$\{([^{}]*)\}")
_NAME = re.compile(r"\s*([A-Za-z_]\w*)\s*")
MOST_CHARACTERS = 200

Variables = Mapping[str, Any]


def substituted(value: Any, variables: Variables) -> Any:
    """Return a value with every ``${...}`` in it computed; a text that is one expression becomes its value.

    >>> substituted(["${base * 2}", "conv_${base}"], {"base": 64})
    [128, 'conv_64']
    """
    if isinstance(value, str):
        return _text(value, variables) if "${" in value else value
    if isinstance(value, list):
        return [substituted(each, variables) for each in value]
    if isinstance(value, dict):
        return {key: substituted(each, variables) for key, each in value.items()}
    return value


def _text(text: str, variables: Variables) -> Any:
    whole = _EXPRESSION.fullmatch(text)
    if whole:
        return evaluate(whole[1], variables)
    return _EXPRESSION.sub(lambda match: str(evaluate(match[1], variables)), text)


def evaluate(expression: str, variables: Variables) -> Any:
    """Return the value of an expression; names stand for variables.

    >>> evaluate("2 * base if upconv else base", {"base": 32, "upconv": True})
    64
    """
    name = _NAME.fullmatch(expression)
    if name and name[1] in variables:
        return variables[name[1]]
    from simpleeval import InvalidExpression, NameNotDefined

    try:
        if len(expression) > MOST_CHARACTERS:
            raise InvalidExpression(f"it has over {MOST_CHARACTERS} characters")
        value = _evaluator(expression, variables)
        if not isinstance(value, (int, float, str)):
            raise InvalidExpression("its value is neither a number nor a word")
    except NameNotDefined as error:
        known = f"the variables here are {', '.join(variables)}" if variables else "no variables are defined"
        fix = did_you_mean(error.name, variables) or "define it under vars"
        raise ShapecalcError(f"${{{expression}}} names {error.name!r}", why=known, fix=fix) from None
    except (InvalidExpression, SyntaxError, ArithmeticError, TypeError, ValueError, RecursionError) as error:
        fix = "use whole numbers, true and false, names, + - * // % ** and comparisons"
        why = (
            error.msg if isinstance(error, SyntaxError) else str(error).removeprefix("Sorry! ").removeprefix("Sorry, ")
        )
        raise ShapecalcError(f"${{{expression}}} cannot be computed", why=why, fix=fix) from None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _evaluator(expression: str, variables: Variables) -> Any:
    import ast

    evaluator = _empty_evaluator()
    evaluator.names = {"true": True, "false": False, **variables}
    return evaluator.eval(expression, ast.parse(expression.strip(), mode="eval").body)


@cache
def _empty_evaluator() -> Any:
    """Return an evaluator of numbers, names, arithmetic, comparisons and min, max, abs; nothing else."""
    import ast

    from simpleeval import SimpleEval

    evaluator = SimpleEval(functions={"min": min, "max": max, "abs": abs})
    for node in (ast.Attribute, ast.Subscript, ast.JoinedStr, ast.FormattedValue):
        evaluator.nodes.pop(node, None)
    return evaluator
