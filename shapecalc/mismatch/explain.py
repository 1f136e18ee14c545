"""A mismatch told with its cause and its cures: every cure has been tried on the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shapecalc.errors import Problem
from shapecalc.layers.layer import Output
from shapecalc.mismatch import ranks
from shapecalc.mismatch.cures import cures
from shapecalc.mismatch.feeds import feeds
from shapecalc.mismatch.meeting import Branch, Meeting, meetings
from shapecalc.mismatch.turned import turned
from shapecalc.mismatch.words import axes_of, sizes_at, told
from shapecalc.model.graph import Model, Node
from shapecalc.model.trace import Step, trace
from shapecalc.shape import Shape, is_known

MOST_BRANCHES = 4
MOST_CAUSES = 4
"""A merge of more branches names so many of them, and so many layers that changed their sizes."""


def explained(model: Model, problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems of a model; the first mismatch among them with its cause and with what mends it.

    Where channels stand at the wrong end of an input's shape, that comes first.
    """
    found = _explained(model, problems)
    advice = turned(model) if found else ""
    if not advice:
        return found
    return [found[0]._replace(fix=advice, others=tuple(filter(None, (found[0].fix, *found[0].others)))), *found[1:]]


def _explained(model: Model, problems: Sequence[Problem]) -> list[Problem]:
    meeting = next(meetings(model), None)
    if meeting is not None:
        fixes = [*feeds(model), *(told(cure.edits) for cure in cures(model))]
        return _with(problems, meeting.node, _why(meeting), fixes)
    found = ranks.unlike(model, trace(model))
    if found is not None:
        return _with(problems, found.node, ranks.why(found), [*ranks.fixes(model, found)])
    return list(problems)


def _with(problems: Sequence[Problem], node: Node, why: str, fixes: Sequence[str]) -> list[Problem]:
    """Return the problems, the one of a node with its cause and with what mends it."""
    first = next(problem for problem in problems if problem.node == node.name)
    fix = fixes[0] if fixes else "no change that was tried mends it: change the layers before it"
    return [
        problem._replace(why=why, fix=fix, others=tuple(fixes[1:])) if problem is first else problem
        for problem in problems
    ]


def _why(meeting: Meeting) -> str:
    """Say what each branch has, where they parted, and what made them differ."""
    sizes = [f"{branch.reference} has {sizes_at(meeting, branch.shape)}" for branch in meeting.branches]
    more = [f"and {len(sizes) - MOST_BRANCHES} more"] if len(sizes) > MOST_BRANCHES else []
    return "; ".join([", ".join(sizes[:MOST_BRANCHES] + more), *_causes(meeting)])


def _causes(meeting: Meeting) -> Iterator[str]:
    """Say where the branches parted, and what cut off elements on the way; else where each changed its size."""
    if meeting.parting is None:
        yield "they come from different inputs"
        return
    yield f"they parted at {meeting.parting}"
    word, axis = axes_of(meeting)[0]
    lost = [[text for step in reversed(branch.path) for text in _lost(step, axis)] for branch in meeting.branches]
    several = len(meeting.branches) > 2 or not any(lost)
    changed = [texts or [_changes(each, axis)] * several for each, texts in zip(meeting.branches, lost, strict=True)]
    found = [text for texts in changed for text in texts if text]
    if found:
        more = [f"and {len(found) - MOST_CAUSES} more"] if len(found) > MOST_CAUSES else []
        yield f"along {word} " + ", ".join(found[:MOST_CAUSES] + more)


def _lost(step: Step, axis: int) -> Iterator[str]:
    rests = step.node.layer.unreached(*step.inputs, **step.call)
    rest = rests[axis] if axis < len(rests) else 0
    if is_known(rest) and rest:
        before, after = _through(step, axis)
        yield f"{step.node.name} ({step.node.layer.class_name}) turns {before} into {after} and cuts off {rest}"


def _changes(branch: Branch, axis: int) -> str:
    changed = [(step, *_through(step, axis)) for step in reversed(branch.path)]
    return ", ".join(f"{step.node.name} turns {a} into {b}" for step, a, b in changed if a != b)


def _through(step: Step, axis: int) -> tuple[object, object]:
    output = _first(step.report.output_shape)
    inputs = (step.inputs[0] if step.inputs else None) or ()
    return tuple(shape[axis] if axis < len(shape) else None for shape in (inputs, output))  # type: ignore[return-value]


def _first(output: Output | None) -> Shape:
    several = output if isinstance(output, list) else [output]
    return several[0] or ()
