"""The commands, and what they have in common."""

from __future__ import annotations

from typing import Annotated

import typer

from shapecalc.cli.layers import layers
from shapecalc.cli.solve import solve
from shapecalc.cli.summary import summary
from shapecalc.cli.zoo import zoo

app = typer.Typer(
    name="shapecalc",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(short_help="Show shapes, parameters and MACs layer by layer.")(summary)
app.command(short_help="Find the settings that take one size to another.")(solve)
app.command(short_help="List the built-in models.")(zoo)
app.command(short_help="List the layers, or show the card of one.")(layers)


def _version(wanted: bool) -> None:
    if wanted:
        from shapecalc import __version__

        typer.echo(f"shapecalc {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Shapes, parameters and MACs of neural networks, without a deep-learning framework."""
