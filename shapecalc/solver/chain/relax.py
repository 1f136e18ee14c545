"""Which single thing to change so that there is a chain: a bound, a pin, the number of stages, or one of the layers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ask import LIMITED, Limits
from shapecalc.solver.chain import MOST_STAGES, Chain, Route, best
from shapecalc.solver.chain.channels import fitted
from shapecalc.solver.chain.reason import idle, layers, leads
from shapecalc.solver.chain.stage import Map, Maps, mapped
from shapecalc.solver.ops import OPS

FARTHEST = Limits(max_kernel=64, max_stride=64, max_padding=64, max_dilation=16)
"""Bounds are looked at as far as this."""
MOST_KINDS = 6
"""Of longer chains no stage is exchanged."""


class Instead(NamedTuple):
    """A change that does it alone, and the best chain then; ``value`` is the nearest that does, None leaves it out."""

    name: str
    value: int | str | None
    chain: Chain


Change = tuple[str, int | str | None, Route]


def relaxed(route: Route) -> Iterator[Instead]:
    """Yield each single change that does it."""
    for name, value, other in chain(_bounds(route), _pins(route), _stages(route), _kinds(route), _channels(route)):
        if found := _solved(other):
            yield Instead(name, value, found)


def _solved(route: Route) -> Chain | None:
    """Return the best chain, None where there is none, or where the route makes no sense."""
    try:
        if leads(route, layers(route)):
            found = best(route)
            return found.cheapest[0] if found and found.number else None
    except ShapecalcError:  # such layers, settings or channels do not go together
        pass
    return None


def _bounds(route: Route) -> Iterator[Change]:
    """Yield each bound with the least value that does it."""
    for name, limit in LIMITED.items():
        bound = getattr(route.bounds, limit)
        if bound is not None and getattr(route.pins, name) is None:
            value = _least(route, name, limit, bound)
            if value is not None:
                yield limit, value, _bounded(route, limit, value)


def _bounded(route: Route, limit: str, value: int) -> Route:
    return route._replace(limits=route.limits._replace(**{limit: value}))


def _least(route: Route, name: str, limit: str, bound: int) -> int | None:
    """Double the bound until there is a chain, and then ask which of the settings let it in."""
    most: int = getattr(FARTHEST, limit)
    while bound < most:
        bound = min(max(2 * bound, 1), most)
        needs = _needs(_bounded(route, limit, bound), name)
        values = sorted({need for each in needs.values() for need in each.values()})
        if values and _leads_within(route, needs, values[-1]):
            return values[bisect_left(values, True, key=lambda value: _leads_within(route, needs, value))]
    return None


def _needs(route: Route, name: str) -> dict[str, dict[Map, int]]:
    """Return, for each kind of stage, the maps with the least value of a setting that makes them."""
    needs: dict[str, dict[Map, int]] = {}
    for word, question in route.questions.items():
        here = needs[word] = dict.fromkeys(idle(route), 0)
        for one, sizes in mapped(question, known=route.known):
            value = getattr(one, name)
            here[sizes] = min(here.get(sizes, value), value)
    return needs


def _leads_within(route: Route, needs: dict[str, dict[Map, int]], value: int) -> bool:
    by_op = {word: Maps({sizes for sizes, need in each.items() if need <= value}) for word, each in needs.items()}
    return leads(route, [by_op[word] for word in route.ops])


def _pins(route: Route) -> Iterator[Change]:
    """Yield each pin left out."""
    for name, pin in route.pins._asdict().items():
        if pin is not None:
            yield name, None, route._replace(pins=route.pins._replace(**{name: None}))


def _stages(route: Route) -> Iterator[Change]:
    """Yield the nearest number of stages, where all are of one kind; of known ones, what others do."""
    many, word = len(route.ops), route.ops[:1]
    if len(set(route.ops)) > 1:
        return
    if route.known:
        numbers: Iterable[int] = range(1, MOST_STAGES + 1)
    else:
        numbers = sorted(set(range(1, MOST_STAGES + 1)) - {many}, key=lambda other: abs(other - many))
    step = layers(route._replace(known=False))[0]
    for other in numbers:
        if leads(route, [step] * other):
            yield "stages", other, route._replace(ops=word * other, known=False)
            return


def _kinds(route: Route) -> Iterator[Change]:
    """Yield the first other kind of all stages, of one stage, and of one stage more, that does it."""
    if len(set(route.ops)) == 1:
        yield from _first(route, "op", ((word,) * len(route.ops) for word in OPS))
    if not route.known and len(route.ops) <= MOST_KINDS:
        ends = [(route.ops[:at], route.ops[at + 1 :]) for at in reversed(range(len(route.ops)))]
        yield from _first(route, "through", ((*before, word, *after) for word in OPS for before, after in ends))
        yield from _first(route, "through", ((*route.ops, word) for word in OPS))


def _first(route: Route, name: str, kinds: Iterable[tuple[str, ...]]) -> Iterator[Change]:
    for ops in kinds:
        other = route._replace(ops=ops)
        if ops != route.ops and (len(set(ops)) > 1 or name == "op") and _solved(other):
            yield name, ops[0] if name == "op" else ",".join(ops), other
            return


def _channels(route: Route) -> Iterator[Change]:
    """Yield the first and last channels that the shuffles of a chain ask for."""
    if route.channels is None or not (way := _solved(route._replace(channels=None))):
        return
    first, last = route.channels[0], route.channels[-1]
    for pair in dict.fromkeys(((first, last), fitted(way.stages, first, last))):
        if pair != route.channels and all(pair):
            yield "channels", f"{pair[0]}:{pair[1]}", route._replace(channels=pair)
