"""Which single bound to relax: each value up to it is tried, and none does it."""

from __future__ import annotations

from typing import Any

import pytest

from shapecalc.solver import answer
from shapecalc.solver.ask import LIMITED
from shapecalc.solver.relax import further

Settings = dict[str, Any]

REFUSED: list[tuple[str, tuple[int, int], Settings, Settings]] = [
    ("transpose", (21, 30), {}, {"max_kernel": 2, "max_stride": 1, "max_dilation": 3}),
    ("transpose", (30, 19), {"kernel_size": 6}, {"max_stride": 1, "max_dilation": 2}),
    ("transpose", (26, 11), {"kernel_size": 2, "stride": 2}, {"max_dilation": 1}),
    ("transpose", (3, 2), {"kernel_size": 3}, {"max_stride": 3, "max_dilation": 1, "max_padding": 2}),
    ("transpose", (4, 39), {"stride": 4}, {"max_kernel": 1, "max_dilation": 2}),
    ("conv", (30, 4), {"stride": 2}, {"max_kernel": 5, "max_dilation": 1, "max_padding": 2}),
    ("conv", (34, 26), {"padding": 0}, {"max_kernel": 2, "max_stride": 2, "max_dilation": 2}),
    ("pool", (39, 29), {}, {"max_kernel": 3, "max_stride": 1, "max_dilation": 2}),
    ("unpool", (11, 25), {}, {"max_kernel": 3, "max_stride": 4, "max_padding": 1}),
]


def solved(op: str, sizes: tuple[int, int], pins: Settings, limits: Settings) -> bool:
    return bool(answer(sizes[0], sizes[1], op=op, **pins, **limits).solutions)


def least(op: str, sizes: tuple[int, int], pins: Settings, limits: Settings, bound: str) -> int | None:
    values = range(limits[bound] + 1, 60)
    return next((value for value in values if solved(op, sizes, pins, {**limits, bound: value})), None)


@pytest.mark.parametrize(("op", "sizes", "pins", "limits"), REFUSED)
def test_a_bound_is_relaxed_as_little_as_does_it(
    op: str, sizes: tuple[int, int], pins: Settings, limits: Settings
) -> None:
    found = answer(sizes[0], sizes[1], op=op, **pins, **limits)
    assert found.reason
    told: dict[tuple[str, ...], Any] = {}
    for gives_up, solution in further(found.question, found.reason).instead:
        assert solution.output_size(sizes[0]) == sizes[1]
        told.setdefault(gives_up, solution)
    for name, bound in LIMITED.items():
        if bound in limits:
            assert getattr(told.get((bound,)), name, None) == least(op, sizes, pins, limits, bound), bound


def test_the_plain_kernel_is_told_beside_the_least_bound() -> None:
    found = answer(10, 1000)
    assert found.reason
    instead = further(found.question, found.reason).instead
    strides = [solution[1:6] for gives_up, solution in instead if gives_up == ("max_stride",)]
    assert strides == [(128, 88, 0, 80, 1), (100, 100, 0, 0, 1)]


def test_two_bounds_are_not_told_where_one_does_it() -> None:
    found = answer(7, 1000)
    assert found.reason
    assert [each.gives_up for each in found.reason.instead] == [("max_kernel", "max_stride")]
    told = further(found.question, found.reason).instead
    assert [each.gives_up for each in told] == [("max_kernel",), ("max_stride",), ("max_dilation",)]


@pytest.mark.parametrize(
    ("size", "out", "op", "usual"),
    [(64, 128, "conv", "transpose"), (64, 129, "pool", "transpose"), (5, 3, "unpool", "conv")],
)
def test_where_no_bound_helps_the_usual_layer_may(size: int, out: int, op: str, usual: str) -> None:
    found = answer(size, out, op=op)
    assert found.reason
    (instead,) = further(found.question, found.reason).instead
    assert (instead.gives_up, instead.solution.op, instead.solution.out) == (("op",), usual, out)


def test_another_layer_is_no_way_out_of_a_pin() -> None:
    found = answer(64, 128, op="conv", kernel_size=4)
    assert found.reason
    assert all(each.solution.op == "conv" for each in further(found.question, found.reason).instead)
