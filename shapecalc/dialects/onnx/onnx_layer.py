"""An ONNX operator with its attributes, and what comes of it on given inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from shapecalc.dialects.framework_layer import LayerReport, report
from shapecalc.dialects.onnx.call import bind
from shapecalc.dialects.onnx.node import Node
from shapecalc.dialects.onnx.operator import Operator
from shapecalc.dialects.onnx.versions import Onnx
from shapecalc.dialects.refusal import build, unchecked
from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Weight, settled
from shapecalc.layers.reads import Reads, everything
from shapecalc.shape import DataFormat, Shape, is_known

if TYPE_CHECKING:
    from shapecalc.layers.layer import Layer

LARGEST_SIZE = 2**63 - 1
"""ONNX writes a size as a 64-bit number."""


class Made(NamedTuple):
    """The card of a node, and the shapes that come into it."""

    card: Layer
    shapes: tuple[Any, ...]


class OnnxLayer(NamedTuple):
    """An operator of one operator set; its card follows from the attributes and from what is fed to it."""

    dialect: Onnx
    class_name: str
    settings: Mapping[str, Any]
    operator: Operator
    opset: int
    attributes: Mapping[str, Any]

    @property
    def word(self) -> str:
        """Our word for the operator."""
        return self.operator.word

    @property
    def data_format(self) -> DataFormat:
        """Where the channels stand."""
        return self.dialect.data_format

    def infer(self, *shapes: Shape, **call: Any) -> LayerReport:
        """Return the output shape, parameters and MACs.

        ``inputs`` are the names of the inputs in order, empty where one is left out; ``constants`` the values of those
        that are known, which take no shape; ``outputs`` the outputs that are asked for, as names or a number.
        A size that stays open gets a name as ONNX gives it: ``unk__0``, ``unk__1``...
        """
        node = bind(self.operator, self.opset, self.attributes, shapes, **_known_call(call))
        outputs, macs = self.answer(node)
        chosen = list(_named(_chosen(outputs, node.outputs), node))
        weights = tuple(_weights(node))
        return report(chosen[0] if len(chosen) == 1 else chosen, weights, macs, self.dialect.statistics)

    def reads(self, *shapes: Shape, **call: Any) -> Reads:
        """Return what of each axis of the inputs an output element looks at; what is no tensor that flows is not read.

        The card's inputs are the first of the operator's; behind them come weights, sizes and scales.
        """
        made = self.made(bind(self.operator, self.opset, self.attributes, shapes, **_known_call(call)))
        return made.card.reads(*made.shapes) if made else everything(*shapes)

    def keeps(self, *shapes: Shape, **call: Any) -> Keeps:
        """Return what training keeps for the backward pass; a constant is there anyway."""
        made = self.made(bind(self.operator, self.opset, self.attributes, shapes, **_known_call(call)))
        if made is None:
            raise ShapecalcError("what it keeps is not known", why="nothing is known of its output")
        keeps = made.card.keeps(*made.shapes)
        return keeps._replace(inputs=tuple(place for place in keeps.inputs if place < len(shapes)))

    def unreached(self, *shapes: Shape, **call: Any) -> Shape:
        """Return how many elements at the end of each axis of the first input a floor cuts off; empty is nowhere."""
        made = self.made(bind(self.operator, self.opset, self.attributes, shapes, **_known_call(call)))
        return made.card.unreached(*made.shapes) if made else ()

    def with_settings(self, settings: dict[str, Any]) -> OnnxLayer:
        """Return the operator of the same version with other attributes; refused where it has no such ones."""
        return self._replace(settings=settings, attributes=self.operator.check_attributes(settings))

    def made(self, node: Node) -> Made | None:
        """Return the card that does what a node does; None where nothing is known of its output."""
        reading = self.dialect.reading(node)
        return Made(self._card(reading.settings), tuple(reading.shapes)) if reading else None

    def answer(self, node: Node) -> tuple[list[Shape | None], int | None]:
        """Return the shapes that come out of a node, None where nothing is known, and the MACs."""
        reading = self.dialect.reading(node)
        if reading is None:
            return [None] * max(len(node.outputs), 1), None
        card = self._card(reading.settings)
        try:
            found = card.output(*reading.shapes)
        except ShapecalcError as error:
            raise self.dialect.in_their_words(self.class_name, error) from error.__cause__
        outputs = [*(found if isinstance(found, list) else [found]), *reading.beside]
        smallest = 0 if node.runs else -LARGEST_SIZE
        for shape in outputs:
            _check_sizes(shape, smallest)
        return outputs, card.macs(*reading.shapes)

    def _card(self, settings: dict[str, Any]) -> Layer:
        if _is_symbolic(tuple(settings.values())):
            return unchecked(self.word, settings, self.dialect.data_format)
        theirs = {ours: name for name, ours in self.dialect.spelling.items()}
        return build(self.word, settings, None, self.dialect.data_format, theirs)


def _known_call(call: dict[str, Any]) -> dict[str, Any]:
    unknown = set(call) - {"inputs", "constants", "outputs"}
    if unknown:
        raise ShapecalcError(
            f"infer has no argument {min(unknown)!r}", why="an ONNX node has inputs, constants and outputs"
        )
    return call


def _is_symbolic(value: Any) -> bool:
    """Tell whether a setting holds a size that computes as a whole number does and is none."""
    if isinstance(value, (tuple, list)):
        return any(map(_is_symbolic, value))
    return type(value) not in _PLAIN


_PLAIN = {int, bool, float, str, type(None), range}


def _weights(node: Node) -> Iterator[Weight]:
    for name, shape in node.inputs.items():
        sizes = None if shape is None else settled(shape)
        if sizes is not None and name in node.operator.weights:
            yield Weight(name, sizes)
        elif sizes is not None and name in node.operator.statistics:
            yield Weight(name, sizes, "statistic")


def _check_sizes(shape: Shape | None, smallest: int) -> None:
    for size in shape or ():
        if is_known(size) and not smallest <= size <= LARGEST_SIZE:
            raise ShapecalcError(
                f"the output would have the shape {shape}",
                why="a size is never negative" if size < 0 else "a size has at most 64 bits",
            )


def _chosen(outputs: list[Shape | None], names: tuple[str, ...]) -> list[Shape | None]:
    if not names:
        return outputs[:1]
    if len(names) > len(outputs):
        raise ShapecalcError(
            f"{len(names)} outputs are asked for",
            why=f"with these settings there are {len(outputs)}",
            path=("outputs",),
        )
    return [shape for name, shape in zip(names, outputs, strict=False) if name]


def _named(shapes: list[Shape | None], node: Node) -> Iterator[Shape | None]:
    taken = {size for shape in (*node.inputs.values(), *node.many) for size in shape or () if isinstance(size, str)}
    fresh = (name for name in map("unk__{}".format, count()) if name not in taken)
    for shape in shapes:
        yield None if shape is None else tuple(next(fresh) if size is None else size for size in shape)
