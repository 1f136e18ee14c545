"""Several axes and several cases at once: one setting for all cases of an axis, and for all axes where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ask import Limits, ask
from shapecalc.solver.cases import common, explain_cases
from shapecalc.solver.question import Case, Pins, Question, Space
from shapecalc.solver.reason import Reason
from shapecalc.solver.search import rank
from shapecalc.solver.solution import Solution


class Axis(NamedTuple):
    """One axis: its cases, each a question, and every setting that serves all of them, the usual first.

    There are no cases where a factor was asked for; then the reason is ``known``.
    """

    questions: tuple[Question, ...]
    cases: tuple[Case, ...]
    solutions: tuple[Solution, ...]
    known: Reason | None = None

    @property
    def reason(self) -> Reason | None:
        """Why there is no solution. It is found when it is asked for: that takes a search of its own."""
        return None if self.solutions else self.known or explain_cases(self.questions)


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
    axes = tuple(map(_axis, questions(cases, op, pins, limits, framework)))
    shared = tuple(_shared(axes))
    rows = shared or tuple(zip(*(axis.solutions for axis in axes), strict=False))
    return Answers(axes, rows, shared=bool(shared))


def questions(
    cases: Sequence[Sequence[Case]],
    op: str | None,
    pins: Pins,
    limits: Limits,
    framework: str,
    *,
    lazily: bool = False,
) -> list[tuple[Question, ...]]:
    """Return a question for each case of each axis, all with the same bounds; ``lazily`` asked, none is too long."""
    op = _op_of(cases) if op is None else op
    asked = [[ask(*case, op, pins, limits, framework, lazily=lazily) for case in axis] for axis in cases]
    widest = _widest([question.bounds for axis in asked for question in axis])
    return [tuple(question._replace(bounds=widest) for question in axis) for axis in asked]


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
    cases = tuple((question.size, question.out) for question in questions)
    found = common(questions)
    if len(cases) > 1:  # they are ranked as answers to one of the cases, and that need not be the first
        found = sorted((each.at(*cases[0]) for each in found), key=rank)
    return Axis(tuple(questions), cases, tuple(found))


def _shared(axes: tuple[Axis, ...]) -> list[tuple[Solution, ...]]:
    others: list[dict[Any, Solution]] = [{each.settings: each for each in axis.solutions} for axis in axes[1:]]
    return [
        (each, *(other[each.settings] for other in others))
        for each in axes[0].solutions
        if all(each.settings in other for other in others)
    ]
