"""The receptive field of every node: what of a model's inputs each element depends on, along each axis, exactly.

What padding adds counts as input, and the ends of an axis are not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.dependency import Dependency, through, together
from shapecalc.formulas.receptive_field import ReceptiveField
from shapecalc.formulas.taps import Taps
from shapecalc.model.flat import flat
from shapecalc.model.trace import Step, Trace, trace
from shapecalc.shape import Shape

if TYPE_CHECKING:
    from shapecalc.layers.reads import AxisReads, Reads
    from shapecalc.model.graph import Model
    from shapecalc.shape import DataFormat


class View(NamedTuple):
    """What the elements of a node see of one ``axis`` of one ``input`` (the batch is axis 0).

    Without a ``field`` they see all of it; where ``unknown`` says why, it cannot be told.
    """

    input: str
    axis: int
    field: ReceptiveField | None
    unknown: str = ""


class ReceptiveFields(NamedTuple):
    """The views of every node by its name (``model/node`` in a nested model).

    ``misaligned`` has a sentence for each merge whose branches do not line up.
    """

    nodes: dict[str, tuple[View, ...]]
    misaligned: tuple[str, ...]


def receptive_field(model: Model, inputs: Mapping[str, Shape] | None = None) -> ReceptiveFields:
    """Return what every node sees of the spatial axes of the model's inputs; ``inputs`` as in ``summarize``.

    >>> from shapecalc import load
    >>> (view, _) = receptive_field(load("unet")).nodes["up4"]
    >>> view.field.size, view.field.jump
    (Fraction(140, 1), Fraction(8, 1))
    """
    model = flat(model.with_inputs(inputs or {}))
    traced = trace(model)
    if traced.problems:
        raise ShapecalcError(problems=traced.problems)
    return fields(traced, _data_format(model))


class _Seen(NamedTuple):
    """Along which axis of a node's output one of an input goes on, and how it depends on it; all None: all of it."""

    axis: int | None = None
    dependency: Dependency | None = None
    field: ReceptiveField | None = None
    unknown: str = ""


def _seen(axis: int | None, dependency: Dependency) -> _Seen:
    return _Seen(axis, dependency, dependency.field)


_ALL = _Seen()
_AN_ELEMENT = Dependency()
_Origin = tuple[str, int]
_State = dict[_Origin, _Seen]


def fields(traced: Trace, data_format: DataFormat) -> ReceptiveFields:
    """Go through the steps of a flat model's trace once; a state is dropped when no node needs it any more."""
    needed = Counter(source.node for step in traced.steps for source in step.node.inputs)
    states: dict[str, _State] = {}
    views: dict[str, tuple[View, ...]] = {}
    misaligned: list[str] = []
    known: dict[tuple[int, tuple[Shape | None, ...]], Reads | str] = {}
    for step in traced.steps:
        state = dict(_start(step, data_format)) if not step.node.inputs else _merged(step, states, known, misaligned)
        states[step.node.name] = state
        views[step.node.name] = tuple(_view(origin, seen) for origin, seen in state.items())
        for source in {source.node for source in step.node.inputs}:
            needed[source] -= sum(each.node == source for each in step.node.inputs)
            if not needed[source]:
                del states[source]
    return ReceptiveFields(views, tuple(misaligned))


def _data_format(model: Model) -> DataFormat:
    """Return where the channels of the inputs stand: where the first layer says that differs from its framework."""
    usual = model.dialect.data_format
    formats = (node.layer.data_format for node in model.nodes if node.layer.word != "input")
    return next((each for each in formats if each != usual), usual)


def _start(step: Step, data_format: DataFormat) -> Iterator[tuple[_Origin, _Seen]]:
    """Yield the spatial axes of an input."""
    shape = step.report.output_shape
    if step.node.layer.word == "input" and isinstance(shape, tuple):
        first = 2 if data_format == "channels_first" else 1
        for axis in range(first, first + len(shape) - 2):
            yield (step.node.name, axis), _seen(axis, _AN_ELEMENT)


def _merged(
    step: Step,
    states: dict[str, _State],
    known: dict[tuple[int, tuple[Shape | None, ...]], Reads | str],
    misaligned: list[str],
) -> _State:
    reads = _reads(step, known)
    branches: dict[_Origin, list[tuple[str, _Seen]]] = {}
    for place, source in enumerate(step.node.inputs):
        if isinstance(reads, tuple) and not (place < len(reads) and reads[place]):
            continue
        axes = f"{step.node.name}: {reads}" if isinstance(reads, str) else reads[place]
        alike: _Alike = {}
        for origin, seen in states[source.node].items():
            branches.setdefault(origin, []).append((str(source), _after(seen, axes, alike)))
    told: dict[str, None] = {}
    state = {origin: _union(step.node.name, seen, told) for origin, seen in branches.items()}
    misaligned.extend(told)
    return state


def _reads(step: Step, known: dict[tuple[int, tuple[Shape | None, ...]], Reads | str]) -> Reads | str:
    """Return what a node looks at, or why that is not known; networks repeat themselves."""
    question = (id(step.node.layer), step.inputs)
    if step.call or question not in known:
        try:
            known[question] = step.node.layer.reads(*step.inputs, **step.call)
        except ShapecalcError as error:
            problem = error.problems[0]
            known[question] = f"{problem.what}{', ' * bool(problem.why)}{problem.why}"
    return known[question]


_Alike = dict[tuple[int, Taps], _Seen]
"""What came of a dependency (by its id) and taps: height and width are mostly alike."""


def _after(seen: _Seen, axes: tuple[AxisReads, ...] | str, alike: _Alike) -> _Seen:
    """Return what is seen through a layer that looks so at what came in."""
    if seen.axis is None or seen.dependency is None:
        return seen
    if isinstance(axes, str):
        return _Seen(unknown=axes)
    axis, taps = axes[seen.axis]
    if axis is None:
        return _ALL
    if taps is None:
        return seen._replace(axis=axis)
    question = (id(seen.dependency), taps)
    if question not in alike:
        dependency = through(seen.dependency, taps)
        alike[question] = _seen(axis, dependency) if dependency else _Seen(unknown="it is too large to be traced")
    return alike[question]._replace(axis=axis)


def _union(node: str, branches: list[tuple[str, _Seen]], told: dict[str, None]) -> _Seen:
    """Return what is seen in one branch or another, and tell where these do not line up."""
    if len(branches) == 1:
        return branches[0][1]
    several = list(dict.fromkeys(seen for _, seen in branches))
    if len(several) == 1:
        return several[0]
    if _ALL in several:
        return _ALL
    unknown = next((seen for seen in several if seen.unknown), None)
    if unknown:
        return unknown
    names = " and ".join(dict.fromkeys(name for name, _ in branches))
    dependencies = [seen.dependency for seen in several if seen.dependency]
    jumps, starts = ({getattr(each, name) for each in dependencies} for name in ("jump", "start"))
    if len({seen.axis for seen in several}) > 1 or len(jumps) > 1:
        steps = " and ".join(map(str, sorted(jumps)))
        why = f"their elements stand {steps} input elements apart" if len(jumps) > 1 else "they run along other axes"
        told[f"{node}: {names} do not line up, {why}"] = None
        return _Seen(unknown=f"the branches of {node} do not line up")
    if len(starts) > 1:
        apart: Fraction = max(starts) - min(starts)
        told[f"{node}: {names} are shifted against each other by {apart} in the input"] = None
    union = together(dependencies)
    return _seen(several[0].axis, union) if union else _ALL


def _view(origin: _Origin, seen: _Seen) -> View:
    return View(*origin, seen.field, seen.unknown)
