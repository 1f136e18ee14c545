"""No solution: why, and what comes near."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapecalc.solver import Answer, Pins, Reason, Solution, answer

from . import brute_force
from .brute_force import BOUNDS, MOST, OPS, settings_of


def reason_of(answer: Answer) -> Reason:
    assert answer.reason is not None
    assert answer.solutions == ()
    return answer.reason


def size_of(solution: Solution | None) -> int | None:
    return solution and solution.out


def pinned(pins: Pins) -> dict[str, Any]:
    return {name: value for name, value in pins._asdict().items() if value is not None}


def reachable(op: str, size: int, pins: Pins) -> set[int]:
    return {
        out
        for one, sizes in brute_force.outputs(op, size).items()
        for out in sizes
        if all(pin in (None, value) for pin, value in zip(pins, one[:5], strict=True))
    }


PINS = [
    Pins(),
    Pins(stride=2),
    Pins(stride=3, output_padding=0),
    Pins(kernel_size=4, stride=2, output_padding=0),
    Pins(kernel_size=3, stride=5),
    Pins(kernel_size=5, stride=1),
    Pins(kernel_size=2, stride=4, padding=1),
    Pins(stride=4, padding=0),
    Pins(padding=2),
    Pins(kernel_size=5, dilation=2),
]


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("pins", PINS)
def test_the_nearest_sizes_are_those_of_trying_everything(op: str, pins: Pins) -> None:
    if op == "unpool" and (pins.dilation or pins.output_padding):
        return
    kinds: Counter[str] = Counter()
    for size in (1, 2, 3, 4, 5, 8, 9):
        reached = reachable(op, size, pins)
        for out in set(range(1, 60)) - reached:
            reason = reason_of(answer(size, out, op=op, **pinned(pins), **BOUNDS))
            kinds[reason.kind] += 1
            assert size_of(reason.below) == max((one for one in reached if one < out), default=None)
            assert size_of(reason.above) == min((one for one in reached if one > out), default=None)
            assert (reason.smallest, reason.largest) == (min(reached, default=None), max(reached, default=None))
            assert_near(reason, size, pins)
    assert kinds["too_large"] or kinds["nothing_fits"]


def assert_near(reason: Reason, size: int, pins: Pins) -> None:
    for near in (reason.below, reason.above):
        if near:
            assert near.output_size(size) == near.out
            assert all(pin in (None, value) for pin, value in zip(pins, near[1:6], strict=True))


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("pins", PINS)
def test_what_is_done_instead_gives_up_what_it_says(op: str, pins: Pins) -> None:
    if op == "unpool" and (pins.dilation or pins.output_padding):
        return
    for size in (1, 2, 3, 4, 7, 8):
        for out in set(range(1, 30)) - reachable(op, size, pins):
            for gives_up, solution in reason_of(answer(size, out, op=op, **pinned(pins), **BOUNDS)).instead:
                assert (solution.out, solution.output_size(size)) == (out, out)
                assert set(gives_up) == given_up(pins, solution)


def given_up(pins: Pins, solution: Solution) -> set[str]:
    settings = settings_of(solution)
    pins_lost = {name for name, value in pinned(pins).items() if getattr(settings, name) != value}
    over = {
        "max_kernel": pins.kernel_size is None and settings.kernel_size > MOST,
        "max_stride": pins.stride is None and settings.stride > MOST,
    }
    return pins_lost | {name for name, is_over in over.items() if is_over}


KINDS = [
    (
        "an even kernel cannot make an odd size",
        answer(64, 127, kernel_size=4, stride=2, output_padding=0),
        "parity",
        "with kernel_size 4, stride 2, output_padding 0 every output size is even (124 to 130), and 127 is odd",
        (126, 128),
    ),
    (
        "an even kernel cannot keep a size",
        answer(64, 64, kernel_size=4),
        "parity",
        "with kernel_size 4, stride 1 every output size is odd (61 to 65), and 64 is even",
        (63, 65),
    ),
    (
        "the stride is too large for it",
        answer(64, 128, stride=4),
        "too_small",
        "with kernel_size 1 to 7, stride 4 the smallest output size is 247",
        (None, 247),
    ),
    (
        "a convolution hardly grows",
        answer(64, 128, op="conv"),
        "too_large",
        "with kernel_size 1 to 7, stride 1 to 4 the largest output size is 65",
        (65, None),
    ),
    (
        "between two strides",
        answer(128, 50, max_padding=1),
        "gap",
        "with kernel_size 1 to 7, stride 1 to 4, padding 0 to 1 the output sizes jump from 43 to 61",
        (43, 61),
    ),
    (
        "the kernel is larger than the input",
        answer(4, 1, kernel_size=9, padding=0),
        "nothing_fits",
        "with kernel_size 9, stride 1 to 4, padding 0 nothing is left of an input of 4",
        (None, None),
    ),
    (
        "a thousand million is not searched",
        answer(10**9, 10**9 + 100, kernel_size=3, dilation=2, max_stride=1),
        "too_large",
        "with kernel_size 3, stride 1, dilation 2 the largest output size is 1000000005",
        (10**9 + 5, None),
    ),
]


@pytest.mark.parametrize(("answer", "kind", "why", "near"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_the_reason_is_told_with_the_numbers(
    answer: Answer, kind: str, why: str, near: tuple[int | None, int | None]
) -> None:
    reason = reason_of(answer)
    assert (reason.kind, reason.why) == (kind, why)
    assert (size_of(reason.below), size_of(reason.above)) == near


def test_the_best_settings_are_named_for_what_is_near() -> None:
    reason = reason_of(answer(64, 127, kernel_size=4, output_padding=0, stride=2))
    assert reason.above is not None
    assert reason.above.recipe == "DCGAN"


def test_the_plain_kernel_does_what_the_bounds_exclude() -> None:
    ((gives_up, solution),) = reason_of(answer(10, 1000)).instead
    assert (gives_up, solution[1:6]) == (("max_stride",), (100, 100, 0, 0, 1))
    ((gives_up, solution),) = reason_of(answer(224, 1)).instead
    assert (gives_up, solution[1:6]) == (("max_kernel",), (224, 1, 0, 0, 1))


def test_nothing_is_offered_that_may_not_be_asked_for() -> None:
    assert reason_of(answer(10**18, 1)).instead == ()
    assert reason_of(answer(3, 10**18)).instead == ()


def test_a_pin_that_bounds_the_search_is_not_given_up() -> None:
    reason = reason_of(answer(2 * 10**9, 3, kernel_size=10**9, stride=10**9, padding=0))
    assert (size_of(reason.below), reason.above, reason.instead) == (2, None, ())


@settings(max_examples=200)
@given(
    size=st.integers(1, 10**9),
    out=st.integers(1, 10**9),
    kernel_size=st.none() | st.integers(1, 9),
    stride=st.none() | st.integers(1, 5),
    padding=st.none() | st.integers(0, 4),
)
def test_what_is_reachable_is_solved_and_what_is_not_has_a_reason(
    size: int, out: int, kernel_size: int | None, stride: int | None, padding: int | None
) -> None:
    found = answer(
        size, out, kernel_size=kernel_size, stride=stride, padding=padding, max_kernel=9, max_stride=5, max_padding=4
    )
    if found.reason is None:
        assert all(solution.output_size(size) == out for solution in found.solutions)
        return
    near = [one for one in (found.reason.below, found.reason.above) if one]
    assert all(one.output_size(size) == one.out != out for one in near)
    for instead in found.reason.instead:
        assert instead.solution.output_size(size) == out
        assert instead.gives_up
