"""``shapecalc zoo``: the models that come with it."""

from __future__ import annotations

import typer


def zoo() -> None:
    """List the built-in models and what each of them shows."""
    from textwrap import fill

    from shapecalc.model.zoo import about, names

    for name in names():
        typer.echo(name)
        typer.echo(fill(about(name), width=79, initial_indent="    ", subsequent_indent="    "))
