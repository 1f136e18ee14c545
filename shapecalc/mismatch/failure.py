"""Why a kind of change does not make branches fit, with the numbers that come out of it."""

from __future__ import annotations

from collections.abc import Iterator

from shapecalc.mismatch.cures import Attempt, Failure
from shapecalc.mismatch.edits import Edit
from shapecalc.mismatch.kinds import KINDS, offers, takes
from shapecalc.mismatch.meeting import Meeting
from shapecalc.mismatch.words import listed, sizes_at, told
from shapecalc.model.graph import Model, Reference
from shapecalc.model.trace import Step
from shapecalc.shape import Shape

MOST_ATTEMPTS = 3
MOST_LAYERS = 4


def reason(model: Model, failure: Failure) -> str:
    """Return why a kind of change does not mend a model."""
    problem, meeting = failure.problem, failure.meeting
    if problem is not None:
        why = f": {problem.why}" if problem.why else ""
        return f"after this, {problem.what} at {problem.node}{why}: {told(failure.edits)}"
    if meeting is None:
        return "the branches do not fit in too many places"
    if not failure.edits:
        return _here(model, failure, meeting)
    sizes = _and(meeting, {branch.reference: branch.shape for branch in meeting.branches})
    return f"{told(failure.edits)} helps, but then at {meeting.node.name} {sizes}: {_here(model, failure, meeting)}"


def _here(model: Model, failure: Failure, meeting: Meeting) -> str:
    if not failure.attempts:
        return _nothing_to_try(model, failure.kind, meeting)
    outcomes: dict[str, list[Edit]] = {}
    for attempt in failure.attempts:
        outcomes.setdefault(_outcome(meeting, attempt), []).extend(attempt.edits)
    texts = [f"{told(edits)}: {outcome}" for outcome, edits in outcomes.items()]
    more = [f"and {len(texts) - MOST_ATTEMPTS} ways more that do not help"] if len(texts) > MOST_ATTEMPTS else []
    return "; ".join(texts[:MOST_ATTEMPTS] + more)


def _outcome(meeting: Meeting, attempt: Attempt) -> str:
    if attempt.refusal:
        return f"refused, {attempt.refusal}"
    references = {branch.reference for branch in meeting.branches}
    inputs = dict(zip(meeting.node.inputs, attempt.shapes, strict=True))
    before = dict(zip(meeting.node.inputs, meeting.shapes, strict=True))
    if all(_at(meeting, shape) == _at(meeting, before[each]) for each, shape in inputs.items()):
        return f"{_and(meeting, {each: inputs[each] for each in inputs if each in references})}, as before"
    made = "".join(f"{name} gives {sizes_at(meeting, shape)}, then " for name, shape in _ahead(meeting, attempt))
    return made + _and(meeting, {each: inputs[each] for each in inputs if each in references})


def _ahead(meeting: Meeting, attempt: Attempt) -> Iterator[tuple[str, Shape]]:
    """Yield what the changed nodes give, where that is not yet what meets."""
    ends = {reference.node for reference in meeting.node.inputs}
    rank = len(meeting.shapes[0])
    yield from ((name, shape) for name, shape in attempt.outputs if name not in ends and len(shape) == rank)


def _and(meeting: Meeting, shapes: dict[Reference, Shape]) -> str:
    return " and ".join(f"{reference} has {sizes_at(meeting, shape)}" for reference, shape in shapes.items())


def _at(meeting: Meeting, shape: Shape) -> Shape:
    return tuple(shape[axis] for axis in meeting.axes)


def _nothing_to_try(model: Model, kind: str, meeting: Meeting) -> str:
    """Say what lacks: the setting in the whole framework, or a layer that has it on the way here."""
    settings, words = KINDS[kind].settings, listed(meeting.words)
    if (KINDS[kind].axes == "channels") != ("channels" in meeting.words):
        return f"it does not change {words}, and {'these differ' if meeting.words[1:] else 'that differs'}"
    signatures = [signature for signature, _ in model.dialect.classes.values()]
    known = [name for name in settings if any(offers(each, name) for each in signatures)]
    if not known:
        return f"no layer of {model.dialect.title} has {' or '.join(settings)}"
    names = " or ".join(known)
    able = [step.node for step in meeting.steps if any(takes(step.node.layer, name) for name in known)]
    if able:
        return f"no {names} of {_some([node.name for node in able])} makes {words} of the branches alike"
    passed = [f"{step.node.name} ({step.node.layer.class_name})" for step in meeting.steps if _changes(step, meeting)]
    if not passed:
        return f"no layer that only one of the branches goes through changes {words}"
    return f"none of the layers that change {words} on one branch only has {names}: {_some(passed)}"


def _some(names: list[str]) -> str:
    more = [f"and {len(names) - MOST_LAYERS} more"] if len(names) > MOST_LAYERS else []
    return ", ".join(names[:MOST_LAYERS] + more)


def _changes(step: Step, meeting: Meeting) -> bool:
    """Tell whether a layer changes what differs."""
    before, after = step.inputs[:1], step.report.output_shape
    if not before or before[0] is None or not isinstance(after, tuple) or len(after) != len(meeting.shapes[0]):
        return True
    return len(before[0]) != len(after) or _at(meeting, before[0]) != _at(meeting, after)
