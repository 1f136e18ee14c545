"""``shapecalc summary``: layer, output shape, parameters, connections."""
# No "from __future__ import annotations" here: typer would evaluate the text of every option four times at every start.

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from shapecalc.summary import Summary


class Format(str, Enum):
    """How the summary is written."""

    table = "table"
    json = "json"
    markdown = "markdown"
    csv = "csv"


def summary(
    model: Annotated[str, typer.Argument(help="A model file, - for standard input, or a built-in name.")],
    format_: Annotated[
        Format | None, typer.Option("--format", "-f", help="table unless -o ends in .json, .md, .csv.")
    ] = None,
    columns: Annotated[str | None, typer.Option(help="Columns with commas: layer,output,params,macs,...")] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option("--input", "-i", help="Input sizes without the batch: 160,160,8 or NAME=160,160,8."),
    ] = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Batch size; MACs are for the whole batch.")] = None,
    variables: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE for a variable of the model.")
    ] = None,
    width: Annotated[int | None, typer.Option(min=40, help="Columns to fill; long cells are wrapped.")] = None,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="Draw the table with + - | only.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
) -> None:
    """Show a model layer by layer: output shape, parameters, MACs, connections."""
    from shapecalc.cli.arguments import input_shapes, named_values
    from shapecalc.cli.output import refuse_to_overwrite
    from shapecalc.importers.load import load
    from shapecalc.summary import SummaryError, summarize

    refuse_to_overwrite(model, output)
    loaded = load(model, named_values(variables or []))
    wanted = format_.value if format_ else _format_of(output)
    try:
        found = summarize(loaded, input_shapes(inputs or []), batch)
    except SummaryError as error:
        if wanted == "table" and len(error.summary.rows) > 1:
            _show(error.summary, wanted, columns, None, ascii_only=ascii_only, width=width)
        raise error.explained() from None
    _show(found, wanted, columns, output, ascii_only=ascii_only, width=width)


def _show(
    summary: "Summary", wanted: str, names: str | None, output: Path | None, *, ascii_only: bool, width: int | None
) -> None:
    from shapecalc.cli.output import only_ascii, show, write
    from shapecalc.render.columns import chosen
    from shapecalc.render.summary import RENDERERS, SummaryTable

    columns = chosen(names, summary)
    if wanted == "table":
        show(SummaryTable(summary, columns, ascii_only=ascii_only or only_ascii(output), width=width), output)
    else:
        write(RENDERERS[wanted](summary, columns), output)


def _format_of(output: Path | None) -> str:
    return {".json": "json", ".md": "markdown", ".csv": "csv"}.get(output.suffix if output else "", "table")
