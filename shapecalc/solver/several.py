"""Several axes and several cases at once: one setting for all cases of an axis, and for all axes where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ask import Limits, ask
from shapecalc.solver.ops import op_of
from shapecalc.solver.question import Pins, Question, Space
from shapecalc.solver.reason import Instead, Reason, explain
from shapecalc.solver.search import rank, search
from shapecalc.solver.solution import Solution

Case = tuple[int, int]
"""An input size and its output size."""


class Axis(NamedTuple):
    """One axis: its cases, and every setting that serves all of them, the usual first."""

    question: Question
    cases: tuple[Case, ...]
    solutions: tuple[Solution, ...]
    reason: Reason | None


class Answers(NamedTuple):
    """The answers of every axis.

    ``rows`` are those with the same settings on all of them; where there is none, the best of each axis stand together.
    """

    axes: tuple[Axis, ...]
    rows: tuple[tuple[Solution, ...], ...]
    shared: bool

    @property
    def found(self) -> bool:
        """Whether there is an answer: the same for all axes, or one for each."""
        return all(axis.solutions for axis in self.axes)


def answers(cases: Sequence[Sequence[Case]], op: str | None, pins: Pins, limits: Limits, framework: str) -> Answers:
    """Return the answers; ``cases`` has the cases of each axis."""
    op = op or _op_of(cases)
    questions = [tuple(ask(*case, op, pins, limits, framework) for case in axis) for axis in cases]
    widest = _widest([question.bounds for axis in questions for question in axis])
    axes = tuple(_axis([question._replace(bounds=widest) for question in axis]) for axis in questions)
    shared = tuple(_shared(axes))
    rows = shared or tuple(zip(*(axis.solutions for axis in axes), strict=False))
    return Answers(axes, rows, shared=bool(shared))


def _op_of(cases: Sequence[Sequence[Case]]) -> str:
    whole = [case for axis in cases for case in axis if isinstance(case[0], int) and isinstance(case[1], int)]
    grows = {out > size for size, out in whole if out != size}
    if len(grows) > 1:
        raise ShapecalcError(
            "one size grows and another shrinks", why="no single layer is usual for both", fix="name one with --op"
        )
    return "transpose" if True in grows else "conv"


def _widest(spaces: Sequence[Space]) -> Space:
    return Space(*(max(values, key=len) for values in zip(*spaces, strict=True)))


def _axis(questions: Sequence[Question]) -> Axis:
    """Solve the case that leaves the stride no freedom to idle, and keep what serves the others."""
    op = op_of(questions[0].op, questions[0].framework)
    main = min(questions, key=lambda question: (op.one_window(question), -question.size))
    found = [each for each in search(main) if all(_serves(each, question) for question in questions)]
    cases = tuple((question.size, question.out) for question in questions)
    first = sorted((each.at(*cases[0]) for each in found), key=rank)
    reason = None if found else _reason(main, questions)
    return Axis(questions[0], cases, tuple(first), reason)


def _serves(solution: Solution, question: Question) -> bool:
    if solution.affine is None:
        return question.size == solution.size or solution.mode in solution.layer.modes[1:]
    try:
        return solution.output_size(question.size) == question.out
    except ShapecalcError:
        return False


def _reason(main: Question, questions: Sequence[Question]) -> Reason:
    for question in questions:
        if not search(question):
            return explain(question)
    why = _slopes([(question.size, question.out) for question in questions], main.op)
    instead = tuple(Instead((f"all but {each.size} -> {each.out}",), search(each)[0]) for each in questions)
    return Reason("cases", why, None, None, None, None, instead)


def _slopes(cases: Sequence[Case], op: str) -> str:
    ordered = sorted(cases)
    steps = [f"{first[0]} -> {second[0]} adds {second[1] - first[1]}" for first, second in pairwise(ordered)]
    rule = "S for each element more" if op in ("transpose", "unpool") else "1 for every S elements more"
    return f"each case has solutions, but none in common: the output grows by {rule}; here {', '.join(steps)}"


def _shared(axes: tuple[Axis, ...]) -> list[tuple[Solution, ...]]:
    others: list[dict[Any, Solution]] = [{each.settings: each for each in axis.solutions} for axis in axes[1:]]
    return [
        (each, *(other[each.settings] for other in others))
        for each in axes[0].solutions
        if all(each.settings in other for other in others)
    ]
