"""One pass over a model: the shape and the weights of every node."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from shapecalc.dialects.framework_layer import LayerReport
from shapecalc.errors import Path, Problem, ShapecalcError
from shapecalc.layers.layer import Output, Weight
from shapecalc.layers.settings import LARGEST
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.shape import MOST_AXES, Shape, is_known, split


class Step(NamedTuple):
    """A node with what comes in and what it makes of it; ``call`` holds the settings that other nodes' sizes are."""

    node: Node
    inputs: tuple[Shape | None, ...]
    report: LayerReport
    call: Mapping[str, Any] = {}


class Trace(NamedTuple):
    """What could be inferred, and every mistake on the way; a node behind a mistake is left out."""

    steps: list[Step]
    problems: list[Problem]


BEHIND_THE_UNKNOWN = LayerReport(None, 0, 0, 0, 0, None, unknown=("everything",))
"""What is known of a node when the shape of what comes into it is not."""

Known = dict[tuple[int, tuple[Shape, ...]], LayerReport]
"""What a layer made of given shapes: networks repeat themselves."""
Outputs = dict[str, Output | None]
"""What has come out of each node so far."""
Values = dict[str, tuple[Any, ...]]
"""What is known of that beyond its shape, where it is of use to a layer that reads values."""


def trace(model: Model, inputs: Mapping[str, Shape] | None = None) -> Trace:
    """Infer every node, in order; ``inputs`` are shapes that come into input nodes in place of the declared ones."""
    given = inputs or {}
    outputs: Outputs = {}
    values: Values = {}
    known: Known = {}
    steps: list[Step] = []
    problems: list[Problem] = []
    unsure: set[str] = set()
    for node in model.nodes:
        if any(source.node not in outputs for source in node.sources):
            continue
        try:
            if unsure and _takes_unknown(node, outputs, unsure):
                step = Step(node, (), BEHIND_THE_UNKNOWN)
            else:
                step = _fed(node, given[node.name]) if node.name in given else infer(node, outputs, known, values)
        except ShapecalcError as error:
            problems.extend(located_at(node, problem) for problem in error.problems)
            continue
        outputs[node.name] = step.report.output_shape
        if step.report.unknown and isinstance(step.report.output_shape, list):
            unsure.add(node.name)
        steps.append(step)
    unfit = {problem.node: problem for problem in misfits(steps)}
    fitting = [step for step in steps if step.node.name not in unfit] if unfit else steps
    return Trace(fitting, model.located([*problems, *unfit.values()]))


def _fed(node: Node, shape: Shape) -> Step:
    return Step(node, (), LayerReport(shape, 0, 0, 0, 0, 0))


def infer(node: Node, outputs: Outputs, known: Known, values: Values) -> Step:
    """Return what one node makes of the outputs so far; ``known`` is what is asked again and again.

    What is known of the elements that come out, beyond their number, is put into ``values``.
    """
    if node.reads_values:
        return _with_values(node, outputs, values)
    if any(outputs[source.node] is None for source in node.sources):
        return Step(node, (), BEHIND_THE_UNKNOWN)
    shapes = tuple(_shape(reference, outputs, ("inputs", place)) for place, reference in enumerate(node.inputs))
    if node.sizes:
        call: dict[str, Any] = {
            setting: split(_shape(reference, outputs, (setting,)), None, node.layer.data_format).spatial
            for setting, reference in node.sizes.items()
        }
        return Step(node, shapes, _within_reason(node.layer.infer(*shapes, **call)), call)
    question = (id(node.layer), shapes)
    if question not in known:
        known[question] = _within_reason(node.layer.infer(*shapes))
    return Step(node, shapes, known[question])


def _takes_unknown(node: Node, outputs: Outputs, unsure: set[str]) -> bool:
    """Tell whether one of several outputs comes in whose shape is unknown: of nodes that are ``unsure`` None is that.

    Of any other node None is an output that its settings leave out.
    """
    taken = (reference for reference in node.sources if reference.node in unsure and not node.reads_values)
    return any([*_several(outputs[node])][place : place + 1] == [None] for node, place in taken)


def _with_values(node: Node, outputs: Outputs, values: Values) -> Step:
    """Infer a node that looks at the values that come in; for it a shape may be unknown altogether."""
    shapes = tuple(_several(outputs[reference.node])[reference.output] for reference in node.inputs)
    read = tuple(values[source][place] if source in values else None for source, place in node.inputs)
    report = _within_reason(node.layer.infer(*shapes, values=read))
    if report.values:
        values[node.name] = report.values
    return Step(node, shapes, report, {"values": read})


def _several(output: Output | None) -> Sequence[Shape | None]:
    return output if isinstance(output, list) else (output,)


def _within_reason(report: LayerReport) -> LayerReport:
    for shape in _several(report.output_shape):
        if shape and (len(shape) > MOST_AXES or any(is_known(size) and size > LARGEST for size in shape)):
            why = f"shapes of up to {MOST_AXES} axes and sizes of up to 10^15 are computed"
            raise ShapecalcError("the output is larger than any network's", why=why, fix="look at the sizes before it")
    return report


def misfits(steps: list[Step]) -> Iterator[Problem]:
    """Yield the nodes whose weights are not those of the node that they share them with."""
    owners = {step.node.name: step.report.weights for step in steps}
    for node, _, report, _ in (step for step in steps if step.node.shared):
        wanted = owners.get(node.shared or "", report.weights)
        differ = next((pair for pair in zip_longest(report.weights, wanted) if pair[0] != pair[1]), None)
        if differ:
            mine, its = map(_array, differ)
            yield Problem(
                f"{node.name} cannot share the weights of {node.shared}",
                why=f"{node.name} needs {mine}, and {node.shared} has {its}",
                fix="feed it as many channels, or give it weights of its own",
                path=(*node.path, "shared"),
                node=node.name,
            )


def _array(weight: Weight | None) -> str:
    return "nothing there" if weight is None else f"a {weight.name} of {weight.shape}"


def _shape(reference: Reference, outputs: Outputs, path: Path) -> Shape:
    several = _several(outputs[reference.node])
    shape = several[reference.output] if reference.output < len(several) else None
    if shape is None:
        raise ShapecalcError(
            f"{reference.node} has no output {reference.output}",
            why=f"it has {len(several)}, counted from 0",
            fix="look at its settings, or leave the number out",
            path=path,
        )
    return shape


def located_at(node: Node, problem: Problem) -> Problem:
    """Say which node is meant, and name the nodes that come in (``#1``, ``#2``) instead of their numbers."""
    names = dict(enumerate(map(str, node.inputs), start=1))
    what = _INPUT.sub(lambda match: names.get(int(match[1]), match[0]), problem.what)
    name = f"{node.name}/{problem.node}" if problem.node else node.name
    return problem._replace(what=what, path=node.path + problem.path, node=name)


_INPUT = re.compile(r"#(\d{1,9})\b")
