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
from shapecalc.shape import Shape, Size


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
    are its source's names for what comes out of it, where the source names tensors and not nodes. A layer that
    ``reads_values`` wants to know more of what comes in than shapes, as ``values``, and takes None for an unknown one.
    """

    name: str
    layer: AnyLayer
    inputs: tuple[Reference, ...] = ()
    sizes: Mapping[str, Reference] = {}
    shared: str | None = None
    path: Path = ()
    again: int = 0
    values: tuple[str, ...] = ()
    reads_values: bool = False

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
    ``declared`` are the shapes of the source, where others have taken their place.
    """

    name: str
    dialect: Dialect
    nodes: tuple[Node, ...]
    document: Places | None = None
    outputs: tuple[Reference, ...] = ()
    listed: tuple[str, ...] = ()
    anew: Callable[[Mapping[str, Shape]], Model] | None = None
    declared: Mapping[str, Shape | None] = {}

    @property
    def inputs(self) -> tuple[Node, ...]:
        """Return the nodes where tensors come in."""
        return tuple(node for node in self.nodes if node.layer.word == "input")

    def with_inputs(self, shapes: Mapping[str, Shape], batch: int | None = None) -> Model:
        """Return the model for other input shapes (without the batch; the empty name is the only input) and a batch.

        Left out, the batch stays as it is. Where the model's source gives an input no shape, there must be one here.
        """
        if not shapes and batch is None:
            _check_shapes(self)
            return self
        if batch is not None and not is_whole(batch, 1):
            raise ShapecalcError(f"batch is {batch!r}", why="it must be a whole number, 1 or more", path=("batch",))
        if not isinstance(shapes, Mapping) or not all(isinstance(name, str) for name in shapes):
            raise ShapecalcError(f"inputs is {shapes!r}", why='it maps a name to a shape: {"input": (3, 224, 224)}')
        names = [node.name for node in self.inputs]
        wanted = {names[0] if name == "" and len(names) == 1 else name: shape for name, shape in shapes.items()}
        for name in wanted.keys() - set(names):
            raise _no_such_input(name, names)
        declared = {node.name: _card(node).shape for node in self.inputs}
        fed = _fed(declared, wanted, batch)
        if self.anew is not None and all(settled(shape) is not None for shape in fed.values()):
            return self if fed == declared else self.anew(fed)._replace(declared=self.declared or declared)
        nodes = tuple(_with_shape(node, fed[node.name]) if node.name in fed else node for node in self.nodes)
        model = self._replace(nodes=nodes, declared=self.declared or declared)
        _check_shapes(model)
        return model

    def located(self, problems: list[Problem]) -> list[Problem]:
        """Return the problems with their place in the model's file, if it came from one."""
        document = self.document
        if document is None:
            return problems
        return [
            problem if problem.place else problem._replace(place=document.place(problem.path)) for problem in problems
        ]


def _check_shapes(model: Model) -> None:
    problems = [
        Problem(
            f"the file gives the input {node.name} no shape",
            why="not even the number of its axes is known",
            fix=f"give it one, the batch too: --input {node.name}=1,3,224,224",
            path=node.path,
        )
        for node in model.inputs
        if _card(node).shape is None
    ]
    if problems:
        raise ShapecalcError(problems=model.located(problems))


def _card(node: Node) -> Input:
    layer = node.layer
    if not isinstance(layer, FrameworkLayer) or not isinstance(layer.card, Input):
        raise TypeError(f"{node.name} is no input")
    return layer.card


def _with_shape(node: Node, shape: Shape) -> Node:
    layer: FrameworkLayer = node.layer  # type: ignore[assignment] # _card has looked
    return node._replace(layer=layer._replace(card=Input(shape=shape)))


def _fed(every: Mapping[str, Shape | None], wanted: Mapping[str, Shape], batch: int | None) -> dict[str, Shape]:
    """Return the shape of every input that has one: a name that gets a number in one of them has it in all.

    The batch is what all inputs begin with that begin as the first one does.
    """
    given = {name: _legal(name, wanted[name]) for name, shape in every.items() if shape is None and name in wanted}
    declared = {name: shape for name, shape in every.items() if shape is not None}
    found = {name: _replaced(name, shape, wanted.get(name)) for name, shape in declared.items()}
    first = next(iter(declared.values()), ())[:1]
    if batch is not None:
        for name, shape in found.items():
            found[name] = (batch, *shape[1:]) if shape and declared[name][:1] == first else shape
    numbers: dict[str, Size] = {
        size: new
        for name, shape in found.items()
        for size, new in zip(declared[name], shape, strict=True)
        if isinstance(size, str) and is_whole(new, 1)
    }
    return given | {
        name: tuple(numbers.get(size, size) if isinstance(size, str) else size for size in shape)
        for name, shape in found.items()
    }


def _legal(name: str, wanted: Shape) -> Shape:
    """Return the shape of an input that has none of its own, if each size is legal."""
    if not isinstance(wanted, (tuple, list)) or not all(map(is_size, wanted)):
        raise ShapecalcError(
            f"the input {name} cannot be {wanted!r}",
            why="the model declares no shape for it: sizes with the batch, each over 0, None or a name, are needed",
            path=("input",),
        )
    return tuple(wanted)


def _replaced(name: str, declared: Shape, wanted: Shape | None) -> Shape:
    """Return a shape that replaces the declared one, without its batch or with it. Each size must be legal."""
    if wanted is None:
        return declared
    legal = isinstance(wanted, (tuple, list)) and all(map(is_size, wanted))
    if legal and declared and len(wanted) == len(declared):
        return tuple(wanted)
    sizes = declared[1:]
    if not legal or len(wanted) != len(sizes):
        raise ShapecalcError(
            f"the input {name} cannot be {wanted!r}",
            why=f"the model declares {sizes}: {len(sizes)} sizes without the batch, each over 0, None or a name",
            fix=f"give {len(sizes)} sizes",
            path=("input",),
        )
    return (*declared[:1], *wanted)


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
