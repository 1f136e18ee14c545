"""The node where branches meet and do not fit, and the ways that lead there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.model.trace import Step, trace
from shapecalc.shape import Shape, is_known


class Branch(NamedTuple):
    """One input of the node, its shape, and the nodes that it alone goes through, the last one first."""

    reference: Reference
    shape: Shape
    path: tuple[Step, ...]


class Meeting(NamedTuple):
    """Two inputs of a node with other sizes along ``axes``, which is all that keeps the node from taking them.

    ``shapes`` are those of all its inputs. ``parting`` is the last node that both branches come from; None where they
    come from different inputs.
    """

    node: Node
    one: Branch
    other: Branch
    axes: tuple[int, ...]
    shapes: tuple[Shape, ...]
    parting: str | None

    def sizes(self, axis: int) -> list[int]:
        """Return the sizes of all inputs along one of the axes."""
        return [size for shape in self.shapes if is_known(size := shape[axis])]


def meetings(model: Model) -> Iterator[Meeting]:
    """Yield the nodes of a model where branches meet and do not fit."""
    traced = trace(model)
    steps = {step.node.name: step for step in traced.steps}
    nodes = {node.name: node for node in model.nodes}
    for name in dict.fromkeys(problem.node for problem in traced.problems):
        if name in nodes and name not in steps:
            found = _meeting(nodes[name], steps)
            if found is not None:
                yield found


def _meeting(node: Node, steps: Mapping[str, Step]) -> Meeting | None:
    shapes = [_shape(reference, steps) for reference in node.inputs]
    known = [shape for shape in shapes if shape is not None]
    if len(known) < 2 or len(known) < len(shapes) or len({len(shape) for shape in known}) > 1:
        return None
    first = known[0]
    differing = [axis for axis, size in enumerate(first) if any(shape[axis] != size for shape in known)]
    for count in range(1, len(differing) + 1):
        for axes in combinations(differing, count):
            other = next((place for place, shape in enumerate(known) if _apart(first, shape, axes)), 0)
            if other and _fits(node, [_with(shape, first, axes) for shape in known]):
                return _between(node, steps, other, axes, tuple(known))
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


def _between(
    node: Node, steps: Mapping[str, Step], place: int, axes: tuple[int, ...], shapes: tuple[Shape, ...]
) -> Meeting:
    references = node.inputs[0], node.inputs[place]
    behind = [_behind(reference.node, steps) for reference in references]
    common = behind[0] & behind[1]
    order = list(steps)
    parting = next((name for name in reversed(order) if name in common), None)
    one, other = (
        Branch(
            reference,
            shapes[number],
            tuple(steps[name] for name in reversed(order) if name in names and name not in common),
        )
        for number, reference, names in zip((0, place), references, behind, strict=True)
    )
    return Meeting(node, one, other, axes, shapes, parting)


def _behind(name: str, steps: Mapping[str, Step]) -> set[str]:
    """Return a node and all that it comes from."""
    found, left = {name}, [name]
    while left:
        for source in steps[left.pop()].node.sources:
            if source.node not in found:
                found.add(source.node)
                left.append(source.node)
    return found
