"""Where a table of expressions holds: from which sizes on every number in it is what the expression says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapecalc.model.graph import Model
from shapecalc.model.trace import Trace, trace
from shapecalc.shape import Shape
from shapecalc.symbolic import expression
from shapecalc.symbolic.point import IrregularError, Point, Split
from shapecalc.symbolic.polynomial import Terms, plus, product, value
from shapecalc.symbolic.size import Symbolic

FAR = 30_000
"""Large enough for every comparison, and small enough for the product of two or three sizes."""
Classes = dict[str, expression.Size]
"""The residue class of each named size."""


def point_of(classes: Classes, low: Mapping[str, int] | None = None) -> Point:
    """Return a point at large sizes, another one for each name."""
    tops = {name: (FAR + 1000 * place) // each.modulus for place, (name, each) in enumerate(classes.items())}
    return Point(tops, {name: 0 if each.residue else 1 for name, each in classes.items()} if low is None else low)


def sizes_at(classes: Classes, point: Point) -> dict[str, Any]:
    """Return the size that each name stands for."""
    return {name: Symbolic.at(point, {(name,): modulus, (): residue}) for name, (modulus, residue) in classes.items()}


def shapes_at(model: Model, sizes: Mapping[str, Any]) -> dict[str, Shape]:
    """Return the input shapes with sizes in the places of names; a name without one is open."""
    found: dict[str, Shape] = {}
    for node in model.inputs:
        shape = node.layer.infer().output_shape
        if isinstance(shape, tuple):
            named = (sizes.get(size) if isinstance(size, str) else size for size in shape[1:])
            found[node.name] = (*shape[:1], *named)
    return found


class Table:
    """A model traced with expressions, and the residue classes of the names."""

    def __init__(self, model: Model, classes: Classes, traced: Trace) -> None:
        self.model = model
        self.classes = classes
        self.said = [(step.report.output_shape, step.report.macs) for step in traced.steps]

    def least(self, lows: Mapping[str, int]) -> dict[str, int]:
        """Return the least q of each name, from those on which every comparison has the same answer.

        Below that another way may lead to the same numbers. It is gone down as long as it does.
        """
        found = dict(lows)
        for name, (_, residue) in self.classes.items():
            while found[name] > (0 if residue else 1):
                lower = {**found, name: found[name] - 1}
                if not self._holds({name: lower[name]}, lower):
                    break
                found = lower
        return found

    def _holds(self, fixed: Mapping[str, int], lows: Mapping[str, int]) -> bool:
        """Tell whether the expressions hold where some q have a value and the others are at least their lows."""
        free = {name: each for name, each in self.classes.items() if name not in fixed}
        point = point_of(free, {name: lows[name] for name in free})
        numbers = {name: self.classes[name].modulus * q + self.classes[name].residue for name, q in fixed.items()}
        try:
            found = trace(self.model, shapes_at(self.model, {**sizes_at(free, point), **numbers}))
        except (Split, IrregularError):
            return False
        here = [(step.report.output_shape, step.report.macs) for step in found.steps]
        if found.problems or _plain(here, {}) != _plain(self.said, fixed):
            return False
        if not all(keeps_its_sign(terms, point) for terms in point.mixed):
            return False
        below = ((name, q) for name in free for q in range(lows[name], point.low[name]))
        return all(self._holds({**fixed, name: q}, lows) for name, q in below)


def _plain(found: Any, fixed: Mapping[str, int]) -> Any:
    """Return sizes as plain polynomials, with numbers in the places of some variables."""
    if isinstance(found, Symbolic):
        terms: Terms = {}
        for factors, coefficient in found.terms.items():
            number = value({tuple(name for name in factors if name in fixed): coefficient}, fixed)
            terms = plus(terms, {tuple(name for name in factors if name not in fixed): number})
        return terms
    if isinstance(found, (tuple, list)):
        return [_plain(each, fixed) for each in found]
    return ({(): found} if found else {}) if isinstance(found, int) else found


def keeps_its_sign(terms: Terms, point: Point) -> bool:
    """Tell whether a polynomial in several variables has one sign from the lows of the point up to the point itself."""
    shifted: Terms = {}
    for factors, coefficient in terms.items():
        power: Terms = {(): coefficient}
        for name in factors:
            power = product({(name,): 1, (): point.low[name]}, power)
        shifted = plus(shifted, power)
    ends = {name: at - point.low[name] for name, at in point.at.items()}
    most = value({factors: each for factors, each in shifted.items() if not factors or each > 0}, ends)
    least = value({factors: each for factors, each in shifted.items() if not factors or each < 0}, ends)
    return least > 0 or most < 0
