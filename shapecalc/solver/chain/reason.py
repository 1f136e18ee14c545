"""Why there is no chain, and what comes near."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.chain import Chain, Route, best
from shapecalc.solver.chain.sizes import reached, sizes_between
from shapecalc.solver.chain.stage import Map, Maps, mapped
from shapecalc.solver.ops import Affine

Kind = Literal["multiple", "gap", "too_large", "too_small", "nothing_fits", "channels"]
FAR = 512
"""Sizes further away than this are found among all that are reached."""
LARGEST_DIVISOR = 64


class Reason(NamedTuple):
    """Why no chain comes to the output size.

    ``kind``: every reachable size is a ``multiple`` of a number (``divisor``; odd: one more than a multiple of 2); the
    size lies in a ``gap``; it is ``too_large`` or ``too_small``; ``nothing_fits`` at all; or chains come to the size,
    but not with the ``channels``. ``below`` and ``above`` are chains to the nearest sizes that are reached.
    """

    kind: Kind
    below: Chain | None = None
    above: Chain | None = None
    divisor: int = 1
    remainder: int = 0


def explain(route: Route) -> Reason:
    """Say why a route has no chain."""
    stages = layers(route)
    if leads(route, stages):
        return Reason("channels")
    largest = _largest(route.size, stages)
    if not largest:
        return Reason("nothing_fits")
    if route.out > largest:
        return Reason("too_large", below=_to(route, largest))
    try:
        below, above = _near(route, stages, largest)
    except ShapecalcError:  # too many sizes to follow
        return Reason("gap")
    near = Reason("gap", _to(route, below), _to(route, above))
    return _multiple(near, route, stages) if below else near._replace(kind="too_small")


def _multiple(near: Reason, route: Route, stages: Sequence[Maps]) -> Reason:
    """Say which number divides every size, if one does, or that they are all odd."""
    for divisor in range(2, LARGEST_DIVISOR + 1):
        left = _remainders(route.size, stages, divisor)
        if len(left) == 1 and route.out % divisor not in left and (left == {0} or divisor == 2):
            return near._replace(kind="multiple", divisor=divisor, remainder=left.pop())
    return near


def layers(route: Route) -> list[Maps]:
    """Return what each stage makes of sizes."""
    questions = route.questions.items()
    by_op = {
        word: Maps({sizes for _, sizes in mapped(each, known=route.known)} | idle(route)) for word, each in questions
    }
    return [by_op[word] for word in route.ops]


def idle(route: Route) -> set[Map]:
    """Return what a stage may do beside what its layer does: where as few as do are wanted, it may be left out."""
    return {Map(Affine())} if route.known else set()


def leads(route: Route, stages: Sequence[Maps]) -> bool:
    """Tell whether the stages come to the size, whatever the channels."""
    return bool(sizes_between(route.size, {route.out}, stages)[-1])


def _to(route: Route, out: int | None) -> Chain | None:
    found = out and best(route._replace(out=out, channels=None))
    return found.cheapest[0] if found else None


def _largest(size: int, stages: Sequence[Maps]) -> int:
    """Return the largest size that is reached: a larger size never becomes a smaller one. 0 where nothing is left."""
    for stage in stages:
        size = max((each(size) for each in stage.maps), default=0)
        if size < 1:
            return 0
    return size


def _near(route: Route, stages: Sequence[Maps], largest: int) -> tuple[int | None, int | None]:
    """Return the nearest sizes under and over the goal that are reached, looked for further and further away."""
    out, away = route.out, 1
    while True:
        far = away > FAR
        goals = range(1, largest + 1) if far else range(max(out - away, 1), min(out + away, largest) + 1)
        found = reached(route.size, stages) if far else sizes_between(route.size, goals, stages)[-1]
        below = max((size for size in found if size < out), default=None)
        above = min((size for size in found if size > out), default=None)
        if (below or goals[0] == 1) and (above or goals[-1] == largest):
            return below, above
        away *= 8


def _remainders(size: int, stages: Sequence[Maps], divisor: int) -> set[int]:
    """Return what the sizes leave over at the end when they are divided; a stride that divides may leave anything."""
    left = {size % divisor}
    for stage in stages:
        left = {rest for each in stage.maps for rest in _left(each, left, divisor)}
    return left


def _left(sizes: Map, before: Collection[int], divisor: int) -> Collection[int]:
    rule = sizes.rule
    return range(divisor) if rule.over > 1 else {(rule.times * each + rule.plus) % divisor for each in before}
