"""Several axes, several cases, several ops: a part for each op, and the ways to upsample side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from shapecalc.cli.output import show, write
from shapecalc.cli.solve_options import View
from shapecalc.errors import ShapecalcError
from shapecalc.render.asked import WIDEST, Asked
from shapecalc.render.reasons import reason_lines
from shapecalc.render.solutions import Solutions
from shapecalc.render.table import wrap
from shapecalc.solver.code import Axes
from shapecalc.solver.inquiry import Inquiry
from shapecalc.solver.several import Answers

if TYPE_CHECKING:
    from shapecalc.solver.compare import Comparison

USUAL_CHANNELS = (64, 64)
FEW = 3
"""How many of each op are shown beside the others."""


class Part(NamedTuple):
    """An op and its answers."""

    op: str
    found: Answers


class Whole(NamedTuple):
    """What is said of all parts together: how JSON begins, and where every op is asked the ways to upsample."""

    head: dict[str, Any]
    compared: Comparison | None = None


def show_parts(parts: Sequence[Part], shown: Asked, view: View, whole: Whole) -> bool:
    """Show every part that has an answer, or why none has; tell whether one has."""
    answered = [part for part in parts if part.found.found]
    if view.json:
        _as_json(parts, shown, view, whole)
    elif not answered:
        write(_no_solution(parts, shown))
    elif view.why is not None:
        explain([row for part in answered for row in part.found.rows], shown, view.why)
    else:
        _show(answered, shown, view, whole.compared)
    return bool(answered)


def _show(parts: Sequence[Part], shown: Asked, view: View, compared: Comparison | None) -> None:
    for part in parts:
        top = min(view.top, FEW) if len(parts) > 1 and view.top else view.top
        show(Solutions(part.found.rows, shown, top, _note(part.found)))
    if compared is not None:
        from shapecalc.render.comparison import comparison_lines

        write(comparison_lines(compared, shown.question, ascii_only=view.ascii_only))


def explain(rows: Sequence[Axes], asked: Asked, place: int) -> None:
    """Explain one solution."""
    from shapecalc.render.why import why_lines

    write(why_lines(_at(rows, place), place, len(rows), asked))


def solutions_shown(rows: Sequence[Axes], asked: Asked, view: View) -> dict[str, Any]:
    """Return the solutions as JSON has them: as many as are shown, or the one that is explained, with the reasons."""
    from shapecalc.render.solution_json import solutions_data

    if view.why is None or not rows:
        return solutions_data(rows[: view.top], asked.channels, sized=asked.sized)
    from shapecalc.render.why import why_data

    row = _at(rows, view.why)
    shown = solutions_data([row], asked.channels, sized=asked.sized)
    return {**shown, "place": view.why, "why": why_data(row, asked)}


def _at(rows: Sequence[Axes], place: int) -> Axes:
    """Return the solution of a place, counted from 1."""
    if place > len(rows):
        why = f"there {'is 1 solution' if len(rows) == 1 else f'are {len(rows)} solutions'}"
        raise ShapecalcError(
            f"why is {place}", why=why, fix=f"use {'1 to ' * (len(rows) > 1)}{len(rows)}", path=("why",)
        )
    return rows[place - 1]


def comparison(asked: Inquiry, shown: Asked) -> Comparison | None:
    """Return the ways to upsample, when every size is multiplied by the same whole factor."""
    pairs = [pair for axis in asked.cases for pair in axis]
    factor, rest = divmod(pairs[0][1], pairs[0][0])
    if rest or any(out != factor * size for size, out in pairs):
        return None
    sizes = tuple(axis[0][0] for axis in asked.cases)
    return upsampling(factor, shown, asked.rank, sizes if len(sizes) == asked.rank else sizes * asked.rank)


def upsampling(factor: int, shown: Asked, rank: int, sizes: tuple[int, ...] | None = None) -> Comparison | None:
    """Return the ways to upsample by a factor; the first of several cases tells the sizes."""
    from shapecalc.solver.compare import Comparison, ways

    channels = shown.channels or USUAL_CHANNELS
    return Comparison(ways(factor, channels, rank, shown.framework), channels, rank, sizes) if factor > 1 else None


def _note(found: Answers) -> str:
    if found.shared or len(found.axes) == 1:
        return ""
    return "no setting serves all axes; the best of each stand together"


def _no_solution(parts: Sequence[Part], shown: Asked) -> Iterator[str]:
    yield from wrap(f"no solution for {shown.question}", WIDEST)
    for part in parts:
        different = {axis.cases: axis for axis in part.found.axes}
        for cases, axis in different.items():
            if (reason := axis.reason) is not None:
                named = ", ".join(f"{size} -> {out}" for size, out in cases)
                several = len(parts) > 1 or len(different) > 1
                yield from wrap(f"{part.op}, {named}:" if several else f"{part.op}:", WIDEST)
                yield from reason_lines(reason)


def _as_json(parts: Sequence[Part], shown: Asked, view: View, whole: Whole) -> None:
    from shapecalc.render.comparison import comparison_data
    from shapecalc.render.solution_json import text

    rows = [row for part in parts for row in part.found.rows]
    data = {**whole.head, "count": len(rows), **solutions_shown(rows, shown, view)}
    data["parts"] = [
        {"op": part.op, "count": len(part.found.rows), "shared": part.found.shared, **_reasons(part.found)}
        for part in parts
    ]
    if whole.compared is not None:
        data["comparison"] = comparison_data(whole.compared)
    write([text(data)])


def head(asked: Inquiry) -> dict[str, Any]:
    """Return the sizes, as JSON begins with them."""
    from shapecalc.render import solution_json

    sizes, outs = ([[case[side] for case in axis] for axis in asked.cases] for side in (0, 1))
    return solution_json.head(_flat(sizes), _flat(outs), None)


def _flat(axes: list[list[int]]) -> Any:
    """Return one number for one axis and one case, a list for several of either, and lists of axes for both."""
    cases = [list(case) for case in zip(*axes, strict=True)]
    if len(cases) == 1:
        return cases[0] if len(cases[0]) > 1 else cases[0][0]
    return cases if len(axes) > 1 else axes[0]


def _reasons(found: Answers) -> dict[str, Any]:
    from shapecalc.render.solution_json import reason_data

    reasons = [
        {"cases": [list(case) for case in axis.cases], **reason_data(reason)}
        for axis in found.axes
        if (reason := axis.reason) is not None
    ]
    return {"reasons": reasons} if reasons else {}
