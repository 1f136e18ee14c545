"""One pass over a model: the shape and the weights of every node."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from shapecalc.dialects.framework_layer import LayerReport
from shapecalc.errors import Path, Problem, ShapecalcError
from shapecalc.layers.layer import Weight
from shapecalc.layers.settings import LARGEST
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.shape import Shape, is_known, split

MOST_AXES = 64


class Step(NamedTuple):
    """A node with what comes in and what it makes of it."""

    node: Node
    inputs: tuple[Shape | None, ...]
    report: LayerReport


class Trace(NamedTuple):
    """What could be inferred, and every mistake on the way; a node behind a mistake is left out."""

    steps: list[Step]
    problems: list[Problem]


Known = dict[tuple[int, tuple[Shape, ...]], LayerReport]
"""What a layer made of given shapes: networks repeat themselves."""
Reports = dict[str, LayerReport]
"""What has come out of each node so far."""


def trace(model: Model) -> Trace:
    """Infer every node, in order."""
    reports: Reports = {}
    known: Known = {}
    steps: list[Step] = []
    problems: list[Problem] = []
    for node in model.nodes:
        if any(source.node not in reports for source in node.sources):
            continue
        try:
            step = _infer(node, reports, known)
        except ShapecalcError as error:
            problems.extend(_at(node, problem) for problem in error.problems)
            continue
        reports[node.name] = step.report
        steps.append(step)
    problems.extend(_misfits(steps))
    return Trace(steps, model.located(problems))


def _infer(node: Node, reports: Reports, known: Known) -> Step:
    if node.layer.reads_values:
        return _with_values(node, reports)
    shapes = tuple(_shape(reference, reports, ("inputs", place)) for place, reference in enumerate(node.inputs))
    if node.sizes:
        call: dict[str, Any] = {
            setting: split(_shape(reference, reports, (setting,)), None, node.layer.data_format).spatial
            for setting, reference in node.sizes.items()
        }
        return Step(node, shapes, _within_reason(node.layer.infer(*shapes, **call)))
    question = (id(node.layer), shapes)
    if question not in known:
        known[question] = _within_reason(node.layer.infer(*shapes))
    return Step(node, shapes, known[question])


def _with_values(node: Node, reports: Reports) -> Step:
    """Infer a node that looks at the values that come in; for it a shape may be unknown altogether."""
    sources = [(reports[reference.node], reference.output) for reference in node.inputs]
    shapes = tuple(_outputs(report)[place] for report, place in sources)
    values = tuple(report.values[place] if report.values else None for report, place in sources)
    return Step(node, shapes, _within_reason(node.layer.infer(*shapes, values=values)))


def _outputs(report: LayerReport) -> Sequence[Shape | None]:
    found = report.output_shape
    return found if isinstance(found, list) else (found,)


def _within_reason(report: LayerReport) -> LayerReport:
    for shape in _outputs(report):
        if shape and (len(shape) > MOST_AXES or any(is_known(size) and size > LARGEST for size in shape)):
            why = f"shapes of up to {MOST_AXES} axes and sizes of up to 10^15 are computed"
            raise ShapecalcError("the output is larger than any network's", why=why, fix="look at the sizes before it")
    return report


def _misfits(steps: list[Step]) -> Iterator[Problem]:
    """Yield the nodes whose weights are not those of the node that they share them with."""
    owners = {step.node.name: step.report.weights for step in steps}
    for node, _, report in (step for step in steps if step.node.shared):
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


def _shape(reference: Reference, reports: Reports, path: Path) -> Shape:
    several = _outputs(reports[reference.node])
    shape = several[reference.output] if reference.output < len(several) else None
    if shape is None:
        raise ShapecalcError(
            f"{reference.node} has no output {reference.output}",
            why=f"it has {len(several)}, counted from 0",
            fix="look at its settings, or leave the number out",
            path=path,
        )
    return shape


def _at(node: Node, problem: Problem) -> Problem:
    """Say which node is meant, and name the nodes that come in (``#1``, ``#2``) instead of their numbers."""
    names = dict(enumerate(map(str, node.inputs), start=1))
    what = _INPUT.sub(lambda match: names.get(int(match[1]), match[0]), problem.what)
    return problem._replace(what=what, path=node.path + problem.path, node=node.name)


_INPUT = re.compile(r"#(\d{1,9})\b")
