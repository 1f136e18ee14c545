"""Several axes, several cases, several ops: a part for each op, and the ways to upsample side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from shapecalc.cli.output import show, write
from shapecalc.cli.solve_options import View
from shapecalc.render.asked import Asked
from shapecalc.render.reasons import reason_lines
from shapecalc.render.solutions import Solutions
from shapecalc.solver.compare import Way, ways
from shapecalc.solver.inquiry import Inquiry
from shapecalc.solver.several import Answers

USUAL_CHANNELS = (64, 64)
FEW = 3
"""How many of each op are shown beside the others."""


class Part(NamedTuple):
    """An op and its answers."""

    op: str
    found: Answers


def show_parts(parts: Sequence[Part], asked: Inquiry, shown: Asked, view: View, *, every: bool) -> bool:
    """Show every part that has an answer, or why none has; tell whether one has."""
    channels = shown.channels or USUAL_CHANNELS
    compared = _ways(asked, channels) if every else ()
    if view.json:
        _as_json(parts, asked, shown, view, compared)
        return any(part.found.found for part in parts)
    answered = [part for part in parts if part.found.found]
    for part in answered:
        top = min(view.top, FEW) if every and view.top else view.top
        show(Solutions(part.found.rows, shown, top, _note(part.found)))
    if not answered:
        write(_no_solution(parts, shown))
    if compared:
        from shapecalc.render.comparison import comparison_lines

        write(comparison_lines(compared, shown.question, channels, asked.rank, ascii_only=view.ascii_only))
    return bool(answered)


def _note(found: Answers) -> str:
    if found.shared or len(found.axes) == 1:
        return ""
    return "no setting serves all axes; the best of each stand together"


def _ways(asked: Inquiry, channels: tuple[int, int]) -> tuple[Way, ...]:
    """Return the ways to upsample, when every size is multiplied by the same whole factor."""
    pairs = [pair for axis in asked.cases for pair in axis]
    size, out = pairs[0]
    same = all(other * size == out * one for one, other in pairs)
    square = len({axis[0] for axis in asked.cases}) == 1
    return ways(size, out // size, channels, asked.rank) if same and square and out % size == 0 and out > size else ()


def _no_solution(parts: Sequence[Part], shown: Asked) -> Iterator[str]:
    yield f"no solution for {shown.question}"
    for part in parts:
        different = {axis.cases: axis for axis in part.found.axes}
        for cases, axis in different.items():
            if (reason := axis.reason) is not None:
                named = ", ".join(f"{size} -> {out}" for size, out in cases)
                yield f"{part.op}, {named}:" if len(parts) > 1 or len(different) > 1 else f"{part.op}:"
                yield from reason_lines(reason)


def _as_json(parts: Sequence[Part], asked: Inquiry, shown: Asked, view: View, compared: Sequence[Way]) -> None:
    from shapecalc.render.comparison import comparison_data
    from shapecalc.render.solution_json import head, solution_data, text

    rows = [row for part in parts for row in part.found.rows]
    sizes, outs = ([[case[side] for case in axis] for axis in asked.cases] for side in (0, 1))
    data: dict[str, Any] = {**head(_flat(sizes), _flat(outs), None), "count": len(rows)}
    data["solutions"] = [solution_data(row, shown.channels) for row in rows[: view.top]]
    data["parts"] = [
        {"op": part.op, "count": len(part.found.rows), "shared": part.found.shared, **_reasons(part.found)}
        for part in parts
    ]
    if compared:
        data["comparison"] = comparison_data(compared, shown.channels or USUAL_CHANNELS, asked.rank)
    write([text(data)])


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
