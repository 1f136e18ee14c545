"""The ways to make branches fit. Each is tried on the model; what does not mend it is told with what came out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shapecalc.errors import Problem, ShapecalcError
from shapecalc.mismatch.edits import Edit, Setting
from shapecalc.mismatch.kinds import KINDS
from shapecalc.mismatch.meeting import Meeting, meetings, shapes_before
from shapecalc.model.graph import Model
from shapecalc.model.trace import trace
from shapecalc.shape import Shape

MOST_MEETINGS = 64
"""A model with more nodes that do not fit is not mended one by one."""


class Cure(NamedTuple):
    """Edits of one kind that make the whole model fit, and the model with them."""

    kind: str
    edits: tuple[Edit, ...]
    model: Model


class Attempt(NamedTuple):
    """Edits that were tried at a meeting, and what came of them: other ``shapes`` before it, or a ``refusal``.

    ``outputs`` are what the nodes that were set give then.
    """

    edits: tuple[Edit, ...]
    shapes: tuple[Shape, ...] = ()
    outputs: tuple[tuple[str, Shape], ...] = ()
    refusal: str = ""


class Failure(NamedTuple):
    """A kind of change that does not do it: the ``meeting`` where it ends, and what was tried there.

    ``edits`` are those that helped at meetings before. Without a meeting, the model with them has a ``problem``.
    """

    kind: str
    edits: tuple[Edit, ...]
    meeting: Meeting | None
    attempts: tuple[Attempt, ...] = ()
    problem: Problem | None = None


def cures(model: Model) -> Iterator[Cure]:
    """Yield every kind of change that mends the model, as far as it needs to be repeated."""
    for kind in KINDS:
        found = cure(model, kind)
        if isinstance(found, Cure):
            yield found


def cure(model: Model, kind: str) -> Cure | Failure:
    """Return the model mended by one kind of change, or why that kind does not do it."""
    edits: list[Edit] = []
    for _ in range(MOST_MEETINGS):
        meeting = next(meetings(model), None)
        if meeting is None:
            problem = next(iter(trace(model).problems), None)
            return Failure(kind, tuple(edits), None, problem=problem) if problem else Cure(kind, tuple(edits), model)
        attempts: list[Attempt] = []
        mended = _step(model, meeting, kind, attempts)
        if mended is None:
            return Failure(kind, tuple(edits), meeting, tuple(attempts))
        edits += attempts[-1].edits
        model = mended
    return Failure(kind, tuple(edits), meeting)


def _step(model: Model, meeting: Meeting, kind: str, attempts: list[Attempt]) -> Model | None:
    """Return the model with the first change of a kind after which fewer sizes meet; every trial is noted."""
    before = _different(meeting.shapes, meeting)
    for edits in KINDS[kind].edits(model, meeting):
        mended = model
        try:
            for edit in edits:
                mended = edit.applied(mended)
        except ShapecalcError as error:
            attempts.append(Attempt(edits, refusal=_refusal(error.problems[0])))
            continue
        attempt, fits = _attempt(edits, meeting, mended)
        attempts.append(attempt)
        if fits or (attempt.shapes and _different(attempt.shapes, meeting) < before):
            return mended
    return None


def _different(shapes: tuple[Shape, ...], meeting: Meeting) -> int:
    return len({tuple(shape[axis] for axis in meeting.axes) for shape in shapes})


def _attempt(edits: tuple[Edit, ...], meeting: Meeting, model: Model) -> tuple[Attempt, bool]:
    """Return what came of edits, and whether the node where branches meet takes its inputs now."""
    traced = trace(model)
    steps = {step.node.name: step for step in traced.steps}
    node = next(each for each in model.nodes if each.name == meeting.node.name)
    shapes = [shape for shape in shapes_before(node, steps) if shape is not None]
    set_ = dict.fromkeys(edit.node for edit in edits if isinstance(edit, Setting) and edit.node in steps)
    outputs = tuple((name, shape) for name in set_ if isinstance(shape := steps[name].report.output_shape, tuple))
    if len(shapes) == len(node.inputs) and {len(shape) for shape in shapes} == {len(meeting.shapes[0])}:
        return Attempt(edits, tuple(shapes), outputs), node.name in steps
    return Attempt(edits, (), outputs, _refusal(traced.problems[0]) if traced.problems else ""), False


def _refusal(problem: Problem) -> str:
    return f"{problem.what}: {problem.why}" if problem.why else problem.what
