"""``shapecalc fix``: a model file whose branches fit together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def fix(
    model: Annotated[str, typer.Argument(help="A model file of ours, or a built-in name.")],
    inputs: Annotated[
        list[str] | None,
        typer.Option("--input", "-i", help="Input sizes without the batch: 160,160,8 or NAME=160,160,8."),
    ] = None,
    variables: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE for a variable of the model.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="size, output_padding, ceil_mode, same, channels, pad or crop.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a new file.")] = None,
) -> None:
    """Write a model file that takes the sizes which the given one does not; comments and layout stay."""
    from shapecalc.cli.arguments import input_shapes, named_values
    from shapecalc.cli.output import refuse_existing, write
    from shapecalc.importers.load import load, text_of
    from shapecalc.mismatch.fix import changes, mend

    refuse_existing(output)
    values, text = named_values(variables or []), text_of(model)
    mended = mend(load(model, values), text, input_shapes(inputs or []), values, by)
    write(mended.text.splitlines(), output)
    for line in changes(mended):
        typer.echo(line, err=True)
