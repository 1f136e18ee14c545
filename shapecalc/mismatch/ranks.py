"""Branches with different numbers of axes: where that came about, and what brings them to one number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from shapecalc.dialects.own import OWN
from shapecalc.mismatch.meeting import Branch, apart_at, data_format_at, shapes_before
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.model.trace import Trace, trace
from shapecalc.shape import Shape, is_known


class Unlike(NamedTuple):
    """Two inputs of a node that have different numbers of axes, and the last node that both come from."""

    node: Node
    one: Branch
    other: Branch
    parting: str | None


def unlike(model: Model, traced: Trace) -> Unlike | None:
    """Return the first node of a model that does not take its inputs, and these have different numbers of axes."""
    steps = {step.node.name: step for step in traced.steps}
    wrong = {problem.node for problem in traced.problems}
    for node in model.nodes:
        shapes = shapes_before(node, steps)
        if node.name in wrong and node.name not in steps and None not in shapes:
            ranks = [len(shape or ()) for shape in shapes]
            place = next((place for place, rank in enumerate(ranks) if rank != ranks[0]), 0)
            if place:
                branches, parting = apart_at({node.inputs[at]: shapes[at] or () for at in (0, place)}, steps)
                return Unlike(node, branches[0], branches[1], parting)
    return None


def why(found: Unlike) -> str:
    """Say how many axes each branch has, where they parted, and which layer changed their number."""
    sizes = [
        f"{branch.reference} has {len(branch.shape)} axes {_text(branch.shape)}" for branch in (found.one, found.other)
    ]
    parted = f"they parted at {found.parting}" if found.parting else "they come from different inputs"
    return "; ".join([", ".join(sizes), parted, *_changes(found)])


def _changes(found: Unlike) -> Iterator[str]:
    for branch in (found.one, found.other):
        for step in reversed(branch.path):
            before, after = step.inputs[:1], step.report.output_shape
            if before and before[0] is not None and isinstance(after, tuple) and len(before[0]) != len(after):
                yield f"{step.node.name} ({step.node.layer.class_name}) makes {_text(after)} of {_text(before[0])}"


def _text(shape: Shape) -> str:
    return f"({', '.join(map(str, shape))})"


def fixes(model: Model, found: Unlike) -> Iterator[str]:
    """Yield what gives both branches as many axes; each was tried on the whole model."""
    few, many = sorted((found.one, found.other), key=lambda branch: len(branch.shape))
    if len(few.shape) == 2 and is_known(few.shape[1]):
        ones = (1,) * (len(many.shape) - 2)
        last = data_format_at(found.node, model) == "channels_last"
        target = (*ones, few.shape[1]) if last else (few.shape[1], *ones)
        if _helps(model, found.node, few.reference, "reshape", {"target_shape": list(target)}):
            yield f"reshape {few.reference} to {_text((few.shape[0], *target))}"
    if len(few.shape) == 2 and _helps(model, found.node, many.reference, "flatten", {}):
        yield f"flatten {many.reference} too"


def _helps(model: Model, node: Node, source: Reference, word: str, settings: dict[str, Any]) -> bool:
    """Tell whether the whole model fits with a new layer between an input and a node."""
    new = Node(f"{node.name}/{word}", OWN.layer(word, settings, node.layer.data_format), (source,))
    inputs = tuple(Reference(new.name) if each == source else each for each in node.inputs)
    place = next(place for place, each in enumerate(model.nodes) if each.name == node.name)
    nodes: Sequence[Node] = (*model.nodes[:place], new, node._replace(inputs=inputs), *model.nodes[place + 1 :])
    return not trace(model._replace(nodes=tuple(nodes))).problems
