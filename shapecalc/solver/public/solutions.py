"""What ``solve`` returns: a list that says why it is empty."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from shapecalc.solver import reason as told
from shapecalc.solver.inquiry import IMAGES
from shapecalc.solver.public.solution import Solution, made
from shapecalc.solver.question import Case
from shapecalc.solver.several import Axis


class Instead(BaseModel):
    """A solution outside the question: it ``gives_up`` settings that were given (``kernel_size``), bounds or cases.

    Of a bound (``max_kernel``) the solution has the least value that lets one in, all other bounds standing.
    """

    model_config = ConfigDict(frozen=True)

    gives_up: tuple[str, ...]
    solution: Solution


class Reason(BaseModel):
    """Why an ``op`` does none of the ``cases``, sizes and outputs along an axis (none where a factor was asked for).

    ``kind`` is ``parity``, ``gap``, ``too_large``, ``too_small``, ``nothing_fits`` or ``cases``; ``below`` and
    ``above`` are solutions for the nearest sizes that can be reached.
    """

    model_config = ConfigDict(frozen=True)

    op: str
    cases: tuple[Case, ...]
    kind: str
    why: str
    below: Solution | None
    above: Solution | None
    instead: tuple[Instead, ...]

    def __str__(self) -> str:
        return self.why


class Unsolved(NamedTuple):
    """An axis without a solution; the reason is found when it is asked for."""

    op: str
    axis: Axis

    @property
    def reason(self) -> Reason | None:
        """Why there is none."""
        found = self.axis.reason
        return found and _made(found, self.op, self.axis.cases)


class Solutions(list[Solution]):
    """The solutions, the usual first; where there are none, ``reasons`` says why, for every op and axis without."""

    def __init__(self, found: Iterable[Solution] = (), unsolved: Iterable[Unsolved] = ()) -> None:
        super().__init__(found)
        self._unsolved = tuple(unsolved)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why there is no solution; empty where there is one."""
        return () if self else tuple(reason for each in self._unsolved if (reason := each.reason))


def _made(reason: told.Reason, op: str, cases: tuple[Case, ...]) -> Reason:
    sized = bool(cases)
    near = (one and made((one,) * IMAGES, sized=sized) for one in (reason.below, reason.above))
    below, above = near
    instead = (
        Instead(gives_up=each.gives_up, solution=made((each.solution,) * IMAGES, sized=sized))
        for each in reason.instead
    )
    return Reason(
        op=op, cases=cases, kind=reason.kind, why=reason.why, below=below, above=above, instead=tuple(instead)
    )
