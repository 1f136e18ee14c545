"""``shapecalc solve``: which kernel, stride and padding take one size to another."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from shapecalc.errors import ShapecalcError


class Format(str, Enum):
    """How the answer is written."""

    table = "table"
    json = "json"


class Op(str, Enum):
    """The layer to solve for."""

    transpose = "transpose"
    conv = "conv"


Bound = Annotated[int | None, typer.Option(help="Look no further than this.")]


def solve(
    size: Annotated[int, typer.Option("--in", help="Input size along one axis.")],
    out: Annotated[int, typer.Option("--out", help="Output size along one axis.")],
    op: Annotated[Op | None, typer.Option(help="By default transpose when the size grows, else conv.")] = None,
    kernel: Annotated[int | None, typer.Option("--kernel", "-k", help="Keep this kernel_size (F).")] = None,
    stride: Annotated[int | None, typer.Option("--stride", "-s", help="Keep this stride (S).")] = None,
    padding: Annotated[int | None, typer.Option("--padding", "-p", help="Keep this padding (P).")] = None,
    output_padding: Annotated[int | None, typer.Option(help="Keep this output_padding.")] = None,
    dilation: Annotated[int | None, typer.Option(help="Keep this dilation.")] = None,
    max_kernel: Bound = None,
    max_stride: Bound = None,
    max_padding: Bound = None,
    max_dilation: Annotated[int | None, typer.Option(help="Look no further than this (1 when left out).")] = None,
    top: Annotated[int, typer.Option(min=1, help="Show so many solutions.")] = 10,
    everything: Annotated[bool, typer.Option("--all", help="Show every solution.")] = False,
    format_: Annotated[Format, typer.Option("--format", "-f")] = Format.table,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="Draw the table with + - | only.")] = False,
) -> None:
    """Find the kernel, stride and padding that take one size to another, the usual ones first."""
    from shapecalc.cli.output import only_ascii, show, write
    from shapecalc.errors import ShapecalcError
    from shapecalc.render.solutions import Solutions, as_json, reason_lines
    from shapecalc.solver import answer

    try:
        found = answer(
            size,
            out,
            op=op and op.value,
            kernel_size=kernel,
            stride=stride,
            padding=padding,
            output_padding=output_padding,
            dilation=dilation,
            max_kernel=max_kernel,
            max_stride=max_stride,
            max_padding=max_padding,
            max_dilation=max_dilation,
        )
    except ShapecalcError as error:
        raise _by_option(error) from None
    shown = None if everything else top
    if format_ is Format.json:
        write([as_json(found, shown)])
    elif found.reason is None:
        show(Solutions(found, shown, ascii_only=ascii_only or only_ascii(None)))
    else:
        write([f"no solution for {size} -> {out}", *reason_lines(found.reason)])
    if found.reason is not None:
        raise typer.Exit(1)


_OPTIONS = {"size": "--in", "kernel_size": "--kernel"}


def _by_option(error: ShapecalcError) -> ShapecalcError:
    """Name the option that each mistake is about."""
    from shapecalc.errors import ShapecalcError

    names = [str(problem.path[0]) if problem.path else "" for problem in error.problems]
    options = [name and _OPTIONS.get(name, f"--{name.replace('_', '-')}") for name in names]
    return ShapecalcError(
        problems=[problem._replace(place=option) for problem, option in zip(error.problems, options, strict=True)]
    )
