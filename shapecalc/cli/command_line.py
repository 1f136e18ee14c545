"""From the words of a command line to a command that runs; words that mean nothing are a mistake like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer

from shapecalc.cli.app import COMMANDS, app_for
from shapecalc.errors import Problem, ShapecalcError, did_you_mean

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for words it does not understand; it has no public name."""


def run(words: list[str]) -> int:
    """Run a command and return its exit code; no words at all show the help, and are still a mistake."""
    command = typer.main.get_command(app_for(words))
    try:
        with command.make_context("shapecalc", list(words) or ["--help"]) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code if words else 2
    except UsageError as error:
        raise ShapecalcError(problems=[_told(error, words)]) from None
    return 0


def _told(error: Any, words: list[str]) -> Problem:
    """Return what typer has to say of a command line in four parts."""
    problem = _TELLERS.get(type(error).__name__, _in_its_words)(error)
    command = error.ctx.command_path if error.ctx else f"shapecalc {words[0]}"
    return problem._replace(place=command, fix=problem.fix or f"{command} --help tells what it takes")


def _no_such_option(error: Any) -> Problem:
    known = [name for each in error.ctx.command.params for name in each.opts]
    return Problem(f"there is no option {error.option_name}", fix=did_you_mean(error.option_name, known))


def _ill_used(error: Any) -> Problem:
    """Return ``Option '--in' requires an argument.`` as ours."""
    return Problem(error.message.rstrip(".").removeprefix("Option ").replace("'", ""))


def _missing(error: Any) -> Problem:
    usage = error.ctx.get_usage().removeprefix("Usage: ")
    name = error.param.human_readable_name
    return Problem(f"{name} is missing", why=error.param.help.rstrip("."), fix=f"write {usage}")


def _bad_value(error: Any) -> Problem:
    """Split ``'pol' is not one of 'conv', 'pool'``: what was written, and what is allowed."""
    value, _, allowed = error.message.rstrip(".").partition(" is ")
    words = getattr(error.param.type, "choices", ())
    return Problem(
        f"{error.param.opts[0]} is {value}",
        why=_allowed(allowed),
        fix=did_you_mean(value.strip("'"), [str(getattr(word, "value", word)) for word in words]),
    )


def _allowed(words: str) -> str:
    """Return what typer allows, without the words of a programmer.

    >>> _allowed("not a valid int range"), _allowed("not in the range x>=1"), _allowed("not one of 'table', 'json'")
    ('it must be a whole number', 'it must be 1 or more', 'it is not one of table, json')
    """
    if words.startswith("not a valid int"):
        return "it must be a whole number"
    if words.startswith("not in the range x>="):
        return f"it must be {words.partition('>=')[2]} or more"
    return f"it is {words}".replace("'", "")


def _in_its_words(error: Any) -> Problem:
    """Return a message as it is: of a command that is not there, or of one word too many."""
    message = error.message.rstrip(".")
    unknown = message.partition("'")[2].rstrip("'")
    return Problem(message[0].lower() + message[1:], fix=did_you_mean(unknown, COMMANDS) if unknown else "")


_TELLERS: dict[str, Callable[[Any], Problem]] = {
    "NoSuchOption": _no_such_option,
    "BadOptionUsage": _ill_used,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
}
"""By the name of typer's error."""
