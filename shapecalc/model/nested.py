"""A model as a layer of another one: it takes what comes in, and answers as a layer and as an inner layer do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, runtime_checkable

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import LayerReport, report
from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Inner, Output, Weight, placed
from shapecalc.layers.reads import Reads
from shapecalc.model.graph import Model, Reference
from shapecalc.model.trace import Trace, trace
from shapecalc.shape import DataFormat, Shape, is_known, wrong_count

MOST_DEEP = 40
"""How deep models and wrappers may stand in each other."""


class NestedModel(NamedTuple):
    """A layer that holds a model; ``class_name`` is what its framework calls such a layer.

    A layer that is ``declared`` has inputs of its own with shapes, and takes only what fits them. ``known`` keeps what
    came of shapes, because shape, weights and MACs are asked for one by one.
    """

    model: Model
    class_name: str
    known: dict[tuple[Shape, ...], Trace]
    declared: bool = True
    trainable: bool = True
    settings: Mapping[str, Any] = {}
    word: str = "model"

    @property
    def dialect(self) -> Dialect:
        """Return the dialect that the model is written in."""
        return self.model.dialect

    @property
    def data_format(self) -> DataFormat:
        """Return where the channels stand."""
        return self.model.dialect.data_format

    def frozen(self) -> NestedModel:
        """Return the same model, whose weights are no longer learned."""
        return self._replace(trainable=False)

    def infer(self, *shapes: Shape, **call: Any) -> LayerReport:  # noqa: ARG002 - no argument changes a model's shapes
        """Return the output shape, parameters and MACs for input shapes."""
        steps = self.trace(*shapes).steps
        output = self.output(*shapes)
        found = report(output, self.weights(*shapes), self.macs(*shapes), self.dialect.statistics)
        unknown = tuple(dict.fromkeys(each for step in steps for each in step.report.unknown))
        return found._replace(output_shape=None if output == [None] else output, unknown=unknown)

    def output(self, *shapes: Shape) -> Output:
        """Return the shape that comes out, or a list of shapes where several do."""
        outputs = {step.node.name: step.report.output_shape for step in self.trace(*shapes).steps}
        found = [_one(outputs[reference.node], reference) for reference in self.model.outputs]
        return found[0] if len(found) == 1 and found[0] is not None else found

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """Return the arrays of all layers, each once, named by the layer that owns it."""
        steps = self.trace(*shapes).steps
        found = [
            weight
            for step in steps
            if step.node.shared is None
            for weight in placed(step.report.weights, step.node.name)
        ]
        if self.trainable:
            return tuple(found)
        return tuple(each._replace(role="frozen") if each.role == "trainable" else each for each in found)

    def macs(self, *shapes: Shape) -> int | None:
        """Return the multiply-adds of one call; None where an open size decides."""
        reports = [step.report for step in self.trace(*shapes).steps]
        if any(each.macs is None and not each.unknown for each in reports):
            return None
        return sum(each.macs or 0 for each in reports)

    def unreached(self, *shapes: Shape, **call: Any) -> Shape:  # noqa: ARG002 - whatever comes in
        """Return nothing: what windows cut off is asked of the layers of the model, one by one."""
        return ()

    def reads(self, *shapes: Shape, **call: Any) -> Reads:  # noqa: ARG002 - whatever comes in
        """Refuse to say what an output element looks at: ``flat`` opens a model, but none that a layer repeats."""
        raise ShapecalcError(f"the model {self.model.name} stands in another layer", why="it is not looked into there")

    def keeps(self, *shapes: Shape, **call: Any) -> Keeps:  # noqa: ARG002 - whatever comes in
        """Refuse to say what training keeps, as ``reads`` does."""
        raise ShapecalcError(f"the model {self.model.name} stands in another layer", why="it is not looked into there")

    def with_settings(self, settings: dict[str, Any]) -> NestedModel:
        """Refuse: a model's layers are changed one by one."""
        given = ", ".join(settings)
        raise ShapecalcError(f"the model {self.model.name} does not take {given}", why="only its layers have settings")

    def trace(self, *shapes: Shape) -> Trace:
        """Return what the model makes of shapes; all its mistakes are raised together."""
        if shapes not in self.known:
            self._check(shapes)
            inputs = {node.name: shape for node, shape in zip(self.model.inputs, shapes, strict=True)}
            found = trace(self.model, inputs)
            if found.problems:
                raise ShapecalcError(problems=found.problems)
            self.known.clear()  # a scan over sizes asks for many, and one is asked for again
            self.known[shapes] = found
        return self.known[shapes]

    def _check(self, shapes: tuple[Shape, ...]) -> None:
        nodes = self.model.inputs
        if len(shapes) != len(nodes):
            raise wrong_count(self.model.name, len(shapes), str(len(nodes)))
        for place, (node, shape) in enumerate(zip(nodes, shapes, strict=True)):
            declared = node.layer.infer().output_shape
            if self.declared and isinstance(declared, tuple) and not _fits(shape, declared):
                raise ShapecalcError(
                    f"#{place + 1} does not fit the input {node.name}",
                    why=f"its shape is {shape}, and {self.model.name} declares {declared}",
                    fix="feed that shape, or leave the sizes open where the model declares them",
                    path=("inputs", place),
                )


def nested(model: Model, class_name: str, *, declared: bool = True, trainable: bool = True) -> NestedModel:
    """Return a model as a layer."""
    return NestedModel(model, class_name, {}, declared, trainable)


@runtime_checkable
class Holder(Protocol):
    """A layer that applies others as they are."""

    def inside(self, *shapes: Shape) -> tuple[tuple[Inner, tuple[Shape, ...]], ...]:
        """Return them, each with what comes into it."""


def held_in(layer: object, shapes: tuple[Any, ...]) -> tuple[NestedModel, tuple[Shape, ...]] | None:
    """Return the model that a layer is, or that it applies step by step, with what comes into that."""
    while not isinstance(layer, NestedModel):
        inside = getattr(layer, "inside", None)  # to ask whether it is a Holder takes longer than all the rest
        inner = inside(*shapes) if inside else ()
        if not inner:
            return None
        layer, shapes = inner[0]
    return layer, shapes


def _fits(shape: Shape, declared: Shape) -> bool:
    """Tell whether known sizes agree, but for the batch."""
    if len(shape) != len(declared):
        return False
    pairs = zip(shape[1:], declared[1:], strict=True)
    return all(one == other for one, other in pairs if is_known(one) and is_known(other))


def _one(output: Output | None, reference: Reference) -> Shape | None:
    several = output if isinstance(output, list) else [output]
    return several[reference.output] if reference.output < len(several) else None
