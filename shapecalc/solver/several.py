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

    There are no cases where a factor was asked for; then the reason is ``known``, as it is where no layer has the
    solutions of all axes.
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
    found = [axis.solutions for axis in axes]
    shared = tuple(_shared(found) or _shared(_spelled(found)))
    rows = shared or tuple(_paired(found) or _paired(_spelled(found)))
    if not rows and all(axis.solutions for axis in axes):
        axes = (axes[0]._replace(solutions=(), known=_no_layer(axes)), *axes[1:])
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


def _shared(solutions: Sequence[Sequence[Solution]]) -> list[tuple[Solution, ...]]:
    """Return what is a solution on every axis."""
    others: list[dict[Any, Solution]] = [{each.settings: each for each in axis} for axis in solutions[1:]]
    return [
        (each, *(other[each.settings] for other in others))
        for each in solutions[0]
        if all(each.settings in other for other in others)
    ]


def _spelled(solutions: Sequence[Sequence[Solution]]) -> list[list[Solution]]:
    """Return the same with every setting said, which one axis may leave out and another need."""
    return [[one.layer.spelled(one) for one in axis] for axis in solutions]


def _paired(solutions: Sequence[Sequence[Solution]]) -> list[tuple[Solution, ...]]:
    """Return the best of each axis side by side, as far as one layer can have them.

    Those come first whose worst axis is the most usual.
    """
    by_axis = [*map(_by_once, solutions)]
    rows = (
        row
        for once, first in by_axis[0].items()
        for row in zip(first, *(each.get(once, ()) for each in by_axis[1:]), strict=False)
    )
    return sorted(rows, key=lambda row: max(map(rank, row)))


def _by_once(solutions: Sequence[Solution]) -> dict[object, list[Solution]]:
    """Return solutions by what a layer has once for all axes."""
    found: dict[object, list[Solution]] = {}
    for one in solutions:
        found.setdefault(one.layer.once(one), []).append(one)
    return found


def _no_layer(axes: tuple[Axis, ...]) -> Reason:
    """Say that every axis has solutions, but none that a layer has on all of them."""
    op = axes[0].solutions[0].layer
    each = " and ".join(dict.fromkeys(f"{size} -> {out}" for axis in axes for size, out in axis.cases[:1]))
    why = f"{each} have solutions, but none in common: {op.word} has {op.for_all_axes}, the same for all axes"
    return Reason("cases", why, None, None, None, None, ())
