"""Why there is no answer, what comes near, and what to give up."""

from __future__ import annotations

from collections.abc import Iterator

from shapecalc.render.asked import WIDEST
from shapecalc.render.settings import option, short
from shapecalc.render.table import wrap
from shapecalc.solver import Instead, Reason, Solution

BOUNDS = {"max_kernel": "kernel_size", "max_stride": "stride", "max_padding": "padding", "max_dilation": "dilation"}


def reason_lines(reason: Reason) -> Iterator[str]:
    """Yield why there is no answer, the nearest sizes that can be reached, and what to give up."""
    for part, piece in enumerate(wrap(reason.why, WIDEST - 11)):
        yield f"  {'why:' if part == 0 else '':<8} {piece}"
    if reason.padding_rule:
        yield f"  padding: {reason.padding_rule}{'; with --kernel and --padding both given, any' * reason.any_padding}"
    for word, near in (("below", reason.below), ("above", reason.above)):
        if near is not None:
            yield f"  {word}:   {near.out} with {short(near)}"
    for instead in reason.instead:
        for part, piece in enumerate(wrap(f"{_given_up(instead)}: {short(instead.solution)}", WIDEST - 11)):
            yield f"  {'' if part else 'instead:':<8} {piece}"


def _given_up(instead: Instead) -> str:
    """Return what to change on the command line: a bound is told as far as it must go."""
    bounds = [f"{option(name)} {_reaches(instead.solution, name)}" for name in instead.gives_up if name in BOUNDS]
    if bounds:
        return f"with {' and '.join(bounds)}"
    if instead.gives_up == ("op",):
        return f"with {option('op')} {instead.solution.op}"
    return f"without {' and '.join(map(option, instead.gives_up)) or 'the default bounds'}"


def _reaches(solution: Solution, bound: str) -> int:
    reached: int = getattr(solution, BOUNDS[bound])
    return reached
