"""A model: nodes with names, and arrows between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import AnyLayer, FrameworkLayer
from shapecalc.errors import Path, Problem, ShapecalcError, did_you_mean
from shapecalc.layers.input import Input
from shapecalc.layers.layer import settled
from shapecalc.layers.settings import is_whole
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
    node whose weights this one uses too; ``path`` is where it stands in its source. ``again`` says that this is only
    another call of the layer ``shared``, which has no name of its own there, and which one after the first; ``values``
    are its source's names for what comes out of it, where the source names tensors and not nodes.
    """

    name: str
    layer: AnyLayer
    inputs: tuple[Reference, ...] = ()
    sizes: Mapping[str, Reference] = {}
    shared: str | None = None
    path: Path = ()
    again: int = 0
    values: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Reference, ...]:
        """Return every output of another node that this one looks at."""
        return (*self.inputs, *self.sizes.values()) if self.sizes else self.inputs


class Places(Protocol):
    """Where the parts of a source stand."""

    def place(self, path: Path) -> str:
        """Return the place of the deepest step of a path that the source has."""


class Model(NamedTuple):
    """Nodes in an order in which every node comes after its inputs.

    ``outputs`` is what the model returns; where its source does not say, whatever no node takes. ``listed`` names the
    nodes in the order in which its source shows them, where that is not the order of all nodes. ``anew`` makes the
    model for other input shapes (by input, with the batch), where a source knows better than the nodes do.
    """

    name: str
    dialect: Dialect
    nodes: tuple[Node, ...]
    document: Places | None = None
    outputs: tuple[Reference, ...] = ()
    listed: tuple[str, ...] = ()
    anew: Callable[[Mapping[str, Shape]], Model] | None = None

    @property
    def inputs(self) -> tuple[Node, ...]:
        """Return the nodes where tensors come in."""
        return tuple(node for node in self.nodes if node.layer.word == "input")

    def with_inputs(self, shapes: Mapping[str, Shape], batch: int | None = None) -> Model:
        """Return the model for other input shapes (without the batch; the empty name is the only input) and a batch.

        Left out, the batch stays as it is.
        """
        if not shapes and batch is None:
            return self
        if batch is not None and not is_whole(batch, 1):
            raise ShapecalcError(f"batch is {batch!r}", why="it must be a whole number, 1 or more", path=("batch",))
        if not isinstance(shapes, Mapping) or not all(isinstance(name, str) for name in shapes):
            raise ShapecalcError(f"inputs is {shapes!r}", why='it maps a name to a shape: {"input": (3, 224, 224)}')
        names = [node.name for node in self.inputs]
        wanted = {names[0] if name == "" and len(names) == 1 else name: shape for name, shape in shapes.items()}
        for name in wanted.keys() - set(names):
            raise _no_such_input(name, names)
        changed = {node.name: _changed(node, wanted.get(node.name), batch) for node in self.inputs}
        if self.anew is not None and all(settled(_declared(node)) is not None for node in changed.values()):
            same = all(changed[node.name] == node for node in self.inputs)
            return self if same else self.anew({name: _declared(node) for name, node in changed.items()})
        return self._replace(nodes=tuple(changed.get(node.name, node) for node in self.nodes))

    def located(self, problems: list[Problem]) -> list[Problem]:
        """Return the problems with their place in the model's file, if it came from one."""
        document = self.document
        if document is None:
            return problems
        return [
            problem if problem.place else problem._replace(place=document.place(problem.path)) for problem in problems
        ]


def _changed(node: Node, shape: Shape | None, batch: int | None) -> Node:
    """Return an input with another shape (None: its own) and another batch (None: the same)."""
    first, declared = _declared(node)[:1], _declared(node)[1:]
    sizes = declared if shape is None else _checked(node.name, shape, declared)
    card = Input(shape=(*(first if batch is None else (batch,)), *sizes))
    return node._replace(layer=_input_layer(node)._replace(card=card))


def _declared(node: Node) -> Shape:
    card = _input_layer(node).card
    if not isinstance(card, Input):
        raise TypeError(f"{node.name} is no input")
    return card.shape or (None,)


def _input_layer(node: Node) -> FrameworkLayer:
    if not isinstance(node.layer, FrameworkLayer):
        raise TypeError(f"{node.name} is no input")
    return node.layer


def _checked(name: str, shape: Shape, declared: Shape) -> Shape:
    """Return a shape that replaces the declared one; it must have as many sizes, each legal."""
    legal = isinstance(shape, (tuple, list)) and all(map(is_size, shape))
    if not legal or len(shape) != len(declared):
        raise ShapecalcError(
            f"the input {name} cannot be {shape!r}",
            why=f"the model declares {declared}: {len(declared)} sizes without the batch, each over 0, None or a name",
            fix=f"give {len(declared)} sizes",
            path=("input",),
        )
    return tuple(shape)


def is_size(size: object) -> bool:
    """Tell whether something is an input size: a number, None where it is open, or a name."""
    return size is None or is_whole(size, 1) or (isinstance(size, str) and size.isidentifier())


def _no_such_input(name: str, names: list[str]) -> ShapecalcError:
    several = (
        "the model has several inputs; name the one you mean" if name == "" else f"the model has no input {name!r}"
    )
    return ShapecalcError(
        several,
        why=f"its inputs are {', '.join(names)}",
        fix=did_you_mean(name, names) or f"write --input {names[0] if names else 'NAME'}=SIZES",
    )
