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


class UndefinedError(ShapecalcError):
    """An expression names a variable that is not there, or not yet."""

    def __init__(self, expression: str, name: str, variables: Variables) -> None:
        why = f"the variables here are {', '.join(variables)}" if variables else "no variables are defined"
        fix = did_you_mean(name, variables) or "define it under vars"
        super().__init__(f"${{{expression}}} names {name!r}", why=why, fix=fix)
        self.name = name


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
    if len(expression) > MOST_CHARACTERS:
        raise _refusal(expression, f"it has over {MOST_CHARACTERS} characters")
    from simpleeval import InvalidExpression, NameNotDefined

    try:
        value = _evaluator(expression, variables)
    except NameNotDefined as error:
        raise UndefinedError(expression, error.name, variables) from None
    except (InvalidExpression, SyntaxError, ArithmeticError, TypeError, ValueError, RecursionError) as error:
        raise _refusal(expression, _why(error)) from None
    if not isinstance(value, (int, float, str)):
        raise _refusal(expression, "its value is neither a number nor a word")
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _refusal(expression: str, why: str) -> ShapecalcError:
    shown = expression if len(expression) <= _SHOWN else f"{expression[:_SHOWN]}..."
    return ShapecalcError(f"${{{shown}}} cannot be computed", why=why, fix=_FIX)


def _why(error: Exception) -> str:
    """Return our words for what the expression library, or Python, refuses."""
    for kind in type(error).__mro__:
        if kind.__name__ in _REASONS:
            return _REASONS[kind.__name__]
    return f"it is no expression: {error.msg}" if isinstance(error, SyntaxError) else "it is no arithmetic"


_SHOWN = 60
_FIX = "use whole numbers, true and false, names, + - * // % ** and comparisons"
_REASONS = {
    "NumberTooHigh": "a number in it gets too large",
    "OverflowError": "a number in it gets too large",
    "IterableTooLong": "a text in it gets too long",
    "ZeroDivisionError": "it divides by 0",
    "FunctionNotDefined": "the functions are min, max and abs",
    "TypeError": "it computes with what does not go together, a word and a number perhaps",
    "ValueError": "a value in it is out of range",
    "RecursionError": "it is nested too deeply",
}


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
