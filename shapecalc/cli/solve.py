"""``shapecalc solve``: which kernel, stride and padding take one size to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from shapecalc.cli import solve_options as options

if TYPE_CHECKING:
    from shapecalc.errors import ShapecalcError


def solve(
    size: options.In = None,
    out: options.Out = None,
    factor: options.Factor = None,
    op: options.OpOption = None,
    framework: options.FrameworkOption = None,
    kernel: options.Kernel = None,
    stride: options.Stride = None,
    padding: options.Padding = None,
    output_padding: options.OutputPadding = None,
    dilation: options.Dilation = None,
    max_kernel: options.Bound = None,
    max_stride: options.Bound = None,
    max_padding: options.Bound = None,
    max_dilation: options.BoundOfOne = None,
    stages: options.Stages = None,
    through: options.Through = None,
    channels: options.Channels = None,
    why: options.Why = None,
    top: options.Top = 10,
    everything: options.Everything = False,
    format_: options.FormatOption = options.Format.table,
    ascii_only: options.Ascii = False,
) -> None:
    """Find the kernel, stride and padding that take one size to another, the usual ones first."""
    from shapecalc.cli.output import only_ascii
    from shapecalc.solver import Limits, Pins

    pins = Pins(kernel, stride, _number(padding), output_padding, dilation)
    limits = Limits(max_kernel, max_stride, max_padding, max_dilation)
    framed = framework.value if framework else ""
    given = options.Given(size, out, factor, op and op.value, framed, pins, limits, stages, through, channels)
    as_json = format_ is options.Format.json
    _show(given, options.View(None if everything else top, why, as_json, ascii_only or only_ascii(None)))


def _number(word: str | None) -> int | str | None:
    """Return a padding as a number where it is one."""
    from shapecalc.cli.solve_words import whole

    number = whole(word) if word else None
    return word if number is None else number


def _show(given: options.Given, view: options.View) -> None:
    """Show the answer, and end with 1 where there is none."""
    from shapecalc.cli.solve_views import show_answer
    from shapecalc.errors import ShapecalcError

    try:
        found = show_answer(given, view)
    except ShapecalcError as error:
        raise _by_option(error) from None
    if not found:
        raise typer.Exit(1)


def _by_option(error: ShapecalcError) -> ShapecalcError:
    """Name the option that each mistake is about."""
    from shapecalc.errors import ShapecalcError
    from shapecalc.render.settings import option

    options = [option(str(problem.path[0])) if problem.path else "" for problem in error.problems]
    return ShapecalcError(
        problems=[problem._replace(place=place) for problem, place in zip(error.problems, options, strict=True)]
    )
