"""The node where branches meet and do not fit, and the ways that lead there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.model.trace import Step, trace
from shapecalc.shape import DataFormat, Shape, is_known
from shapecalc.sizes.axes import words_of


class Branch(NamedTuple):
    """One input of the node, its shape, and the nodes that it alone goes through, the last one first."""

    reference: Reference
    shape: Shape
    path: tuple[Step, ...]


class Meeting(NamedTuple):
    """A node whose inputs have other sizes along ``axes``, which is all that keeps it from taking them.

    ``words`` are what these axes are called.
    ``branches`` are its first input and those with another size there; ``shapes`` are those of all its inputs.
    ``parting`` is the last node that all branches come from; None where they come from different inputs.
    """

    node: Node
    branches: tuple[Branch, ...]
    axes: tuple[int, ...]
    words: tuple[str, ...]
    shapes: tuple[Shape, ...]
    parting: str | None

    def sizes(self, axis: int) -> list[int]:
        """Return the sizes of all inputs along one of the axes."""
        return [size for shape in self.shapes if is_known(size := shape[axis])]

    @property
    def steps(self) -> Iterator[Step]:
        """Yield every node that only some of the branches go through, the last ones first."""
        return iter({step.node.name: step for branch in self.branches for step in branch.path}.values())


def meetings(model: Model) -> Iterator[Meeting]:
    """Yield the nodes of a model where branches meet and do not fit."""
    traced = trace(model)
    steps = {step.node.name: step for step in traced.steps}
    nodes = {node.name: node for node in model.nodes}
    for name in dict.fromkeys(problem.node for problem in traced.problems):
        if name in nodes and name not in steps:
            found = _meeting(nodes[name], steps, data_format_at(nodes[name], model))
            if found is not None:
                yield found


def data_format_at(node: Node, model: Model) -> DataFormat:
    """Return where the channels stand before a node; a layer in our own words has its model's layout."""
    return (node.layer if node.layer.dialect is model.dialect else model.dialect).data_format


def shapes_before(node: Node, steps: Mapping[str, Step]) -> list[Shape | None]:
    """Return the shapes that come into a node; None where a mistake, or an open size, stands before it."""
    return [_shape(reference, steps) for reference in node.inputs]


def _meeting(node: Node, steps: Mapping[str, Step], data_format: DataFormat) -> Meeting | None:
    shapes = shapes_before(node, steps)
    known = [shape for shape in shapes if shape is not None]
    if len(known) < 2 or len(known) < len(shapes) or len({len(shape) for shape in known}) > 1:
        return None
    first = known[0]
    differing = [axis for axis, size in enumerate(first) if any(shape[axis] != size for shape in known)]
    for count in range(1, len(differing) + 1):
        for axes in combinations(differing, count):
            apart = any(_apart(first, shape, axes) for shape in known)
            if apart and _fits(node, [_with(shape, first, axes) for shape in known]):
                names = ("the batch", *words_of(len(first) - 1, data_format))
                return _between(node, steps, {axis: names[axis] for axis in axes}, tuple(known))
    return None


def _shape(reference: Reference, steps: Mapping[str, Step]) -> Shape | None:
    if reference.node not in steps:
        return None
    output = steps[reference.node].report.output_shape
    several = output if isinstance(output, list) else [output]
    return several[reference.output] if reference.output < len(several) else None


def _apart(one: Shape, other: Shape, axes: Sequence[int]) -> bool:
    return all(is_known(one[axis]) and is_known(other[axis]) and one[axis] != other[axis] for axis in axes)


def _with(shape: Shape, first: Shape, axes: Sequence[int]) -> Shape:
    return tuple(first[axis] if axis in axes else size for axis, size in enumerate(shape))


def _fits(node: Node, shapes: Sequence[Shape]) -> bool:
    try:
        node.layer.infer(*shapes)
    except ShapecalcError:
        return False
    return True


def _between(node: Node, steps: Mapping[str, Step], axes: Mapping[int, str], shapes: tuple[Shape, ...]) -> Meeting:
    first = shapes[0]
    places = [0, *(place for place, shape in enumerate(shapes) if any(shape[axis] != first[axis] for axis in axes))]
    branches, parting = apart_at({node.inputs[place]: shapes[place] for place in places}, steps)
    return Meeting(node, branches, tuple(axes), tuple(axes.values()), shapes, parting)


def apart_at(inputs: Mapping[Reference, Shape], steps: Mapping[str, Step]) -> tuple[tuple[Branch, ...], str | None]:
    """Return the branch that ends in each input, and the last node that all come from."""
    behind = [_behind(reference.node, steps) for reference in inputs]
    common = set.intersection(*behind)
    order = list(steps)[::-1]
    branches = (
        Branch(reference, shape, tuple(steps[name] for name in order if name in names and name not in common))
        for (reference, shape), names in zip(inputs.items(), behind, strict=True)
    )
    return tuple(branches), next((name for name in order if name in common), None)


def _behind(name: str, steps: Mapping[str, Step]) -> set[str]:
    """Return a node and all that it comes from."""
    found, left = {name}, [name]
    while left:
        for source in steps[left.pop()].node.sources:
            if source.node not in found:
                found.add(source.node)
                left.append(source.node)
    return found
