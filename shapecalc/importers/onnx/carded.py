"""An operator that a card of ours computes, from the shapes of what flows in and its known elements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from shapecalc.dialects.onnx import ONNX
from shapecalc.dialects.onnx.call import asked, matched
from shapecalc.dialects.onnx.microsoft import MICROSOFT
from shapecalc.dialects.onnx.node import Node
from shapecalc.dialects.onnx.onnx_layer import Made, OnnxLayer
from shapecalc.dialects.onnx.operator import NEWEST_THAT_RUNS, Port
from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.elements import known_elements
from shapecalc.importers.onnx.names import without_named_elements
from shapecalc.importers.onnx.samples import Answer, ask
from shapecalc.importers.onnx.tensors import Flow, Tensor

Inputs = tuple[Flow | None, ...]


class Carded(NamedTuple):
    """An operator with its attributes, the port of each input, and the outputs by name (empty: nobody takes it)."""

    layer: OnnxLayer
    ports: tuple[Port, ...]
    outputs: tuple[str, ...]

    def with_settings(self, settings: Mapping[str, Any]) -> Carded:
        """Return the operator with other attributes; refused where it has no such ones."""
        return self._replace(layer=self.layer.with_settings(dict(settings)))

    def answer(self, inputs: Inputs, kinds: set[type]) -> Answer | None:
        """Return what comes out; None where not even the number of axes of an input is known.

        ``kinds`` are the types of the sizes and elements that come in.
        """
        if not all(map(_has_rank, inputs)):
            return None
        return ask(self._answer, inputs, kinds) or self._answer(tuple(map(without_named_elements, inputs)))

    def made(self, inputs: Inputs) -> Made | None:
        """Return the card and what it is fed with; None where that is not known."""
        if not all(map(_has_rank, inputs)):
            return None
        return self.layer.made(self._node(_tensors(tuple(map(without_named_elements, inputs)))))

    def _answer(self, inputs: Inputs) -> Answer:
        tensors = _tensors(inputs)
        shapes, macs = self.layer.answer(self._node(tensors))
        if len(shapes) < len(self.outputs):
            raise ShapecalcError(
                f"{self.layer.class_name} has {len(self.outputs)} outputs here",
                why=f"with these settings there are {len(shapes)}",
                path=("outputs",),
            )
        chosen = [shape for name, shape in zip(self.outputs, shapes, strict=False) if name]
        elements = known_elements(self.layer.class_name, self.layer.settings, tensors, tuple(chosen))
        return Answer(tuple(map(Tensor, chosen, elements)), macs)

    def _node(self, tensors: tuple[Tensor | None, ...]) -> Node:
        found = list(zip(self.ports, tensors, strict=True))
        return Node(
            self.layer.operator,
            self.layer.opset,
            self.layer.attributes,
            inputs={port.name: each.shape if each else None for port, each in found if not port.many},
            many=tuple(each.shape for port, each in found if port.many and each and each.shape is not None),
            constants={port.name: value for port, each in found if (value := _constant(each)) is not None},
            outputs=self.outputs,
        )


def carded(
    name: str, settings: Mapping[str, Any], opset: int, inputs: tuple[str, ...], outputs: tuple[str, ...]
) -> Carded:
    """Return an operator of ONNX with the names of its inputs and outputs; refuse what it does not have."""
    operator = ONNX.operator(name, opset)
    layer = OnnxLayer(ONNX, name, settings, operator, opset, operator.check_attributes(settings))
    return Carded(layer, matched(operator, inputs), asked(operator, outputs))


def contributed(
    name: str, settings: Mapping[str, Any], inputs: tuple[str, ...], outputs: tuple[str, ...]
) -> Carded | None:
    """Return an operator of onnxruntime's own; None where it is not known, or takes more than is known of it.

    Each of its releases may add attributes, which change no shape for the files that were there before.
    """
    if not MICROSOFT.knows(name):
        return None
    operator = MICROSOFT.operator(name, 1)
    if len(inputs) > len(operator.inputs) and not operator.inputs[-1].many:
        return None
    known = {key: value for key, value in settings.items() if key in operator.attributes}
    layer = OnnxLayer(MICROSOFT, name, settings, operator, NEWEST_THAT_RUNS, operator.check_attributes(known))
    return Carded(layer, matched(operator, inputs), asked(operator, outputs))


def _tensors(inputs: Inputs) -> tuple[Tensor | None, ...]:
    return tuple(each if isinstance(each, Tensor) else None for each in inputs)


def _has_rank(flow: Flow | None) -> bool:
    return flow is None or (isinstance(flow, Tensor) and flow.shape is not None)


def _constant(tensor: Tensor | None) -> Any:
    """Return a tensor's elements as an operator takes them: a number, or numbers; None where one is not known."""
    if tensor is None or tensor.elements is None or None in tensor.elements:
        return None
    return tensor.elements if tensor.shape else tensor.elements[0]
