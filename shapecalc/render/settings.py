"""A solution's numbers as words and cells, where all views of the solver agree."""

from __future__ import annotations

from shapecalc.formulas import overlap_counts
from shapecalc.solver.ops import Affine
from shapecalc.solver.solution import Solution

FEW_PHASES = 4


def short(solution: Solution) -> str:
    """Return the settings in one line.

    >>> short(Solution("transpose", 3, 2, 1, 1, 1, 64, 128))
    'F=3 S=2 P=1 output_padding=1'
    >>> short(Solution("upsample", 1, 2, 0, 0, 1, 64, 128, "nearest"))
    'factor 2 nearest'
    """
    if not solution.layer.settings:
        factor = f"factor {solution.factor}" if solution.stride else f"size {solution.out}"
        return f"{factor} {solution.mode}"
    extra = f" output_padding={solution.output_padding}" if solution.output_padding not in (0, None) else ""
    dilation = f" dilation={solution.dilation}" if solution.dilation > 1 else ""
    mode = f" {MODES.get(solution.mode, solution.mode)}" if solution.mode else ""
    return f"F={solution.kernel_size} S={solution.stride} P={solution.padding}{extra}{dilation}{mode}"


MODES = {"ceil": "ceil_mode"}


def rule(affine: Affine | None) -> str:
    """Return what settings make of any input size W.

    >>> [rule(Affine(*each)) for each in ((2,), (2, -1), (1, 0, 2), (1, 1, 2), (1, 0, 1))], rule(None)
    (['2W', '2W-1', 'W//2', '(W+1)//2', 'W'], 'as asked')
    """
    if affine is None:
        return "as asked"
    times = "W" if affine.times == 1 else f"{affine.times}W"
    total = f"{times}{affine.plus:+}" if affine.plus else times
    if affine.over == 1:
        return total
    return f"({total})//{affine.over}" if affine.plus else f"{total}//{affine.over}"


def overlap(solution: Solution) -> str:
    """Return how many inputs the outputs of each phase meet, and whether they are as many.

    >>> overlap(Solution("transpose", 3, 2, 1, 1, 1, 64, 128)), overlap(Solution("transpose", 16, 8, 4, 0, 1, 8, 64))
    ('2+1 uneven', '2 each, even')
    """
    if solution.checkerboard_free is None:
        return ""
    counts = overlap_counts(solution.kernel_size, solution.stride, solution.dilation)
    word = "even" if solution.checkerboard_free else "uneven"
    if len(counts) <= FEW_PHASES:
        return f"{'+'.join(map(str, counts))} {word}"
    return f"{counts[0]} each, even" if len(set(counts)) == 1 else f"{min(counts)} to {max(counts)}, {word}"


def span(sizes: range) -> str:
    """Return the first and the last of some sizes.

    >>> span(range(127, 129)), span(range(7, 8))
    ('127-128', '7')
    """
    return str(sizes[0]) if len(sizes) == 1 else f"{sizes[0]}-{sizes[-1]}"


def words(number: object) -> str:
    """Return a setting, with ``-`` for one that is left out."""
    return "-" if number is None else str(number)


_OPTIONS = {"size": "--in", "kernel_size": "--kernel"}


def option(name: str) -> str:
    """Return the option of the command line that a setting is given by; two sizes are what they are.

    >>> option("kernel_size"), option("max_dilation"), option("63 -> 126")
    ('--kernel', '--max-dilation', '63 -> 126')
    """
    return name if "->" in name else _OPTIONS.get(name, f"--{name.replace('_', '-')}")
