"""A layer as a framework's class, and what comes of it on given shapes."""

from __future__ import annotations

from math import prod
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, InstanceOf

from shapecalc.dialects.dialect import Dialect, of_layer
from shapecalc.errors import ShapecalcError
from shapecalc.layers.layer import Layer, Output, Weight
from shapecalc.shape import Shape, Size


class LayerReport(NamedTuple):
    """What a layer makes of its inputs.

    ``params`` is what the framework itself would say: Keras counts moving statistics (as non-trainable), PyTorch
    keeps them and the counter of batches in ``buffers``. ``macs`` is for the whole batch; an open batch is one sample.
    ``output_shape`` is None where not even the number of axes is known.
    """

    output_shape: Output | None
    params: int
    trainable_params: int
    non_trainable_params: int
    buffers: int
    macs: Size
    weights: tuple[Weight, ...] = ()


class AnyLayer(BaseModel):
    """A layer, written as ``class_name(**settings)`` in a dialect."""

    model_config = ConfigDict(frozen=True)
    dialect: InstanceOf[Dialect]
    class_name: str
    settings: dict[str, Any]

    def infer(self, *shapes: Shape, **call: Any) -> LayerReport:
        """Return the output shape, parameters and MACs for input shapes; ``call`` are arguments of the call."""
        raise TypeError(f"{type(self).__name__} does not say what comes of {shapes} {call}")


class FrameworkLayer(AnyLayer):
    """A layer whose settings alone make it a card."""

    card: InstanceOf[Layer]
    word: str
    trainable: bool = True

    def infer(self, *shapes: Shape, **call: Any) -> LayerReport:
        """Return the output shape, parameters and MACs for input shapes; ``call`` are arguments of the call."""
        shapes = tuple(tuple(shape) for shape in shapes)
        card = self.dialect.read(self.class_name, {**self.settings, **call}) if call else self.card
        self._check_inputs(card, shapes)
        for refuse in of_layer(self.dialect.refuse, self.word, self.class_name):
            refuse(card, shapes)
        output = card.output(*shapes)
        for quirk in of_layer(self.dialect.quirks, self.word, self.class_name):
            output = quirk(card, shapes, output)
        weights = card.weights(*shapes)
        return report(output, weights, card.macs(*shapes), self.dialect.statistics, trainable=self.trainable)

    def _check_inputs(self, card: Layer, shapes: tuple[Shape, ...]) -> None:
        least, most = card.inputs
        if len(shapes) < least or (most is not None and len(shapes) > most):
            wanted = f"{least}" if least == most else f"{least} to {most}" if most else f"{least} or more"
            raise ShapecalcError(
                f"{self.class_name} has {len(shapes)} inputs", why=f"it takes {wanted}", path=("inputs",)
            )


def report(
    output: Output | None,
    weights: tuple[Weight, ...],
    macs: Size,
    statistics: Literal["parameters", "buffers"],
    *,
    trainable: bool = True,
) -> LayerReport:
    """Count the weights as a framework does: it keeps ``statistics`` among the parameters or in buffers."""
    numbers = {"trainable": 0, "statistic": 0, "counter": 0}
    for weight in weights:
        numbers[weight.role] += prod(weight.shape)
    learned, kept = numbers["trainable"], numbers["statistic"]
    if statistics == "buffers":
        moving, frozen, buffers = learned, 0, kept + numbers["counter"]
    else:
        moving, frozen, buffers = learned, kept, 0
    if not trainable:
        moving, frozen = 0, moving + frozen
    return LayerReport(output, moving + frozen, moving, frozen, buffers, macs, weights)
