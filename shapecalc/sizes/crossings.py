"""Where walks of different residue classes cross: what one found behind the crossing, the other need not seek again.

Behind the last floor most classes differ in nothing: their sizes are the same polynomials, each in its own variable.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from shapecalc.sizes.stage import Stage
from shapecalc.symbolic.point import Point
from shapecalc.symbolic.size import Symbolic


class _Way(NamedTuple):
    """How a walk went on: its stages behind the crossing, and the largest ``q`` for which they hold (None: any)."""

    stages: Sequence[Stage]
    high: int | None


class Crossings:
    """What was found behind each state that a walk has started from."""

    def __init__(self) -> None:
        self._ways: dict[Hashable, list[_Way]] = {}

    def stages_from(self, state: Hashable, point: Point) -> list[Stage]:
        """Return the stages behind a state that hold at a point; the point keeps within where they do."""
        q, low = point.at["q"], point.low.get("q", 0)
        for way in self._ways.get(state, ()):
            found = [*takewhile(lambda stage: stage.low <= q, way.stages)]
            if found and (way.high is None or q <= way.high):
                point.low["q"] = max(low, found[-1].low)
                if way.high is not None:
                    point.high["q"] = way.high
                return [stage._replace(low=max(low, stage.low)) for stage in found]
        return []

    def remember(self, state: Hashable, stages: Sequence[Stage], point: Point) -> None:
        """Remember what a walk at a point has found behind a state."""
        if stages:
            self._ways.setdefault(state, []).append(_Way(stages, point.high.get("q")))


def plainly(found: Any) -> Hashable:
    """Return something that holds sizes as what can be compared without asking any of them."""
    if isinstance(found, Symbolic):
        return Symbolic, frozenset(found.terms.items())
    if isinstance(found, (tuple, list)):
        return type(found), tuple(map(plainly, found))
    return type(found), found
