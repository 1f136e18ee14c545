"""The receptive field of every node: what of a model's inputs each element depends on, along each axis, exactly.

What padding adds counts as input, and the ends of an axis are not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.dependency import Dependency, through, together
from shapecalc.formulas.receptive_field import ReceptiveField
from shapecalc.formulas.taps import Taps
from shapecalc.model.document import Document
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
    traced, *others = (trace(model, shapes) for shapes in _examples(model, given=bool(inputs)))
    if traced.problems:
        raise ShapecalcError(problems=traced.problems)
    return fields(traced, _data_format(model), *others)


def _examples(model: Model, *, given: bool) -> tuple[dict[str, Shape], ...]:
    """Return input shapes for which the fields must be the same: two of a table of named sizes, else the declared."""
    from shapecalc.sizes.symbols import examples, names_in

    if not ((given or isinstance(model.document, Document)) and names_in(model)):
        return ({},)
    try:
        return examples(model)
    except ShapecalcError:  # without a table a named size is an open one
        return ({},)


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


def fields(traced: Trace, data_format: DataFormat, *others: Trace) -> ReceptiveFields:
    """Go through the steps of a flat model's trace once; a state is dropped when no node needs it any more.

    Where there are traces for ``others`` of its sizes, a node must read the same in them.
    """
    needed = Counter(source.node for step in traced.steps for source in step.node.inputs)
    states: dict[str, _State] = {}
    views: dict[str, tuple[View, ...]] = {}
    misaligned: list[str] = []
    look = _Look()
    for steps in zip(traced.steps, *(other.steps for other in others), strict=True):
        step = steps[0]
        begins = not step.node.inputs
        state = dict(_start(step, data_format)) if begins else _merged(step, look(steps), states, misaligned)
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


def _merged(step: Step, reads: Reads | str, states: dict[str, _State], misaligned: list[str]) -> _State:
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


class _Look:
    """What nodes look at, or why that is not known; networks repeat themselves."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, tuple[Shape | None, ...]], Reads | str] = {}

    def __call__(self, steps: Sequence[Step]) -> Reads | str:
        """Return what a node looks at whichever of the steps it takes."""
        reads = self._reads(steps[0])
        same = all(self._reads(step) == reads for step in steps[1:])
        return reads if same else "what it reads depends on the size"

    def _reads(self, step: Step) -> Reads | str:
        question = (id(step.node.layer), step.inputs)
        if step.call or question not in self.known:
            try:
                self.known[question] = step.node.layer.reads(*step.inputs, **step.call)
            except ShapecalcError as error:
                problem = error.problems[0]
                self.known[question] = f"{problem.what}{', ' * bool(problem.why)}{problem.why}"
        return self.known[question]


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
