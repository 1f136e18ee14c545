"""The commands, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Annotated, Any

import typer

COMMANDS = {
    "summary": "Show shapes, parameters and MACs layer by layer.",
    "sizes": "Tell which input sizes a model takes.",
    "fix": "Write a model file whose branches fit together.",
    "solve": "Find the settings that take one size to another.",
    "zoo": "List the built-in models.",
    "layers": "List the layers, or show the card of one.",
    "schema": "Print the JSON Schema of model files, for editors.",
}
"""Each command, a file and a function of that name, and the line about it in the help."""


def app_of(names: Iterable[str]) -> typer.Typer:
    """Return the app with these commands: declaring the options of one costs as much as its work."""
    app = typer.Typer(
        name="shapecalc",
        add_completion=False,
        suggest_commands=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(main)
    for name in names:
        command: Callable[..., Any] = getattr(import_module(f"shapecalc.cli.{name}"), name)
        app.command(name, short_help=COMMANDS[name])(command)
    return app


def app_for(words: list[str]) -> typer.Typer:
    """Return the app that a command line needs: the one command it begins with, or all."""
    return app_of(words[:1] if words and words[0] in COMMANDS else COMMANDS)


def _version(wanted: bool) -> None:
    if wanted:
        from shapecalc import __version__

        typer.echo(f"shapecalc {__version__}")
        raise typer.Exit


def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Shapes, parameters and MACs of neural networks, without a deep-learning framework."""
