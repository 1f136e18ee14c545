"""A model without models in it: their nodes stand among the others, named ``model/node``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, runtime_checkable

from shapecalc.dialects.framework_layer import AnyLayer
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.model.nested import NestedModel

_Sources = dict[Reference, Reference]
"""An output in the model that is flattened -> where that comes from in the flat one."""


def flat(model: Model) -> Model:
    """Return the same model with every nested model's nodes in its place; a wrapped model stays in its wrapper.

    A second call of a nested model becomes second calls of its nodes: ``again``, with the weights of the first.
    """
    if not any(isinstance(node.layer, NestedModel) for node in model.nodes):
        return model
    sources: _Sources = {}
    nodes = tuple(_flattened(model, sources))
    return model._replace(nodes=nodes, outputs=tuple(_found(each, sources) for each in model.outputs), listed=())


def _flattened(model: Model, sources: _Sources) -> Iterator[Node]:
    for node in model.nodes:
        inputs = tuple(_found(each, sources) for each in node.inputs)
        if isinstance(node.layer, NestedModel):
            yield from _opened(node, node.layer, inputs, sources)
        else:
            sizes = {key: _found(each, sources) for key, each in node.sizes.items()}
            yield node._replace(inputs=inputs, sizes=sizes)


def _opened(node: Node, layer: NestedModel, inputs: tuple[Reference, ...], sources: _Sources) -> Iterator[Node]:
    """Yield the nodes of a nested model; its inputs are what comes into it, and its outputs what comes out of those."""
    model, fed = flat(layer.model), iter(inputs)
    within: _Sources = {}
    for inner in model.nodes:
        if inner.layer.word == "input":
            within[Reference(inner.name)] = next(fed)
            continue
        yield _moved(inner, node, within, trainable=layer.trainable)
    for place, output in enumerate(model.outputs):
        sources[Reference(node.name, place)] = _within(output, node.name, within)


def _moved(inner: Node, node: Node, within: Mapping[Reference, Reference], *, trainable: bool) -> Node:
    owner = inner.shared or inner.name
    shared = node.shared or (node.name if inner.shared else None)
    return inner._replace(
        name=f"{node.name}/{inner.name}",
        layer=inner.layer if trainable else _frozen(inner.layer),
        inputs=tuple(_within(each, node.name, within) for each in inner.inputs),
        sizes={key: _within(each, node.name, within) for key, each in inner.sizes.items()},
        shared=f"{shared}/{owner}" if shared else None,
        path=node.path + inner.path,
        again=node.again or inner.again,
    )


@runtime_checkable
class Trainable(Protocol):
    """A layer that knows whether its weights are learned."""

    def frozen(self) -> AnyLayer:
        """Return the same layer, whose weights are no longer learned."""


def _frozen(layer: AnyLayer) -> AnyLayer:
    return layer.frozen() if isinstance(layer, Trainable) else layer


def _found(reference: Reference, sources: Mapping[Reference, Reference]) -> Reference:
    return sources.get(reference, reference)


def _within(reference: Reference, name: str, within: Mapping[Reference, Reference]) -> Reference:
    return within.get(reference) or reference._replace(node=f"{name}/{reference.node}")
