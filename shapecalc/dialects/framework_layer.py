"""A layer as a framework's class, and what comes of it on given shapes."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any, Literal, NamedTuple, Protocol

from shapecalc.dialects.dialect import Dialect, of_layer
from shapecalc.dialects.refusal import checked_shape
from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Inner, Layer, Output, Weight
from shapecalc.layers.reads import Reads
from shapecalc.shape import DataFormat, Shape, wrong_count


class LayerReport(NamedTuple):
    """What a layer makes of its inputs.

    ``params`` is what the framework itself would say: Keras counts moving statistics (as non-trainable), PyTorch
    keeps them and the counter of batches in ``buffers``. ``macs`` is for the whole batch; an open batch is one sample.
    ``output_shape`` is None where not even the number of axes is known. ``source`` says who gave the shape where no
    card of ours computed it (``hint``: the file's own word; ``onnx``: its shape inference), and ``unknown`` what of
    the numbers cannot be known: then the totals are partial. ``statistics`` is how many numbers are moving statistics,
    ``note`` what else should be said of the shape, and ``values`` has, for each output, what a layer that reads values
    may want to know of it beyond its shape.
    """

    output_shape: Output | None
    params: int
    trainable_params: int
    non_trainable_params: int
    buffers: int
    macs: int | None
    weights: tuple[Weight, ...] = ()
    source: str = ""
    unknown: tuple[str, ...] = ()
    statistics: int = 0
    note: str = ""
    values: tuple[Any, ...] = ()


class AnyLayer(Protocol):
    """A layer, written as ``class_name(**settings)`` in a dialect; ``word`` is ours for it."""

    @property
    def dialect(self) -> Dialect:
        """The dialect that it is written in."""

    @property
    def class_name(self) -> str:
        """The framework's name for it."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What was given, in the framework's words."""

    @property
    def word(self) -> str:
        """Our word for it."""

    @property
    def data_format(self) -> DataFormat:
        """Where the channels stand."""

    def infer(self, *shapes: Any, **call: Any) -> LayerReport:
        """Return the output shape, parameters and MACs for input shapes; ``call`` are arguments of the call."""

    def reads(self, *shapes: Any, **call: Any) -> Reads:
        """Return what of each axis of the inputs an output element looks at."""

    def keeps(self, *shapes: Any, **call: Any) -> Keeps:
        """Return what training keeps for the backward pass."""

    def unreached(self, *shapes: Any, **call: Any) -> Shape:
        """Return how many elements at the end of each axis of the first input a floor cuts off; empty is nowhere."""

    def with_settings(self, settings: dict[str, Any]) -> AnyLayer:
        """Return the same layer with other settings. Raises ``ShapecalcError`` where it does not take them."""


class FrameworkLayer(NamedTuple):
    """A layer whose settings alone say what it does: ``card`` does it."""

    dialect: Dialect
    class_name: str
    settings: Mapping[str, Any]
    card: Layer
    word: str
    trainable: bool = True

    def frozen(self) -> FrameworkLayer:
        """Return the same layer, whose weights are no longer learned."""
        return self._replace(trainable=False)

    def infer(self, *shapes: Shape, **call: Any) -> LayerReport:
        """Return the output shape, parameters and MACs for input shapes; ``call`` are arguments of the call."""
        shapes = tuple(map(checked_shape, shapes))
        try:
            card = self._called(call) if call else self.card
            self._check(card, shapes)
            output = self._output(card, shapes)
            weights = self._counted(card.weights(*shapes))
            return report(output, weights, card.macs(*shapes), self.dialect.statistics)
        except ShapecalcError as error:
            raise self.dialect.in_their_words(self.class_name, error) from error.__cause__

    def reads(self, *shapes: Shape, **call: Any) -> Reads:
        """Return what of each axis of the inputs an output element looks at, as a card does."""
        card = self._called(call) if call else self.card
        return card.reads(*shapes)

    def keeps(self, *shapes: Shape, **call: Any) -> Keeps:
        """Return what training keeps for the backward pass, as a card does."""
        card = self._called(call) if call else self.card
        return card.keeps(*shapes)

    def with_settings(self, settings: dict[str, Any]) -> FrameworkLayer:
        """Return a layer of the same class with other settings; refused where it does not take them."""
        return self._replace(settings=settings, card=self.dialect.read(self.class_name, settings, self.data_format))

    def _called(self, call: Mapping[str, Any]) -> Layer:
        heard = {name: value for name, value in call.items() if name not in self.dialect.every_call}
        return self.dialect.read(self.class_name, {**self.settings, **heard}, self.data_format)

    @property
    def data_format(self) -> DataFormat:
        """Return where the channels stand."""
        found: DataFormat = getattr(self.card, "data_format", self.dialect.data_format)
        return found

    def output(self, *shapes: Shape) -> Output:
        """Return what comes out, as a card does, after the framework's own refusals."""
        self._check(self.card, shapes)
        return self._output(self.card, shapes)

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """Return the arrays that the layer owns, as a card does."""
        return self._counted(self.card.weights(*shapes))

    def macs(self, *shapes: Shape) -> int | None:
        """Return the multiply-adds of one call, as a card does."""
        return self.card.macs(*shapes)

    def unreached(self, *shapes: Shape, **call: Any) -> Shape:
        """Return how many elements at the end of each axis of the first input a floor cuts off; empty is nowhere."""
        card = self._called(call) if call else self.card
        return card.unreached(*shapes)

    def inside(self, *shapes: Shape) -> tuple[tuple[Inner, tuple[Shape, ...]], ...]:
        """Return the layers inside that are applied as they are, as a card does."""
        return self.card.inside(*shapes)

    def _check(self, card: Layer, shapes: tuple[Shape, ...]) -> None:
        self._check_inputs(card, shapes)
        for refuse in of_layer(self.dialect.refuse, self.word, self.class_name):
            refuse(card, shapes)

    def _output(self, card: Layer, shapes: tuple[Shape, ...]) -> Output:
        output = card.output(*shapes)
        for quirk in of_layer(self.dialect.quirks, self.word, self.class_name):
            output = quirk(card, shapes, output)
        return output

    def _check_inputs(self, card: Layer, shapes: tuple[Shape, ...]) -> None:
        least, most = card.inputs
        if len(shapes) < least or (most is not None and len(shapes) > most):
            wanted = f"{least}" if least == most else f"{least} to {most}" if most else f"{least} or more"
            raise wrong_count(self.class_name, len(shapes), wanted)

    def _counted(self, weights: tuple[Weight, ...]) -> tuple[Weight, ...]:
        if self.trainable:
            return weights
        return tuple(each._replace(role="frozen") if each.role == "trainable" else each for each in weights)


def report(
    output: Output | None, weights: tuple[Weight, ...], macs: int | None, statistics: Literal["parameters", "buffers"]
) -> LayerReport:
    """Count the weights as a framework does, which keeps ``statistics`` among the parameters or in buffers."""
    numbers = {"trainable": 0, "frozen": 0, "statistic": 0, "counter": 0}
    for weight in weights:
        numbers[weight.role] += prod(weight.shape)
    learned, kept = numbers["trainable"], numbers["statistic"]
    if statistics == "buffers":
        trainable, frozen, buffers = learned, numbers["frozen"], kept + numbers["counter"]
    else:
        trainable, frozen, buffers = learned, numbers["frozen"] + kept, 0
    return LayerReport(output, trainable + frozen, trainable, frozen, buffers, macs, weights, statistics=kept)
