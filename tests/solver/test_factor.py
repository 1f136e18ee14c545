"""Factors hold for every size, several axes and cases are served by one setting, and mistakes are named."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.resize import scaled_size
from shapecalc.solver import Limits, Pins, Solution
from shapecalc.solver.compare import EXAMPLE, places, ways
from shapecalc.solver.factor import by_factor, read_factor
from shapecalc.solver.inquiry import every_op, inquiry
from shapecalc.solver.several import Answers

from . import brute_force


def exact_for(factor: tuple[int, int], op: str | None = None, **pins: int) -> tuple[Solution, ...]:
    return by_factor(factor, op, Pins(**pins), Limits(), "")[1]


@given(st.integers(1, 12), st.sampled_from(["transpose", "unpool", "conv", "pool"]), st.integers(1, 10**6))
def test_a_factor_is_exact_for_every_size(number: int, op: str, size: int) -> None:
    up = op in ("transpose", "unpool")
    for one in exact_for((number, 1) if up else (1, number), op):
        if up:
            assert one.output_size(size) == number * size
        elif one.mode != "ceil":
            assert one.output_size(number * size) == size


@pytest.mark.parametrize(("number", "op"), [*product(range(1, 6), ("transpose", "conv"))])
def test_a_factor_misses_nothing(number: int, op: str) -> None:
    factor = (number, 1) if op == "transpose" else (1, number)
    _, found, _ = by_factor(factor, op, Pins(), Limits(max_kernel=5, max_dilation=2), "")
    truth = {
        settings
        for settings in brute_force.every_settings(5, 2)
        if brute_force.makes_sense(op, settings)
        and settings.stride == number
        and brute_force.is_exact(op, 12 * factor[1], 12 * factor[0], settings)
    }
    assert {brute_force.settings_of(one) for one in found} == truth


@pytest.mark.parametrize("factor", range(1, 9))
def test_the_classic_recipes_are_named(factor: int) -> None:
    names = {one[1:5]: one.recipe for one in exact_for((factor, 1), "transpose")}
    if factor > 1:
        assert names[factor, factor, 0, 0] == "U-Net up-convolution"
        bilinear = (2 * factor - factor % 2, factor, -(-(factor - 1) // 2), 0)
        assert names[bilinear] == ("DCGAN" if factor == 2 else "Caffe bilinear")
    if factor == 2:
        assert names[3, 2, 1, 1] == "CycleGAN"
    if factor % 2 == 0:
        assert (2 * factor, factor, factor // 2, 0) in names


@pytest.mark.parametrize(("text", "factor"), [(2, (2, 1)), ("1/2", (1, 2)), (0.25, (1, 4)), ("6/4", (3, 2))])
def test_factors_are_read(text: Any, factor: tuple[int, int]) -> None:
    assert read_factor(text) == factor


@pytest.mark.parametrize("text", ["1e99", "1/1000000007"])
def test_a_factor_has_bounds(text: str) -> None:
    with pytest.raises(ShapecalcError, match="must be from 1/1000000000 to 1000000000"):
        read_factor(text)


@pytest.mark.parametrize("text", ["0", "-2", "two", "1/0", "", "nan", "inf", "1e9999999", "1" * 5000])
def test_what_is_no_factor_is_refused(text: str) -> None:
    with pytest.raises(ShapecalcError, match="must be a number over 0"):
        read_factor(text)


@given(st.integers(1, 40), st.integers(0, 5), st.integers(1, 10**6))
def test_a_fraction_upsamples_every_size(times: int, halvings: int, size: int) -> None:
    factor = read_factor(f"{times}/{2**halvings}")
    for one in exact_for(factor, "upsample"):
        assert one.output_size(size) == scaled_size(size, times / 2**halvings, least=0)
        assert one.output_size(factor[1] * size) == factor[0] * size
        assert one.factor == times / 2**halvings


def test_a_fraction_is_no_stride() -> None:
    assert [one.op for one in exact_for((3, 2))] == ["upsample"] * 2
    with pytest.raises(ShapecalcError, match="no conv makes 3/2 of every size"):
        exact_for((3, 2), "conv")
    with pytest.raises(ShapecalcError, match="no floating-point number is 4/3"):
        exact_for((4, 3))


def test_a_stride_that_contradicts_the_factor_is_refused() -> None:
    with pytest.raises(ShapecalcError, match="stride 3 contradicts the factor 2"):
        exact_for((2, 1), stride=3)


@pytest.mark.parametrize(("factor", "op", "others"), [((2, 1), "pool", "transpose"), ((1, 2), "unpool", "conv")])
def test_an_op_that_goes_the_other_way_names_those_that_do(factor: tuple[int, int], op: str, others: str) -> None:
    _, found, reason = by_factor(factor, op, Pins(), Limits(), "")
    assert found == ()
    assert reason
    assert f"whatever its settings; {others}" in reason.why


def test_an_even_kernel_alone_keeps_no_size() -> None:
    _, found, reason = by_factor((1, 1), "transpose", Pins(kernel_size=4), Limits(), "")
    assert found == ()
    assert reason
    assert reason.why == "2P - output_padding = F - S has no solution within the bounds" or "F - S" in reason.why


def found(size: Any, out: Any, op: str | None = None, **pins: int) -> Answers:
    ((_, answers),) = every_op(inquiry(size, out), op, Pins(**pins), Limits(), "")
    return answers


def test_one_kernel_for_both_axes() -> None:
    answers = found((64, 48), (128, 96))
    assert answers.shared
    assert answers.rows[0][0][1:5] == answers.rows[0][1][1:5] == (4, 2, 1, 0)
    assert [(each.size, each.out) for each in answers.rows[0]] == [(64, 128), (48, 96)]


def test_axes_that_share_nothing_have_their_own_kernels() -> None:
    answers = found((64, 50), (128, 99))
    assert not answers.shared
    for row in answers.rows:
        assert [each.output_size(each.size) for each in row] == [128, 99]


def test_keras_says_an_output_padding_for_every_axis_where_one_needs_it() -> None:
    ((_, answers),) = every_op(inquiry((64, 48), (128, 95)), None, Pins(), Limits(), "keras")
    assert [tuple(each[1:5] for each in row) for row in answers.rows[:1]] == [((3, 2, "same", 1), (3, 2, "same", 0))]
    for row in answers.rows:
        assert None not in {each.output_padding for each in row}
        assert [each.output_size(each.size) for each in row] == [128, 95]


def test_one_ceil_mode_serves_an_axis_that_does_not_need_it() -> None:
    answers = found((128, 127), (64, 64), "pool", kernel_size=2, stride=2, padding=0)
    assert [[each.mode for each in row] for row in answers.rows] == [["ceil", "ceil"]]
    assert answers.shared


def test_axes_of_one_layer_share_what_it_has_once() -> None:
    """Keras has one padding for all axes: what goes with ``valid`` on both is found, though ``same`` is more usual."""
    ((_, answers),) = every_op(inquiry((19, 20), (17, 10)), None, Pins(), Limits(), "keras")
    assert answers.rows
    assert {(row[0].padding, row[1].padding) for row in answers.rows} == {("valid", "valid")}


@pytest.mark.parametrize(
    ("op", "framework", "outs", "pins", "once"),
    [
        ("shuffle", "", (128, 192), Pins(), "shuffle has one factor"),
        ("conv", "keras", (61, 32), Pins(kernel_size=4), "conv has one padding"),
    ],
)
def test_what_no_layer_has_on_all_axes_is_no_answer(
    op: str, framework: str, outs: tuple[int, int], pins: Pins, once: str
) -> None:
    assert all(next(every_op(inquiry(64, out), op, pins, Limits(), framework))[1].found for out in outs)
    ((_, answers),) = every_op(inquiry((64, 64), outs), op, pins, Limits(), framework)
    assert (answers.rows, answers.found) == ((), False)
    reason = answers.axes[0].reason
    assert reason
    assert once in reason.why


CASES = [([5, 6], [9, 11]), ([9, 10, 11], [5, 5, 6]), ([1, 4], [2, 8]), ([4, 1], [1, 1]), ([7, 8], [4, 4])]
SPARE = {"pool": "ceil", "unpool": "output_size"}


def in_spare_mode(op: str, one: brute_force.Settings) -> brute_force.Settings:
    return one._replace(mode=SPARE.get(op, ""))


def makes_a_difference(op: str, one: brute_force.Settings, made: dict[brute_force.Settings, frozenset[int]]) -> bool:
    """Tell whether rounding up makes another size; an unpooling may be asked for the size that it makes anyway."""
    return op == "pool" and in_spare_mode(op, one) in made


@pytest.mark.parametrize("op", ["transpose", "conv", "pool", "unpool"])
@pytest.mark.parametrize(("sizes", "outs"), CASES)
def test_one_setting_for_all_cases_is_what_serves_each(op: str, sizes: list[int], outs: list[int]) -> None:
    ((_, answers),) = every_op(inquiry(sizes, outs), op, Pins(), Limits(max_kernel=4, max_stride=4), "")
    plain, spare = [], []
    for size, out in zip(sizes, outs, strict=True):
        made = brute_force.outputs(op, size, 4, 1)
        here = {one for one, sizes_made in made.items() if out in sizes_made}
        plain.append({one for one in here if not one.mode})
        spare.append({in_spare_mode(op, one) for one in here if one.mode or not makes_a_difference(op, one, made)})
    served = set.intersection(*plain)
    also = {one for one in set.intersection(*spare) if op in SPARE and one._replace(mode="") not in served}
    got = {brute_force.settings_of(one) for one in answers.axes[0].solutions}
    assert got == served | also


def test_cases_without_a_common_setting_say_so() -> None:
    (axis,) = found([63, 64, 65], [126, 128, 131]).axes
    assert axis.reason is not None
    assert axis.reason.kind == "cases"
    assert "64 -> 65 adds 3" in axis.reason.why


MISMATCHED = [
    ((64, 48), 128, "the input has 2 axes, and the output 1"),
    ([63, 64], [126], "the input has 2 cases, and the output 1"),
    ([63, (64, 48)], [126, (128, 96)], "there are 1 and 2 axes"),
    ((1, 2, 3, 4), (1, 2, 3, 4), "there are 4 axes"),
    ([4, 4], [8, 2], "one size grows and another shrinks"),
]


@pytest.mark.parametrize(("size", "out", "text"), MISMATCHED)
def test_sizes_that_do_not_fit_together_are_refused(size: Any, out: Any, text: str) -> None:
    with pytest.raises(ShapecalcError, match=text):
        found(size, out)


def test_what_becomes_of_the_example() -> None:
    assert EXAMPLE == ((1, 2), (3, 4))
    assert places("copies")[0] == ("1", "1", "2", "2")
    assert [row[::2] for row in places("zeros")[::2]] == [("1", "2"), ("3", "4")]
    assert sorted(cell for row in places("places") for cell in row if cell != "0") == ["1", "2", "3", "4"]
    assert places("channels")[1] == ("c1", "d1", "c2", "d2")


def test_the_ways_cost_what_their_layers_cost() -> None:
    costs = {way.name: way.cost((16, 16)) for way in ways(2, (64, 32))}
    assert costs["nearest + conv 3x3"] == (9 * 64 * 32 + 32, 32 * 32 * 9 * 64 * 32)
    assert costs["transposed conv 2/2/0"] == (4 * 64 * 32 + 32, 16 * 16 * 4 * 64 * 32)
    assert costs["conv 3x3 + pixel shuffle"] == (9 * 64 * 128 + 128, 16 * 16 * 9 * 64 * 128)
