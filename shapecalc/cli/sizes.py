"""``shapecalc sizes``: which sizes of its inputs a model takes."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapecalc.sizes.legal import AxisSizes


class Format(str, Enum):
    """How the answer is written."""

    text = "text"
    json = "json"


def sizes(
    model: Annotated[str, typer.Argument(help="A model file, - for standard input, or a built-in name.")],
    inputs: Annotated[
        list[str] | None,
        typer.Option("--input", "-i", help="Input sizes without the batch: 160,160,8 or NAME=160,160,8."),
    ] = None,
    variables: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE for a variable of the model.")
    ] = None,
    near: Annotated[
        str | None, typer.Option(help="Nearest legal sizes to these: 500x375, or one for all axes.")
    ] = None,
    out: Annotated[str | None, typer.Option(help="Input sizes that give this output: 388, or 388x388.")] = None,
    lossless: Annotated[bool, typer.Option("--lossless", help="No floor may cut off an element.")] = False,
    format_: Annotated[Format, typer.Option("--format", "-f")] = Format.text,
) -> None:
    """Tell which input sizes a model takes, as a theorem: modulus, residues, minimum, exceptions."""
    from shapecalc.cli.arguments import input_shapes, named_values, spatial_sizes
    from shapecalc.cli.output import say_that_code_runs, write
    from shapecalc.importers.load import load
    from shapecalc.render.sizes import sizes_json
    from shapecalc.sizes.legal import legal_sizes

    say_that_code_runs(model)
    loaded = load(model, named_values(variables or []), input_shapes(inputs or []))
    axes = legal_sizes(loaded, lossless=lossless)
    wanted = [] if near is None else spatial_sizes(near, "--near", axes)
    outputs = [] if out is None else spatial_sizes(out, "--out", axes)
    if format_ is Format.json:
        write([sizes_json(loaded.name, axes, wanted, outputs, lossless=lossless)])
    else:
        write(_text(loaded.name, axes, wanted, outputs, lossless))
    answers = [*(axis.inputs_for(size) for axis, size in outputs), *(axis.sizes for axis in axes)]
    if any(found.above(1) is None for found in answers):
        raise typer.Exit(1)


def _text(
    name: str,
    axes: Sequence[AxisSizes],
    near: Sequence[tuple[AxisSizes, int]],
    out: Sequence[tuple[AxisSizes, int]],
    lossless: bool,
) -> list[str]:
    from shapecalc.render.sizes import assumed_lines, near_lines, out_lines, sizes_lines

    lines = [*sizes_lines(name, axes, lossless=lossless), *assumed_lines(axes)]
    if near:
        lines += ["nearest", *near_lines(near)]
    if out:
        lines += ["output", *out_lines(out)]
    return lines
