"""A model walked with one size of one input moving: what comes out, or which node refuses."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from shapecalc.dialects.framework_layer import LayerReport
from shapecalc.errors import Problem, ShapecalcError
from shapecalc.layers.layer import Output
from shapecalc.model.graph import Model, Node
from shapecalc.model.nested import held_in
from shapecalc.model.trace import Known, Step, Values, infer, located_at, misfits
from shapecalc.shape import Shape, is_known
from shapecalc.sizes.crossings import Crossings, plainly
from shapecalc.sizes.stage import Stage
from shapecalc.symbolic.point import Point
from shapecalc.symbolic.size import Symbolic


class Place(NamedTuple):
    """One axis of one input, counted without the batch."""

    input: str
    axis: int


class Outcome(NamedTuple):
    """What a walk found: the mistake at which it ended, or the outputs that moved and the nodes worth a word.

    ``lossy`` is the first node whose window leaves elements of the axis unreached; ``owner`` the first one that has a
    weight whose shape moves with the size.
    """

    problem: Problem | None
    outputs: Mapping[str, Output | None]
    lossy: str = ""
    owner: str = ""

    @property
    def legal(self) -> bool:
        """Tell whether the model takes the size."""
        return self.problem is None


class Walk:
    """A model with the shapes of its inputs, made ready to walk again and again with other sizes at a place.

    The same size is put at several places where these have one name. Only what comes after them is inferred again.
    ``base`` is the mistake of the rest, where it has one; ``stages`` are those of the last walk.
    """

    def __init__(self, model: Model, shapes: Mapping[str, Shape], *places: Place) -> None:
        self.places = frozenset(places)
        self.shapes = {place.input: shapes[place.input] for place in places}
        self.base: Problem | None = None
        self.stages: list[Stage] = []
        self._known: Known = {}
        self._before: dict[str, Output | None] = {}
        self._values: Values = {}
        self._beside: list[Step] = []
        self._after = _behind(model, self.shapes)
        self._needed = _last_uses(self._after)
        self._inputs = {
            name: place for place, node in enumerate(self._after) for name, _ in node.sources if name in self.shapes
        }
        self._crossings = Crossings()
        self._sharing = {name for node in model.nodes if node.shared for name in (node.name, node.shared)}
        behind = {*self.shapes, *(node.name for node in self._after)}
        for node in model.nodes:
            if node.name not in behind:
                self._stay(node, shapes)

    def _stay(self, node: Node, shapes: Mapping[str, Shape]) -> None:
        if node.name in shapes:
            self._before[node.name] = shapes[node.name]
        elif self.base is None:
            try:
                step = infer(node, self._before, self._known, self._values)
            except ShapecalcError as error:
                self.base = located_at(node, error.problems[0])
                return
            self._before[node.name] = step.report.output_shape
            self._beside.append(step)

    def _moving(self, name: str, size: Any) -> Shape:
        """Return the shape of an input with another size at its places."""
        return tuple(
            size if Place(name, axis) in self.places else each for axis, each in enumerate(self.shapes[name], start=-1)
        )

    def at(self, size: Any, stages: Sequence[Stage] = ()) -> Outcome:
        """Return what becomes of a size, which may stand for many; ``stages`` are known from another walk."""
        moving = {name: self._moving(name, size) for name in self.shapes}
        on = _Way({**self._before, **moving}, dict(self._values), list(self._beside))
        self.stages = list(stages)
        if self.base is not None:
            return Outcome(self.base, on.outputs)
        if not stages:
            return self._on(on, size)
        state = self._state(on, size.point)
        self.stages += self._crossings.stages_from(state, size.point)
        self._resume(on, size.point)
        try:
            return self._on(on, size)
        finally:
            self._crossings.remember(state, self.stages[len(stages) :], size.point)

    def _on(self, on: _Way, size: Any) -> Outcome:
        """Go on from the last of the stages."""
        known: Known = {}
        lossy, owner = (self.stages[-1].lossy, self.stages[-1].owner) if self.stages else ("", "")
        for node in self._after[len(self.stages) :]:
            try:
                step = infer(node, on.outputs, self._known if _plain(node, on.outputs) else known, on.values)
            except ShapecalcError as error:
                return Outcome(located_at(node, error.problems[0]), on.outputs)
            on.steps.append(step)
            on.outputs[node.name] = step.report.output_shape
            lossy = lossy or (node.name if _drops(step) else "")
            owner = owner or (node.name if _moves(step.report) else "")
            if isinstance(size, Symbolic):
                self.stages.append(Stage(step, size.point.low.get("q", 0), lossy, owner))
        return Outcome(next(misfits(on.steps), None) if self._sharing else None, on.outputs, lossy, owner)

    def _state(self, on: _Way, point: Point) -> Hashable:
        """Return all on which it depends what is found behind the stages."""
        place = len(self.stages)
        inputs = [(name, plainly(on.outputs[name])) for name, last in self._inputs.items() if last >= place]
        behind = [
            (node.name, plainly(stage.output(point)), plainly(stage.values(point)))
            for node, stage, needed in zip(self._after, self.stages, self._needed, strict=False)
            if needed >= place
        ]
        return place, self.stages[-1].lossy, self.stages[-1].owner, tuple(inputs), tuple(behind)

    def _resume(self, on: _Way, point: Point) -> None:
        """Take over from the stages what the nodes behind them need."""
        for node, stage, needed in zip(self._after, self.stages, self._needed, strict=False):
            if needed >= len(self.stages):
                on.outputs[node.name] = stage.output(point)
                if stage.step.report.values:
                    on.values[node.name] = stage.values(point)
            if node.name in self._sharing:
                on.steps.append(stage.weighed(point))


class _Way(NamedTuple):
    """What a walk has made so far."""

    outputs: dict[str, Output | None]
    values: Values
    steps: list[Step]


def _behind(model: Model, names: Iterable[str]) -> list[Node]:
    """Return the nodes that some inputs reach, in order."""
    reached, found = set(names), []
    for node in model.nodes:
        if any(source.node in reached for source in node.sources):
            reached.add(node.name)
            found.append(node)
    return found


def _last_uses(nodes: Sequence[Node]) -> list[int]:
    """Return for each node the place of the last one that needs it; what comes out of the model stays needed."""
    uses = {source.node: place for place, node in enumerate(nodes) for source in node.sources}
    return [uses.get(node.name, len(nodes)) for node in nodes]


def _plain(node: Node, outputs: Mapping[str, Output | None]) -> bool:
    return not any(isinstance(size, Symbolic) for source in node.sources for size in _sizes(outputs.get(source.node)))


def _sizes(output: Output | None) -> Iterator[Any]:
    for shape in output if isinstance(output, list) else [output]:
        yield from shape or ()


def _drops(step: Step) -> bool:
    """Tell whether a window in a layer, or in a model that it holds, leaves elements of the moving axis unreached."""
    layer, inputs = step.node.layer, step.inputs
    if not any(isinstance(size, Symbolic) for shape in inputs for size in shape or ()):
        return False
    held = held_in(layer, inputs)
    if held is not None:
        model, shapes = held
        return any(map(_drops, model.trace(*shapes).steps))
    rests = layer.unreached(*inputs, **step.call)
    return any(
        is_known(rest) and rest > 0
        for size, rest in zip(inputs[0] or (), rests, strict=False)
        if isinstance(size, Symbolic)
    )


def _moves(report: LayerReport) -> bool:
    return any(isinstance(size, Symbolic) for weight in report.weights for size in weight.shape)
