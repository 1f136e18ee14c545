"""The strides that cannot do it are left out before anything is tried, and never one that can."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shapecalc
from shapecalc.solver.ops import op_of
from shapecalc.solver.ops.step import between, whole

from . import brute_force


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-60, 60)), max_size=4))
def test_the_strides_are_those_of_every_limit(limits: list[tuple[int, int]]) -> None:
    found = whole(limits)
    assert {stride for stride in range(1, 100) if stride in found} == {
        stride for stride in range(1, 100) if all(times * stride <= bound for times, bound in limits)
    }


@pytest.mark.parametrize(("op", "sizes"), [*product(brute_force.OPS, [(3, 4), (5, 9), (4, 7, 8), (2, 3, 5, 11)])])
def test_no_stride_is_lost_between_cases(op: str, sizes: tuple[int, ...]) -> None:
    made = [brute_force.outputs(op, size) for size in sizes]
    for settings in set.intersection(*map(set, made)):
        for outs in product(*(each[settings] for each in made)):
            cases = [*zip(sizes, outs, strict=True)]
            assert settings.stride in whole(between(cases, op_of(op).growing)), (settings, cases)


def test_what_the_cases_leave_is_told() -> None:
    reasons = {
        (tuple(size), tuple(out)): shapecalc.solve(size, out).reasons[0].why
        for size, out in (([63, 64], [126, 131]), ([50, 100], [101, 200]), ([126, 131], [63, 64]))
    }
    assert [why.partition("; here ")[2] for why in reasons.values()] == [
        "63 -> 64 adds 5, so S would be 5, and within the bounds 63 -> 126 needs S=2",
        "50 -> 100 adds 99, so no S does",
        "126 -> 131 adds 1, so S would be 3 or more, and within the bounds 126 -> 63 needs S=2",
    ]


CONTRADICTORY: list[tuple[Any, Any, dict[str, Any]]] = [
    ([63, 64], [126, 131], {}),
    ([(100, 100), (50, 50)], [(200, 200), (101, 101)], {}),
    ([126, 133], [63, 64], {"op": "pool"}),
    (7, 10**9 + 7, {}),
]


@pytest.mark.parametrize(("size", "out", "settings"), CONTRADICTORY)
def test_a_contradiction_is_not_searched_for(
    size: Any, out: Any, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    op = op_of(settings.get("op", "transpose"))
    tried, settle = [], type(op).settle

    def counted(self: Any, question: Any, window: Any) -> Any:
        tried.append(window)
        return settle(self, question, window)

    monkeypatch.setattr(type(op), "settle", counted)
    (reason, *_) = shapecalc.solve(size, out, **settings).reasons
    assert reason.why
    assert len(tried) < 2000
