"""A model: nodes with names, and arrows between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import AnyLayer, FrameworkLayer
from shapecalc.errors import Path, Problem, ShapecalcError, did_you_mean
from shapecalc.layers.input import Input
from shapecalc.model.document import Document
from shapecalc.shape import Shape


class Reference(NamedTuple):
    """One output of a node: most nodes have only output 0."""

    node: str
    output: int = 0

    def __str__(self) -> str:
        return f"{self.node}:{self.output}" if self.output else self.node


class Node(NamedTuple):
    """A layer with a name and inputs.

    ``sizes`` are settings that take the spatial sizes of another node ("as large as that one"); ``shared`` names the
    node whose weights this one uses too; ``path`` is where it stands in its source.
    """

    name: str
    layer: AnyLayer
    inputs: tuple[Reference, ...] = ()
    sizes: Mapping[str, Reference] = {}
    shared: str | None = None
    path: Path = ()

    @property
    def sources(self) -> tuple[Reference, ...]:
        """Return every output of another node that this one looks at."""
        return (*self.inputs, *self.sizes.values()) if self.sizes else self.inputs


class Model(NamedTuple):
    """Nodes in an order in which every node comes after its inputs."""

    name: str
    dialect: Dialect
    nodes: tuple[Node, ...]
    document: Document | None = None

    @property
    def inputs(self) -> tuple[Node, ...]:
        """Return the nodes where tensors come in."""
        return tuple(node for node in self.nodes if node.layer.word == "input")

    def with_inputs(self, shapes: Mapping[str, Shape], batch: int | None = None) -> Model:
        """Return the model for other input shapes (without the batch; the empty name is the only input) and a batch."""
        names = [node.name for node in self.inputs]
        wanted = {names[0] if name == "" and len(names) == 1 else name: shape for name, shape in shapes.items()}
        for name in wanted.keys() - set(names):
            raise _no_such_input(name, names)
        nodes = tuple(
            _with_shape(node, wanted.get(node.name), batch) if node.layer.word == "input" else node
            for node in self.nodes
        )
        return self._replace(nodes=nodes)

    def located(self, problems: list[Problem]) -> list[Problem]:
        """Return the problems with their place in the model's file, if it came from one."""
        document = self.document
        if document is None:
            return problems
        return [
            problem if problem.place else problem._replace(place=document.place(problem.path)) for problem in problems
        ]


def _with_shape(node: Node, shape: Shape | None, batch: int | None) -> Node:
    layer = node.layer
    if not isinstance(layer, FrameworkLayer) or not isinstance(layer.card, Input):
        raise TypeError(f"{node.name} is no input")
    changed = Input(shape=(batch, *(layer.card.shape[1:] if shape is None else shape)))
    return node._replace(layer=layer._replace(card=changed))


def _no_such_input(name: str, names: list[str]) -> ShapecalcError:
    several = (
        "the model has several inputs; name the one you mean" if name == "" else f"the model has no input {name!r}"
    )
    return ShapecalcError(
        several,
        why=f"its inputs are {', '.join(names)}",
        fix=did_you_mean(name, names) or f"write --input {names[0] if names else 'NAME'}=SIZES",
    )
