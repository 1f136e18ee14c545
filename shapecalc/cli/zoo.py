"""``shapecalc zoo``: the models that come with it."""

from __future__ import annotations

import typer


def zoo() -> None:
    """List the built-in models and what each of them shows."""
    from shapecalc.model.load import zoo as models

    for name, about in models().items():
        typer.echo(f"{name}\n    {about}")
