"""One setting for several cases along an axis; where there is none, why, and what comes near."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from shapecalc.solver.ops import op_of
from shapecalc.solver.ops.step import LARGEST_STRIDE, between, whole
from shapecalc.solver.question import Case, Question
from shapecalc.solver.reason import Instead, Reason, explain, instead
from shapecalc.solver.relax import with_bounds
from shapecalc.solver.search import Serve, find, search, served
from shapecalc.solver.solution import Solution

FEW = 6
"""So many cases are left out one by one, to see whether the others have a setting in common."""


def each_common(questions: Sequence[Question]) -> Iterator[Solution]:
    """Yield every setting that serves all cases, one after the other, as an answer to one of them."""
    return served(find(_main(questions)), _serving(questions))


def common(questions: Sequence[Question]) -> list[Solution]:
    """Return every setting that serves all cases, the usual of one of them first."""
    if len(questions) == 1:
        return [*search(questions[0])]
    return list(served(search(_main(questions)), _serving(questions)))


def _main(questions: Sequence[Question]) -> Question:
    """Return the case that leaves the stride no freedom to idle, with the strides that the others leave it.

    What serves all is among its answers.
    """
    op = op_of(questions[0].op, questions[0].framework)
    main = min(questions, key=lambda question: (op.one_window(question), -question.size))
    return main._replace(strides=_strides(questions))


def _strides(questions: Sequence[Question]) -> range:
    """Return the strides that the cases allow one another, whatever else is set."""
    return whole(between(_cases(questions), op_of(questions[0].op, questions[0].framework).growing))


def _serving(questions: Sequence[Question]) -> Serve:
    op = op_of(questions[0].op, questions[0].framework)
    cases = _cases(questions)
    return lambda one: op.serving(one, cases)


def _cases(questions: Sequence[Question]) -> list[Case]:
    return [(question.size, question.out) for question in questions]


def explain_cases(questions: Sequence[Question]) -> Reason:
    """Say why no setting serves all cases, and what giving up one pin or one bound would do."""
    if (two := _two_outputs(questions)) is not None:
        return two
    main, serve = _main(questions), _serving(questions)
    unsolved = next((question for question in questions if not search(question)), None)
    reason = _nothing_in_common(questions) if unsolved is None else _one_unsolved(unsolved, len(questions))
    return reason._replace(instead=(*with_bounds([*instead(main, serve)], main, serve), *reason.instead))


def _two_outputs(questions: Sequence[Question]) -> Reason | None:
    """Say that a size cannot become two; no bound and no pin helps there, so none is tried."""
    outs = dict[int, int]()
    for question in questions:
        if (other := outs.setdefault(question.size, question.out)) != question.out:
            why = f"{question.size} cannot become both {other} and {question.out}"
            return Reason("cases", why, None, None, None, None, _without_one(questions))
    return None


def _one_unsolved(question: Question, cases: int) -> Reason:
    reason = explain(question)._replace(instead=())
    return reason if cases == 1 else reason._replace(why=f"{question.size} -> {question.out}: {reason.why}")


def _nothing_in_common(questions: Sequence[Question]) -> Reason:
    op, left = op_of(questions[0].op, questions[0].framework), _strides(questions)
    steps = [_grown(*pair) for pair in pairwise(sorted(_cases(questions)))]
    why = f"the output grows by {op.growth}; here {', '.join(steps[:FEW])}{_left(left)}"
    own = ((each, op.narrowed(each).stride) for each in questions if left)
    apart = (
        f", and within the bounds {each.size} -> {each.out} needs S={_span(its)}"
        for each, its in own
        if _apart(its, left)
    )
    why = f"each case has solutions, but none in common: {why}{next(apart, '')}"
    return Reason("cases", why, None, None, None, None, _without_one(questions))


def _grown(before: Case, after: Case) -> str:
    more = after[1] - before[1]
    return f"{before[0]} -> {after[0]} {'adds' if more >= 0 else 'takes away'} {abs(more)}"


def _left(strides: range) -> str:
    """Return which strides could do it, if that says something."""
    if len(strides) == LARGEST_STRIDE:
        return ""
    return f", so S would be {_span(strides)}" if strides else ", so no S does"


def _span(strides: range) -> str:
    """Return strides in words.

    >>> _span(range(2, 3)), _span(range(2, 5)), _span(range(2, LARGEST_STRIDE + 1))
    ('2', '2 to 4', '2 or more')
    """
    if len(strides) == 1:
        return str(strides[0])
    return f"{strides[0]} to {strides[-1]}" if strides[-1] < LARGEST_STRIDE else f"{strides[0]} or more"


def _apart(own: range, left: range) -> bool:
    return bool(own) and (own[-1] < left[0] or left[-1] < own[0])


def _without_one(questions: Sequence[Question]) -> tuple[Instead, ...]:
    """Return the best solution of the other cases, for each case that may be left out."""
    return tuple(
        Instead((f"{each.size} -> {each.out}",), best[0])
        for place, each in enumerate(questions)
        if len(questions) <= FEW and (best := common([*questions[:place], *questions[place + 1 :]]))
    )
