"""No chain: it is proven, the nearest sizes are the nearest, and every change offered is the least that does."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from shapecalc.solver import Limits, Pins
from shapecalc.solver.chain import Route, best, chains
from shapecalc.solver.chain.reason import explain
from shapecalc.solver.chain.relax import relaxed

from . import chain_oracle as oracle

LIMITS = Limits(max_kernel=oracle.KERNEL, max_stride=oracle.STRIDE)


@pytest.mark.parametrize("ops", [*product(oracle.KINDS, repeat=2)], ids=",".join)
def test_the_nearest_sizes_are_those_of_trying_all(ops: tuple[str, ...]) -> None:
    for size in (1, 4, 5):
        reached = {sizes[-1] for _, sizes in oracle.chains(ops, size)}
        for out in range(1, 31):
            if out not in reached:
                reason = explain(Route(size, out, ops, limits=LIMITS))
                assert (reason.below and reason.below.sizes[-1]) == max((n for n in reached if n < out), default=None)
                assert (reason.above and reason.above.sizes[-1]) == min((n for n in reached if n > out), default=None)
                divisor = reason.divisor if reason.kind == "multiple" else 1
                assert all(n % divisor == reason.remainder for n in reached)
                assert reason.kind != "multiple" or out % divisor != reason.remainder


def changes(route: Route) -> dict[str, Any]:
    assert not best(route).number
    return {each.name: each.value for each in relaxed(route)}


@pytest.mark.parametrize(
    ("route", "kind", "offered"),
    [
        (Route(7, 224, ("transpose",) * 2), "too_large", {"max_kernel": 24, "max_stride": 6, "stages": 3}),
        (Route(64, 1, ("conv",) * 2), "too_small", {"max_kernel": 11, "max_stride": 6, "stages": 3}),
        (Route(7, 100, ("upsample",) * 3), "multiple", {"through": "upsample,transpose,upsample"}),
        (Route(4, 8, ("shuffle",), channels=(65, 16)), "channels", {"channels": "64:16"}),
        (Route(64, 63, ("conv",) * 2, Pins(kernel_size=3, stride=1)), "multiple", {"kernel_size": None}),
        (Route(5, 11, ("transpose",), Pins(3, 2, 1, 0)), "too_large", {"padding": None, "output_padding": None}),
        (Route(2, 1, ("conv",), Pins(3), Limits(max_padding=0)), "nothing_fits", {"max_padding": 1}),
        (Route(7, 21, ("upsample",) * 32, known=True), "gap", {"max_stride": 3}),
        (Route(4, 63, ("transpose",) * 32, known=True), "multiple", {"stages": 2}),
    ],
)
def test_a_single_change_is_offered(route: Route, kind: str, offered: dict[str, Any]) -> None:
    assert explain(route).kind == kind
    found = changes(route)
    assert {name: found.get(name) for name in offered} == offered


@pytest.mark.parametrize(("size", "out"), [(7, 224), (3, 50), (5, 300), (64, 2), (100, 1), (31, 3)])
@pytest.mark.parametrize("many", [1, 2, 3])
def test_a_bound_is_the_least_that_does(size: int, out: int, many: int) -> None:
    route = Route(size, out, ("transpose" if out > size else "conv",) * many, limits=Limits(5, 2))
    if chains(route).number:
        return
    for name, value in changes(route).items():
        if name in ("max_kernel", "max_stride"):
            assert chains(bounded(route, name, value)).number
            assert not chains(bounded(route, name, value - 1)).number
        if name == "stages":
            numbers = [n for n in range(1, 33) if chains(route._replace(ops=route.ops[:1] * n)).number]
            assert abs(value - many) == min(abs(n - many) for n in numbers)


def bounded(route: Route, name: str, value: int) -> Route:
    return route._replace(limits=route.limits._replace(**{name: value}))


def test_what_is_offered_leads_there() -> None:
    for each in relaxed(Route(7, 224, ("conv", "transpose"))):
        assert (each.chain.sizes[0], each.chain.sizes[-1]) == (7, 224)
        for stage in each.chain.stages:
            assert stage.output_size(stage.size) == stage.out


def test_far_sizes_are_found_without_walking_there() -> None:
    reason = explain(Route(10**9, 3 * 10**9 + 7, ("transpose",) * 3, limits=Limits(4, 2)))
    assert reason.below
    assert reason.above
    assert (reason.below.sizes[-1], reason.above.sizes[-1]) == (2 * 10**9 + 15, 4 * 10**9 - 24)
