"""``shapecalc summary``: layer, output shape, parameters, connections."""
# No "from __future__ import annotations" here: typer would evaluate the text of every option four times at every start.

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from shapecalc.budget import Budget
    from shapecalc.errors import ShapecalcError
    from shapecalc.model.graph import Model
    from shapecalc.summary import Summary


class Format(str, Enum):
    """How the summary is written."""

    table = "table"
    json = "json"
    markdown = "markdown"
    csv = "csv"


def summary(
    model: Annotated[
        str,
        typer.Argument(
            help="A model file, - for standard input, a built-in name, or package.module:factory for a PyTorch module "
            "(the only form that imports and runs your code)."
        ),
    ],
    format_: Annotated[
        Format | None, typer.Option("--format", "-f", help="table unless -o ends in .json, .md, .csv.")
    ] = None,
    columns: Annotated[str | None, typer.Option(help="Columns with commas: layer,output,params,macs,...")] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--input",
            "-i",
            help="Input sizes without the batch: 160,160,8 or NAME=160,160,8 (for a factory with it: 1,3,224,224).",
        ),
    ] = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Batch size; MACs are for the whole batch.")] = None,
    variables: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE for a variable of the model.")
    ] = None,
    depth: Annotated[int, typer.Option(min=0, help="Show the layers of nested models, so many levels deep.")] = 0,
    expand_nested: Annotated[bool, typer.Option("--expand-nested", help="Show them all the way down.")] = False,
    width: Annotated[int | None, typer.Option(min=40, help="Columns to fill; long cells are wrapped.")] = None,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="Draw the table with + - | only.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
    memory: Annotated[bool, typer.Option("--memory", help="Show the memory of inference and training.")] = False,
    dtype: Annotated[str | None, typer.Option(help="Memory in this format: float32, float16, bfloat16...")] = None,
    optimizer: Annotated[str | None, typer.Option(help="Memory with its state: sgd, momentum, adam, adamw...")] = None,
    max_params: Annotated[str | None, typer.Option(help="Exit with 1 above this: 5M. Units: k, M, G, T.")] = None,
    max_macs: Annotated[str | None, typer.Option(help="Exit with 1 above this: 1.5G.")] = None,
    max_memory: Annotated[str | None, typer.Option(help="Exit with 1 above this: 8GiB, 500MB.")] = None,
    expect_output: Annotated[
        list[str] | None, typer.Option(help="Exit with 1 unless it is the output: 1,21,512,512 or NAME=...")
    ] = None,
) -> None:
    """Show a model layer by layer: output shape, parameters, MACs, connections."""
    from shapecalc.cli.arguments import input_shapes, named_values
    from shapecalc.cli.output import refuse_to_overwrite, say_that_code_runs
    from shapecalc.importers.load import load
    from shapecalc.summary import SummaryError, summarize

    refuse_to_overwrite(model, output)
    say_that_code_runs(model)
    budget = _budget(max_params, max_macs, max_memory, expect_output)
    loaded = load(model, named_values(variables or []), input_shapes(inputs or []))
    wanted = format_.value if format_ else _format_of(output)
    try:
        found = summarize(loaded, batch=batch)
    except SummaryError as error:
        if wanted == "table" and len(error.summary.rows) > 1:
            _show(error.summary, wanted, columns, None, ascii_only=ascii_only, width=width)
        raise _unjudged(error.explained()) if budget else error.explained() from None
    if columns:
        found = _with_fields(found, columns, loaded)
    if memory or not (dtype is optimizer is max_memory is None):
        found = _with_memory(found, loaded, batch, dtype, optimizer)
    if wanted != "json" and (depth or expand_nested):
        from shapecalc.render.tree import opened

        found = opened(found, None if expand_nested else depth)
    _show(found, wanted, columns, output, ascii_only=ascii_only, width=width)
    if budget:
        _keep_to(budget, loaded, found)


def _budget(params: str | None, macs: str | None, memory: str | None, outputs: list[str] | None) -> "Budget | None":
    if params is macs is memory is None and not outputs:
        return None
    from shapecalc.cli.budgets import budget_of

    return budget_of(params, macs, memory, outputs or [])


def _keep_to(budget: "Budget", model: "Model", summary: "Summary") -> None:
    from shapecalc.cli.budgets import check
    from shapecalc.cli.output import complain
    from shapecalc.errors import ShapecalcError

    problems = check(budget, model, summary)
    if problems:
        complain(ShapecalcError(problems=problems))
        raise typer.Exit(1)


def _unjudged(error: "ShapecalcError") -> "ShapecalcError":
    """Return the mistakes of a model, and that nothing was said about its budget."""
    from shapecalc.errors import Problem, ShapecalcError

    why = "the model does not fit together, so its counts and outputs are not known in full"
    budget = Problem("the budget was not judged", why=why, fix="mend the model first")
    return ShapecalcError(problems=[*error.problems, budget])


def _with_fields(summary: "Summary", columns: str, model: "Model") -> "Summary":
    from shapecalc.render.columns import OF_FIELDS, names_in

    if not OF_FIELDS & set(names_in(columns)):
        return summary
    from shapecalc.receptive_fields import receptive_field
    from shapecalc.summary import with_views

    return with_views(summary, receptive_field(model))


def _with_memory(
    summary: "Summary", model: "Model", batch: int | None, dtype: str | None, optimizer: str | None
) -> "Summary":
    from shapecalc.footprint.memory import memory

    return summary._replace(memory=memory(model, {}, batch, dtype or "float32", optimizer or ""))


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
