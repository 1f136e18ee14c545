"""From what was asked to what is shown: one function for each kind of question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shapecalc.cli.output import show, write
from shapecalc.cli.solve_options import Given, View
from shapecalc.cli.solve_words import pair, sizes
from shapecalc.errors import ShapecalcError
from shapecalc.render.asked import Asked
from shapecalc.render.reasons import reason_lines
from shapecalc.render.solutions import Solutions
from shapecalc.solver import Answer, answered
from shapecalc.solver.ask import ask
from shapecalc.solver.code import RANK, Axes

Factor = tuple[int, int]


def show_answer(given: Given, view: View) -> bool:
    """Show the answer, and tell whether there is one."""
    if given.factor is not None:
        return _factor(given, view)
    if given.stages is not None or given.through is not None:
        from shapecalc.cli.solve_chain import show_chain

        return show_chain(given, view)
    size, out = sizes(given.size, "size"), sizes(given.out, "out")
    if given.op != "all" and isinstance(size, int) and isinstance(out, int):
        question = ask(size, out, given.op, given.pins, given.limits, given.framework)
        return _one(answered(question), f"{size} -> {out}", given, view)
    return _several(size, out, given, view)


def _factor(given: Given, view: View) -> bool:
    from shapecalc.solver.factor import by_factor, read_factor

    _refuse_sizes(given)
    times, over = factor = read_factor(given.factor)
    name = f"W -> {'' if times == 1 else times}W{'' if over == 1 else f'/{over}'}, for every W"
    if given.op == "all":
        return _every_factor(factor, name, given, view)
    question, solutions, reason = by_factor(factor, given.op, given.pins, given.limits, given.framework)
    return _one(Answer(question, solutions, reason, factor), name, given, view)


def _refuse_sizes(given: Given) -> None:
    """Refuse a factor beside sizes or a chain."""
    contradiction = given.size or given.out or given.stages or given.through
    if contradiction is not None:
        raise ShapecalcError(
            f"both a factor and {contradiction!r} are given",
            why="a factor holds for every size",
            fix="leave the factor out, or the rest; --in 64 --out 128 asks for one size",
            path=("factor",),
        )


def _every_factor(factor: Factor, name: str, given: Given, view: View) -> bool:
    from shapecalc.cli.solve_parts import Part, Whole, show_parts, upsampling
    from shapecalc.render.solution_json import head
    from shapecalc.solver.factor import every_factor

    shown = Asked(name, given.framework, pair(given.channels), sized=False, ascii_only=view.ascii_only)
    parts = [Part(*each) for each in every_factor(factor, "all", given.pins, given.limits, given.framework)]
    compared = upsampling(factor[0], shown, RANK) if factor[1] == 1 else None
    return show_parts(parts, shown, view, Whole(head(None, None, factor), compared))


def _one(answer: Answer, name: str, given: Given, view: View) -> bool:
    sized = answer.factor is None
    if answer.reason is not None and sized:
        from shapecalc.solver.relax import further

        answer = answer._replace(reason=further(answer.question, answer.reason))
    asked = Asked(name, given.framework, pair(given.channels), sized, view.ascii_only)
    rows = [(each,) * RANK for each in answer.solutions]
    _fit(rows, asked)
    if view.json:
        _as_json(answer, rows, asked, view)
    elif answer.reason is not None:
        write([f"no solution for {name}", *reason_lines(answer.reason)])
    elif view.why is not None:
        from shapecalc.cli.solve_parts import explain

        explain(rows, asked, view.why)
    else:
        show(Solutions(rows, asked, view.top, _hint(answer)))
    return answer.reason is None


def _hint(answer: Answer) -> str:
    """Return the chain of doublings or halvings that does the same, where there is one."""
    question = answer.question
    small, large = sorted((question.size, question.out))
    times = large // small
    if answer.factor or question.op not in ("transpose", "conv") or large % small or times & (times - 1) or times < 4:
        return ""
    return f"or by twos: --stages {times.bit_length() - 1} shows chains of {times.bit_length() - 1} layers"


def _as_json(answer: Answer, rows: Sequence[Axes], asked: Asked, view: View) -> None:
    from math import gcd

    from shapecalc.cli.solve_parts import solutions_shown
    from shapecalc.render.solution_json import head, reason_data, text

    question = answer.question
    common = gcd(question.size, question.out)
    factor = answer.factor or (question.out // common, question.size // common)
    pair = (question.size, question.out) if asked.sized else (None, None)
    data = {**head(pair[0], pair[1], factor), "count": len(rows), **solutions_shown(rows, asked, view)}
    if answer.reason is not None:
        data["reason"] = reason_data(answer.reason)
    write([text(data)])


def _several(size: Any, out: Any, given: Given, view: View) -> bool:
    """Show the answers of several axes, several cases or several ops."""
    from shapecalc.cli.solve_parts import Part, Whole, comparison, head, show_parts
    from shapecalc.solver.inquiry import every_op, inquiry

    asked = inquiry(size, out)
    name = f"{given.size} -> {given.out}"
    shown = Asked(name, given.framework, pair(given.channels), sized=True, ascii_only=view.ascii_only)
    parts = [Part(*each) for each in every_op(asked, given.op, given.pins, given.limits, given.framework)]
    if given.op == "all":
        return show_parts(parts, shown, view, Whole(head(asked), comparison(asked, shown)))
    _fit(parts[0].found.rows, shown)
    return show_parts(parts, shown, view, Whole(head(asked)))


def _fit(rows: Sequence[Axes], asked: Asked) -> None:
    """Refuse channels that the layer cannot make."""
    if rows and asked.channels is not None:
        from shapecalc.solver.channels import fitting

        fitting(rows[0], asked.channels)
