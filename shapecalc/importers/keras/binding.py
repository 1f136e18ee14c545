"""Which of a call's tensors go into the layer, in which order; masks are in the graph, and no shape depends on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import AnyLayer, LayerReport
from shapecalc.importers.keras.calls import Call, Tensor, tensors_in
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Inner
from shapecalc.layers.reads import Reads
from shapecalc.model.flat import Trainable
from shapecalc.model.nested import Holder
from shapecalc.shape import DataFormat, Shape

_HEADS = ("query", "value", "key", "query_mask", "value_mask", "key_mask", "attention_mask", "return_attention_scores")
_SEQUENCE = ("sequences", "initial_state", "mask")
_ATTENTION = ("inputs", "mask", "return_attention_scores")
PARAMETERS: dict[str, tuple[str, ...]] = {
    "multi_head_attention": _HEADS,
    "attention": _ATTENTION,
    **dict.fromkeys(("rnn", "gru", "lstm", "recurrent", "conv_lstm", "bidirectional"), _SEQUENCE),
}
"""The parameters of ``call`` in order, by our word for the layer."""
MASKS = frozenset({"mask", "query_mask", "value_mask", "key_mask", "attention_mask", "training"})
CALL_SETTINGS = ("return_attention_scores",)
"""Arguments of the call that a shape depends on."""


class Called(NamedTuple):
    """A layer in one call: of what comes in, ``takes`` says which are its inputs, or gives a constant's shape.

    ``shown`` is the class that the file names, where that is not the layer's own.
    """

    layer: AnyLayer
    takes: tuple[int | Shape, ...]
    call: Mapping[str, Any] = {}
    shown: str = ""

    @property
    def dialect(self) -> Dialect:
        """Return the dialect that the layer is written in."""
        return self.layer.dialect

    @property
    def class_name(self) -> str:
        """Return the framework's name for the layer."""
        return self.shown or self.layer.class_name

    @property
    def settings(self) -> Mapping[str, Any]:
        """Return what was given, in the framework's words."""
        return self.layer.settings

    @property
    def word(self) -> str:
        """Return our word for the layer."""
        return self.layer.word

    @property
    def data_format(self) -> DataFormat:
        """Return where the channels stand."""
        return self.layer.data_format

    def infer(self, *shapes: Shape, **call: Any) -> LayerReport:
        """Return the output shape, parameters and MACs for the shapes of all that comes in."""
        return self.layer.infer(*self._fed(shapes), **self.call, **call)

    def reads(self, *shapes: Shape, **call: Any) -> Reads:
        """Return what an output element looks at of each axis of what comes in: nothing of what the layer ignores."""
        reads = self.layer.reads(*self._fed(shapes), **self.call, **call)
        fed = {each: looked for each, looked in zip(self.takes, reads, strict=False) if isinstance(each, int)}
        return tuple(fed.get(place, ()) for place in range(len(shapes)))

    def keeps(self, *shapes: Shape, **call: Any) -> Keeps:
        """Return what training keeps; an input is where it stands in the call, and a constant is kept anyway."""
        keeps = self.layer.keeps(*self._fed(shapes), **self.call, **call)
        places = (self.takes[place] for place in keeps.inputs)
        return keeps._replace(inputs=tuple(each for each in places if isinstance(each, int)))

    def unreached(self, *shapes: Shape, **call: Any) -> Shape:
        """Return how many elements at the end of each axis of the first input a floor cuts off; empty is nowhere."""
        return self.layer.unreached(*self._fed(shapes), **self.call, **call) if self.takes[:1] == (0,) else ()

    def with_settings(self, settings: dict[str, Any]) -> Called:
        """Return the same call of the layer with other settings."""
        return self._replace(layer=self.layer.with_settings(settings))

    def inside(self, *shapes: Shape) -> tuple[tuple[Inner, tuple[Shape, ...]], ...]:
        """Return the layers inside that are applied as they are, each with what comes into it."""
        return self.layer.inside(*self._fed(shapes)) if isinstance(self.layer, Holder) else ()

    def frozen(self) -> Called:
        """Return the same call of the layer, whose weights are no longer learned."""
        return self._replace(layer=self.layer.frozen()) if isinstance(self.layer, Trainable) else self

    def _fed(self, shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
        return tuple(shapes[each] if isinstance(each, int) else each for each in self.takes)


def bound(layer: AnyLayer, call: Call) -> AnyLayer:
    """Return a layer that takes all of a call's tensors, and looks at those that are its inputs."""
    tensors = call.tensors
    if len(call.args) == 1 and not call.kwargs:
        return layer
    arguments = _arguments(layer.word, call)
    inputs = [tensor for name, value in arguments.items() if name not in MASKS for tensor in tensors_in(value)]
    settings = {name: True for name in CALL_SETTINGS if arguments.get(name) is True}
    takes = _places(inputs, tensors)
    if takes == tuple(range(len(tensors))) and not settings:
        return layer
    return Called(layer, takes, settings)


def _arguments(word: str, call: Call) -> dict[str, Any]:
    """Return the arguments by name, in the order of the layer's parameters."""
    names = PARAMETERS.get(word, ())
    placed = {(names[place] if place < len(names) else f"#{place}"): value for place, value in enumerate(call.args)}
    given = {**placed, **call.kwargs}
    ordered = [name for name in names if name in given]
    return {name: given[name] for name in dict.fromkeys([*ordered, *placed, *sorted(call.kwargs)])}


def _places(inputs: list[Tensor], tensors: tuple[Tensor, ...]) -> tuple[int, ...]:
    return tuple(tensors.index(each) for each in inputs)
