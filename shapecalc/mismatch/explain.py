"""A mismatch told with its cause and its cures: every cure has been tried on the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shapecalc.errors import Problem
from shapecalc.layers.layer import Output
from shapecalc.mismatch.cures import cures
from shapecalc.mismatch.edits import Edit, Fitting
from shapecalc.mismatch.meeting import Branch, Meeting, meetings
from shapecalc.model.graph import Model, Reference
from shapecalc.model.trace import Step, trace
from shapecalc.shape import Shape, Size, is_known
from shapecalc.sizes.axes import words_of
from shapecalc.sizes.legal import AxisSizes, legal_sizes

MOST_SHOWN = 3
"""A cure with more changes names so many of them."""


def explained(model: Model, problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems of a model; the first mismatch among them with its cause and with what mends it."""
    meeting = next(meetings(model), None)
    if meeting is None:
        return list(problems)
    why = "; ".join([_sizes(meeting), *_causes(meeting)])
    fixes = [*_inputs(model), *(_told(cure.edits) for cure in cures(model))]
    first = next(problem for problem in problems if problem.node == meeting.node.name)
    found = first._replace(why=why, fix=fixes[0] if fixes else first.fix, others=tuple(fixes[1:]))
    return [found if problem is first else problem for problem in problems]


def _sizes(meeting: Meeting) -> str:
    words = _words(meeting)
    parts = [
        f"{branch.reference} has {' and '.join(f'{word} = {branch.shape[axis]}' for word, axis in words)}"
        for branch in (meeting.one, meeting.other)
    ]
    return ", ".join(parts)


def _words(meeting: Meeting) -> list[tuple[str, int]]:
    """Return what the axes are called, each with its place."""
    names = words_of(len(meeting.one.shape) - 1, meeting.node.layer.data_format)
    return [(names[axis - 1] if axis else "the batch", axis) for axis in meeting.axes]


def _causes(meeting: Meeting) -> Iterator[str]:
    """Say where the branches parted, and what cut off elements on the way; else where each changed its size."""
    if meeting.parting is None:
        yield "they come from different inputs"
        return
    yield f"they parted at {meeting.parting}"
    word, axis = _words(meeting)[0]
    lost = [
        text for branch in (meeting.one, meeting.other) for step in reversed(branch.path) for text in _lost(step, axis)
    ]
    if lost:
        yield f"along {word} " + ", ".join(lost)
        return
    for branch in (meeting.one, meeting.other):
        yield from (text for text in [_changes(branch, axis)] if text)


def _lost(step: Step, axis: int) -> Iterator[str]:
    unreached = getattr(step.node.layer, "unreached", None)
    rests: Shape = unreached(*step.inputs) if unreached else ()
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


def _inputs(model: Model) -> Iterator[str]:
    """Yield the nearest input sizes that the whole model takes, tried."""
    axes = legal_sizes(model)
    wrong = [axis for axis in axes if is_known(axis.declared) and axis.declared not in axis.sizes]
    ways = [[(axis, axis.nearest(axis.declared)[way]) for axis in wrong if is_known(axis.declared)] for way in (0, 1)]
    for way in ways:
        if wrong and all(map(_near, way)) and _fed(model, axes, way):
            changes = [f"{axis.name} = {size} ({_change(axis.declared, size)})" for axis, size in way]
            yield f"feed {', '.join(changes)}"


def _near(choice: tuple[AxisSizes, int | None]) -> bool:
    """Tell whether a size is near enough to the declared one to be a cure: not half of it off."""
    axis, size = choice
    return size is not None and is_known(axis.declared) and 2 * abs(size - axis.declared) <= axis.declared


def _change(declared: object, size: int | None) -> str:
    difference = (size or 0) - (declared if isinstance(declared, int) else 0)
    return f"pad {difference}" if difference > 0 else f"crop {-difference}"


def _fed(model: Model, axes: Sequence[AxisSizes], way: Sequence[tuple[AxisSizes, int | None]]) -> bool:
    chosen = {(axis.input, axis.axis): size for axis, size in way}
    shapes: dict[str, list[Size]] = {}
    for axis in axes:
        shapes.setdefault(axis.input, []).append(chosen.get((axis.input, axis.axis), axis.declared))
    return not trace(model.with_inputs({name: tuple(sizes) for name, sizes in shapes.items()})).problems


def _told(edits: Sequence[Edit]) -> str:
    """Return a cure in words.

    >>> from shapecalc.mismatch.edits import Setting
    >>> _told([Setting("up4", "output_padding", 1), Setting("up2", "output_padding", 1)])
    'set output_padding: 1 on up4 and up2'
    """
    said: dict[str, list[str]] = {}
    for edit in edits:
        said.setdefault(_deed(edit), []).append(_object(edit))
    texts = [deed.format(_listed(objects)) for deed, objects in said.items()]
    more = len(texts) - MOST_SHOWN
    return ", ".join(texts[:MOST_SHOWN]) + (f", and {more} more" if more > 0 else "")


def _deed(edit: Edit) -> str:
    if isinstance(edit, Fitting):
        verb = "pad" if max(edit.amounts) > 0 else "crop"
        amounts = sorted({abs(amount) for amount in edit.amounts if amount})
        return f"{verb} {{}} by {' and '.join(map(str, amounts))} at the end"
    without = f" (without {', '.join(edit.removed)})" if edit.removed else ""
    return f"set {edit.name}: {_value(edit.value)}{without} on {{}}"


def _object(edit: Edit) -> str:
    return str(edit.source) if isinstance(edit, Fitting) else edit.node


def _value(value: object) -> str:
    if isinstance(value, Reference):
        return str(value)
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
