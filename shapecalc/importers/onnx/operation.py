"""A node of an ONNX graph as a layer: our card computes its shapes, and known elements flow through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from shapecalc.dialects.framework_layer import LayerReport, report
from shapecalc.dialects.onnx.onnx_layer import Made
from shapecalc.dialects.onnx.versions import Onnx
from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.carded import Carded, Inputs
from shapecalc.importers.onnx.inference import Inference, Opinion
from shapecalc.importers.onnx.names import is_moving, kinds_in, named
from shapecalc.importers.onnx.opinions import completed, note_of, shown
from shapecalc.importers.onnx.rules import RULES
from shapecalc.importers.onnx.samples import Answer
from shapecalc.importers.onnx.tensors import Flow, Tensor, has_no_gradient
from shapecalc.layers.keeps import NOTHING, Keeps
from shapecalc.layers.layer import Weight
from shapecalc.layers.reads import Reads
from shapecalc.shape import DataFormat, Shape
from shapecalc.symbolic.named import Expression

Rule = Callable[["Operation", Inputs], Answer]
"""How an operator is computed that no card does: on sequences, or with a graph of its own inside."""


class Source(NamedTuple):
    """An input of a node: its name in the file (empty where it is left out), what is always fed, its type if told."""

    name: str
    fixed: Tensor | None = None
    type: int = 0


class Operation(NamedTuple):
    """An operator with its attributes, its inputs by name, and the arrays that are counted here.

    ``card`` or ``rule`` computes it; where there is neither, ONNX's ``inference`` alone has a word. ``batch`` holds the
    names of the first axes of the model's inputs, for which one sample is counted; ``declared`` is what the file itself
    calls the sizes of outputs of the whole model.
    """

    dialect: Onnx
    class_name: str
    settings: Mapping[str, Any]
    opset: int
    sources: tuple[Source, ...]
    outputs: tuple[str, ...]
    card: Carded | None = None
    rule: Rule | None = None
    inference: Inference | None = None
    weights: tuple[Weight, ...] = ()
    batch: frozenset[str] = frozenset()
    declared: Mapping[str, Shape] = {}

    @property
    def word(self) -> str:
        """Our word for the operator."""
        return self.card.layer.word if self.card else "tensor"

    @property
    def data_format(self) -> DataFormat:
        """Where the channels stand."""
        return self.dialect.data_format

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the outputs that are there."""
        return tuple(filter(None, self.outputs))

    def infer(self, *shapes: Shape | None, values: tuple[Any, ...] = ()) -> LayerReport:
        """Return what comes out for given shapes; ``values`` holds what is known of each beyond the shape."""
        inputs = self._fed(shapes, values)
        answer, opinions, outputs, told = self._asked(inputs)
        sizes = [shown(flow, self.declared.get(name)) for name, flow in zip(self.names, outputs, strict=True)]
        made = report(
            sizes[0] if len(sizes) == 1 else sizes, self.weights, self._macs(answer.macs), self.dialect.statistics
        )
        return made._replace(
            source="onnx" if told else "",
            note=note_of(self.names, answer.outputs, opinions),
            unknown=(
                *(f"the shape {name}" for name, each in zip(self.names, sizes, strict=True) if each is None),
                *(("the MACs",) if answer.macs is None and self.card is None else ()),
            ),
            values=tuple(outputs),
        )

    def with_settings(self, settings: dict[str, Any]) -> Operation:
        """Return the operator with other attributes, of which the file's own inference knows nothing."""
        if self.card is None:
            raise ShapecalcError(f"{self.class_name} has no other settings", why="it is not computed from a card")
        return self._replace(settings=settings, card=self.card.with_settings(settings), inference=None)

    def flows(self, inputs: Inputs) -> tuple[list[Flow], Any]:
        """Return what comes out, and the multiply-adds."""
        answer, _, outputs, _ = self._asked(inputs)
        return outputs, answer.macs

    def _asked(self, inputs: Inputs) -> tuple[Answer, tuple[Opinion, ...], list[Flow], bool]:
        kinds = kinds_in(flow for source, flow in zip(self.sources, inputs, strict=True) if not source.fixed)
        opinions = self.inference.opinions(inputs) if self.inference and not is_moving(kinds) else ()
        answer = self._answer(inputs, kinds)
        return answer, opinions, *completed(answer.outputs, opinions)

    def _answer(self, inputs: Inputs, kinds: set[type]) -> Answer:
        """Return what we make of the inputs, without asking anybody."""
        if self.rule:
            return self.rule(self, inputs)
        unknown = Answer(tuple(Tensor(None) for _ in self.names), 0 if self.inference else None)
        return (self.card.answer(inputs, kinds) if self.card else None) or unknown

    def reads(self, *shapes: Shape | None, values: tuple[Any, ...] = ()) -> Reads:
        """Return what an output element looks at of each input that flows; of weights and sizes it is not told."""
        made = self._made(self._fed(shapes, values))
        reads = made.card.reads(*made.shapes)
        return tuple(reads[place] if place < len(reads) else () for place in self._flowing())

    def keeps(self, *shapes: Shape | None, values: tuple[Any, ...] = ()) -> Keeps:
        """Return what training keeps of it; a constant is there anyway, and whole numbers have no gradient.

        What only makes a constant, or moves through a sequence, leaves nothing behind.
        """
        if self.rule and self.rule is RULES.get(self.class_name):
            return NOTHING
        inputs = self._fed(shapes, values)
        made = self._made(inputs)
        keeps, flowing = made.card.keeps(*made.shapes), self._flowing()
        if all(map(has_no_gradient, inputs)):
            return Keeps(shares=keeps.shares)
        return keeps._replace(inputs=tuple(flowing.index(place) for place in keeps.inputs if place in flowing))

    def unreached(self, *shapes: Shape | None, values: tuple[Any, ...] = ()) -> Shape:
        """Return how many elements at the end of each axis of the first input a floor cuts off; empty is nowhere."""
        first = self.sources[:1]
        if self.card is None or not first or first[0].fixed:
            return ()
        made = self.card.made(tuple(self._inputs(shapes, values or (None,) * len(shapes))))
        return made.card.unreached(*made.shapes) if made else ()

    def _flowing(self) -> list[int]:
        return [place for place, source in enumerate(self.sources) if source.name and not source.fixed]

    def _made(self, inputs: Inputs) -> Made:
        made = self.card.made(inputs) if self.card else None
        if made is None:
            raise ShapecalcError(
                f"no card of ours computes this {self.class_name}", why="what it looks at is not known"
            )
        return made

    def _fed(self, shapes: tuple[Shape | None, ...], values: tuple[Any, ...]) -> Inputs:
        return tuple(self._inputs(shapes, values or (None,) * len(shapes)))

    def _inputs(self, shapes: tuple[Shape | None, ...], values: tuple[Any, ...]) -> Iterator[Flow | None]:
        fed = zip(shapes, values, strict=True)
        for source in self.sources:
            if source.fixed or not source.name:
                yield source.fixed
            else:
                shape, value = next(fed)
                yield named(Tensor(shape, None, source.type) if value is None else value, source.name)

    def _macs(self, macs: Any) -> int | None:
        """Return the multiply-adds, for one sample where the batch is open."""
        if not isinstance(macs, Expression):
            found: int | None = macs
            return found
        return macs.evaluate(dict.fromkeys(macs.names, 1)) if macs.names <= self.batch else None
