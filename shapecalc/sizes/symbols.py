"""A trace whose sizes are expressions in named input sizes, and the condition under which it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from heapq import heappop, heappush
from typing import NamedTuple

from shapecalc.dialects.framework_layer import LayerReport
from shapecalc.errors import ShapecalcError
from shapecalc.model.graph import Model
from shapecalc.model.trace import Trace, trace
from shapecalc.shape import Shape
from shapecalc.sizes.table import Classes, Table, keeps_its_sign, point_of, shapes_at, sizes_at
from shapecalc.symbolic import expression
from shapecalc.symbolic.point import IrregularError, Point, Split
from shapecalc.symbolic.size import Symbolic

MOST_TRACES = 2000
"""So many residue classes are looked at."""


class Symbols(NamedTuple):
    """A trace whose sizes are expressions, and where it holds: ``H = 0 mod 16, H >= 16``. Its MACs are ``Symbolic``."""

    trace: Trace
    condition: str


def names_in(model: Model) -> list[str]:
    """Return the names that input sizes have, but for the batch."""
    shapes = (node.layer.infer().output_shape for node in model.inputs)
    return list(dict.fromkeys(size for shape in shapes for size in (shape or ())[1:] if isinstance(size, str)))


def symbols(model: Model) -> Symbols:
    """Return the trace of a model whose input sizes have names.

    Where floors ask for a residue, it is that of the legal class with the smallest one. Raises ``ShapecalcError`` where
    no class is legal, where the weights have a shape that follows a size, and where two named sizes must agree.
    """
    names = names_in(model)
    classes, point, found = _classes(model, names)
    follows = next((step for step in found.steps if _moves(step.report.weights)), None)
    if follows is not None:
        raise _unnamed(names, f"the weights of {follows.node.name} have a shape that follows them")
    if not all(keeps_its_sign(terms, point) for terms in point.mixed):
        raise _unnamed(names, "they are compared with each other on the way")
    lows = Table(model, classes, found).least(point.low)
    steps = [step._replace(report=_written(step.report)) for step in found.steps]
    return Symbols(found._replace(steps=steps), ", ".join(_conditions(classes, lows)))


def examples(model: Model) -> tuple[dict[str, Shape], dict[str, Shape]]:
    """Return two sets of input shapes of the table, each named size another number in each. Raises as ``symbols``."""
    classes, point, _ = _classes(model, names_in(model))
    other = Point({name: q - place for place, (name, q) in enumerate(point.at.items(), start=1)}, point.low)
    one, two = (
        shapes_at(model, {name: modulus * at.at[name] + residue for name, (modulus, residue) in classes.items()})
        for at in (point, other)
    )
    return one, two


def _classes(model: Model, names: list[str]) -> tuple[Classes, Point, Trace]:
    alone: Classes = {}
    try:
        for name in names:
            alone |= _alone(model, name) if len(names) > 1 else {name: expression.Size(1, 0)}
        return _legal(model, names, alone)
    except IrregularError as error:
        raise _unnamed(names, str(error)) from None


def _written(report: LayerReport) -> LayerReport:
    """Return a report with expressions for sizes."""
    output = report.output_shape
    if isinstance(output, list):
        return report._replace(output_shape=[shape and _expressions(shape) for shape in output])
    return report._replace(output_shape=output and _expressions(output))


def _expressions(shape: Shape) -> Shape:
    return tuple(str(size) if isinstance(size, Symbolic) else size for size in shape)


def _unnamed(names: list[str], why: str) -> ShapecalcError:
    return ShapecalcError(
        f"there is no table for {' and '.join(names)}", why=why, fix="give a number, or None where a size stays open"
    )


def _alone(model: Model, name: str) -> Classes:
    """Return the class that a name has with the others open; any, where what is refused may be that they are."""
    every = {name: expression.Size(1, 0)}
    try:
        return _legal(model, [name], every)[0]
    except ShapecalcError:
        return every


def _legal(model: Model, names: list[str], classes: Classes) -> tuple[Classes, Point, Trace]:
    """Return the legal residue class with the smallest residues, and the trace of its large sizes."""
    heap: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    heappush(heap, _key(names, classes))
    first: Trace | None = None
    for _ in range(MOST_TRACES):
        if not heap:
            break
        residues, moduli = heappop(heap)
        here = {name: expression.Size(m, r) for name, m, r in zip(names, moduli, residues, strict=True)}
        point = point_of(here)
        point.shown = partial(expression.text, sizes=here)
        try:
            found = trace(model, shapes_at(model, sizes_at(here, point)))
        except Split as split:
            modulus, residue = here[split.variable]
            for part in range(split.parts):
                smaller = expression.Size(modulus * split.parts, residue + modulus * part)
                heappush(heap, _key(names, {**here, split.variable: smaller}))
            continue
        if not found.problems:
            return here, point, found
        first = first or found
    if first is None:
        raise IrregularError("the pattern repeats after too many sizes")
    problem = first.problems[0]
    agree = "give sizes that must agree one name, or " if len(names) > 1 else ""
    told = problem._replace(
        what=f"no sizes of {' and '.join(names)} follow a pattern that fits",
        why=": ".join(part for part in (problem.what, problem.why) if part),
        fix=f"{agree}see shapecalc sizes",
    )
    raise ShapecalcError(problems=[told])


def _key(names: list[str], classes: Classes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(classes[name].residue for name in names), tuple(classes[name].modulus for name in names)


def _moves(weights: tuple[object, ...]) -> bool:
    return any(isinstance(size, Symbolic) for weight in weights for size in getattr(weight, "shape", ()))


def _conditions(classes: Classes, lows: Mapping[str, int]) -> Iterator[str]:
    for name, (modulus, residue) in classes.items():
        if modulus > 1:
            yield f"{name} = {residue} mod {modulus}"
        yield f"{name} >= {modulus * lows[name] + residue}"
