"""How far a walk has come: what another walk, of smaller sizes or of some of them, need not infer again."""

from __future__ import annotations

from typing import Any, NamedTuple

from shapecalc.layers.layer import Output
from shapecalc.model.trace import Step
from shapecalc.symbolic.point import Point
from shapecalc.symbolic.polynomial import Terms, substituted
from shapecalc.symbolic.size import Symbolic


class Stage(NamedTuple):
    """What is known after a node of a walk: its step, and the least ``q`` down to which all so far is the same.

    ``lossy`` and ``owner`` are those of the walk so far. The polynomials in the step are in a variable that is
    ``parts*q + part`` by now.
    """

    step: Step
    low: int
    lossy: str
    owner: str
    parts: int = 1
    part: int = 0

    def within(self, parts: int, part: int) -> Stage:
        """Return the same stage for a residue class ``q = parts*q' + part``."""
        low = max(-((part - self.low) // parts), 0)
        return self._replace(low=low, parts=self.parts * parts, part=self.part + self.parts * part)

    def output(self, point: Point) -> Output | None:
        """Return what came out, as it is at another point."""
        found: Output | None = self._moved(self.step.report.output_shape, point)
        return found

    def values(self, point: Point) -> tuple[Any, ...]:
        """Return what was known of that beyond the shape, as it is at another point."""
        return tuple(self._moved(each, point) for each in self.step.report.values)

    def weighed(self, point: Point) -> Step:
        """Return the step with the weights that it has at another point."""
        report = self.step.report
        return self.step._replace(report=report._replace(weights=self._moved(report.weights, point)))

    def _moved(self, found: Any, point: Point) -> Any:
        variable: Terms = {("q",): self.parts}
        return _moved(found, {**variable, (): self.part} if self.part else variable, point)


def _moved(found: Any, variable: Terms, point: Point) -> Any:
    """Return something that holds sizes, those that stand for many as they are at a point."""
    if isinstance(found, Symbolic):
        return Symbolic.at(point, substituted(found.terms, variable))
    if isinstance(found, (tuple, list)) and found:
        several = [_moved(each, variable, point) for each in found]
        if isinstance(found, list):
            return several
        return type(found)(*several) if hasattr(found, "_fields") else tuple(several)
    return found
