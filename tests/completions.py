"""The completion scripts, generated from the app: its commands, their options, and the values that can be known."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

import shtab
import typer.main
from typer.core import TyperGroup
from typer.models import TyperPath

from shapecalc.cli.app import COMMANDS, app_of
from shapecalc.dialects import all_names
from shapecalc.footprint.memory import DTYPES, OPTIMIZERS
from shapecalc.model.zoo import names
from shapecalc.render.columns import COLUMNS

FILES = {"bash": "shapecalc.bash", "zsh": "_shapecalc", "fish": "shapecalc.fish"}
"""The shells, and what their scripts are called."""

_MODELS = {
    "bash": '_shapecalc_files() {\n  compgen -W "WORDS" -- "$1"\n  compgen -f -- "$1"\n}',
    "zsh": "_shapecalc_files() {\n  _alternative 'models:built-in model:(WORDS)' 'files:model file:_files'\n}",
    "fish": "function _shapecalc_files\n  printf '%s\\n' WORDS\n  __fish_complete_path (commandline -ct)\nend",
}
_COLUMNS = {
    "bash": '_shapecalc_columns() {\n  local before=""\n  [[ $1 == *,* ]] && before="${1%,*},"\n'
    '  compgen -P "$before" -W "WORDS" -- "${1##*,}"\n}',
    "zsh": "_shapecalc_columns() {\n  _values -s , column WORDS\n}",
    "fish": "function _shapecalc_columns\n  set -l before (string match -r '.*,' -- (commandline -ct))\n"
    '  printf "$before%s\\n" WORDS\nend',
}


def _by_function(name: str, functions: dict[str, str], words: list[str]) -> dict[str, Any]:
    """Return what shtab calls a custom completion: a function in each shell, written with all its words."""
    preamble = {shell: text.replace("WORDS", " ".join(words)) for shell, text in functions.items()}
    return {"bash": name, "zsh": name, "fish": f"({name})", "preamble": preamble}


VALUES: dict[str, Any] = {
    "model": _by_function("_shapecalc_files", _MODELS, names()),
    "columns": _by_function("_shapecalc_columns", _COLUMNS, list(COLUMNS)),
}
"""What completes a parameter of this name, in any command."""
CHOICES = {
    ("layers", "name"): sorted(set(all_names())),
    ("summary", "dtype"): list(DTYPES),
    ("summary", "optimizer"): list(OPTIMIZERS),
}


def scripts() -> Iterator[tuple[str, str, str]]:
    """Yield shell, file name and text of every script."""
    for shell, name in FILES.items():
        text = shtab.complete(parser(), shell=shell)
        lines = text.splitlines()
        usage = next(number for number, line in enumerate(lines) if line.startswith("# Usage"))
        end = next(number for number in range(usage, len(lines)) if not lines[number].startswith("#"))
        lines[usage - 1 : end] = ["# Generated from the app by pytest --update, with shtab."]
        yield shell, name, re.sub(r"\n{3,}", "\n\n", "\n".join(map(str.rstrip, lines))) + "\n"


def parser() -> ArgumentParser:
    """Return the whole command line as argparse would have it."""
    group = typer.main.get_command(app_of(COMMANDS))
    assert isinstance(group, TyperGroup)
    whole = ArgumentParser(prog="shapecalc", description=group.help, add_help=False)
    _add_parameters(whole, group, "")
    commands = whole.add_subparsers()
    for name, command in group.commands.items():
        about = command.get_short_help_str(100)
        _add_parameters(commands.add_parser(name, help=about, description=about, add_help=False), command, name)
    return whole


def _add_parameters(target: ArgumentParser, command: Any, command_name: str) -> None:
    for each in command.params:
        _add(target, each, command_name)
    target.add_argument("-h", "--help", action="store_true", help="Show this message and exit.")


def _add(target: ArgumentParser, each: Any, command_name: str) -> None:
    known: dict[str, Any] = {"help": (each.help or each.name.strip("_")).replace("%", "%%")}
    if each.param_type_name == "argument":
        strings = [each.name]
        known["nargs"] = "?"
    else:
        strings = sorted({*each.opts, *each.secondary_opts}, key=len)
        known["action"] = "store_true" if each.is_flag else "append" if each.multiple else "store"
    choices = getattr(each.type, "choices", None) or CHOICES.get((command_name, each.name))
    if choices:
        known["choices"] = list(choices)
    action: Any = target.add_argument(*strings, **known)
    if each.name in VALUES:
        action.complete = VALUES[each.name]
    elif isinstance(each.type, TyperPath):
        action.complete = shtab.FILE
