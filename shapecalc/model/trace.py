"""One pass over a model: the shape and the weights of every node."""

from __future__ import annotations

from typing import Any, NamedTuple

from shapecalc.dialects.framework_layer import LayerReport
from shapecalc.errors import Problem, ShapecalcError, under
from shapecalc.layers.layer import Output
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.shape import DataFormat, Shape, split


class Step(NamedTuple):
    """A node with what comes in and what it makes of it."""

    node: Node
    inputs: tuple[Shape, ...]
    report: LayerReport


class Trace(NamedTuple):
    """What could be inferred, and every mistake on the way; a node behind a mistake is left out."""

    steps: list[Step]
    problems: list[Problem]


Known = dict[tuple[int, tuple[Shape, ...]], LayerReport]
"""What a layer made of given shapes: networks repeat themselves."""


def trace(model: Model) -> Trace:
    """Infer every node, in order."""
    outputs: dict[str, Output | None] = {}
    known: Known = {}
    steps: list[Step] = []
    problems: list[Problem] = []
    for node in model.nodes:
        if any(source.node not in outputs for source in node.sources):
            continue
        try:
            step = _infer(node, outputs, known, model.dialect.data_format)
        except ShapecalcError as error:
            problems.extend(_at(node, problem) for problem in error.problems)
            continue
        outputs[node.name] = step.report.output_shape
        steps.append(step)
    return Trace(steps, model.located(problems))


def _infer(node: Node, outputs: dict[str, Output | None], known: Known, data_format: DataFormat) -> Step:
    shapes = tuple(_shape(reference, outputs, place) for place, reference in enumerate(node.inputs))
    if node.sizes:
        call: dict[str, Any] = {
            setting: _spatial(_shape(reference, outputs, 0), data_format) for setting, reference in node.sizes.items()
        }
        return Step(node, shapes, node.layer.infer(*shapes, **call))
    question = (id(node.layer), shapes)
    if question not in known:
        known[question] = node.layer.infer(*shapes)
    return Step(node, shapes, known[question])


def _shape(reference: Reference, outputs: dict[str, Output | None], place: int) -> Shape:
    found = outputs[reference.node]
    several = found if isinstance(found, list) else [found]
    shape = several[reference.output] if reference.output < len(several) else None
    if shape is None:
        with under("inputs", place):
            raise ShapecalcError(
                f"{reference.node} has no output {reference.output}",
                why=f"it has {len(several)}, counted from 0",
            )
    return shape


def _spatial(shape: Shape, data_format: DataFormat) -> Shape:
    return split(shape, None, data_format).spatial


def _at(node: Node, problem: Problem) -> Problem:
    """Say which node is meant, and name the nodes that come in instead of their numbers."""
    what, path = problem.what, problem.path
    if path[:1] == ("inputs",) and len(node.inputs) > 1:
        names = " and ".join(str(reference) for reference in node.inputs)
        what = f"{what} ({names})"
    return problem._replace(what=what, path=node.path + path, node=node.name)
