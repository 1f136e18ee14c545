"""A size that stands for many answers as each of them would, within the interval that it remembers."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from math import floor, prod
from struct import pack, unpack
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecalc.symbolic.point import IrregularError, Point, Split
from shapecalc.symbolic.polynomial import value
from shapecalc.symbolic.scaled import Scaled
from shapecalc.symbolic.size import Symbolic

FAR = 200
COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)
NUMBERS = st.integers(-50, 50)
SLOPES = st.integers(-12, 12).filter(bool)


def interval(point: Point) -> range:
    return range(max(point.low.get("q", -FAR), -FAR), min(point.high.get("q", FAR), FAR) + 1)


@given(st.sampled_from(COMPARISONS), SLOPES, NUMBERS, st.integers(-12, 12), NUMBERS, st.integers(-60, 60))
def test_a_comparison_holds_in_its_interval_and_turns_outside(
    compare: Callable[[Any, Any], bool], a: int, b: int, c: int, d: int, q: int
) -> None:
    point = Point({"q": q})
    answer = compare(Symbolic.at(point, {("q",): a, (): b}), Symbolic.at(point, {("q",): c, (): d}))
    assert answer == compare(a * q + b, c * q + d)
    assert {compare(a * at + b, c * at + d) for at in interval(point)} == {answer}


def at(found: Any, q: int) -> int:
    return value(found.terms, {"q": q}) if isinstance(found, Symbolic) else found


def divided(a: int, b: int, q: int, divisor: int) -> tuple[Any, int] | Split:
    try:
        whole, rest = divmod(Symbolic.at(Point({"q": q}), {("q",): a, (): b}), divisor)
    except Split as split:
        return split
    return whole, rest


@given(SLOPES, NUMBERS, st.integers(1, 12), st.integers(-60, 60))
def test_a_floor_is_exact_or_asks_for_the_fewest_classes_in_which_it_is(a: int, b: int, divisor: int, q: int) -> None:
    answer = divided(a, b, q, divisor)
    if isinstance(answer, Split):
        assert next(parts for parts in range(1, 13) if a * parts % divisor == 0) == answer.parts > 1
        return
    whole, rest = answer
    assert [(at(whole, other), rest) for other in range(-9, 9)] == [
        divmod(a * other + b, divisor) for other in range(-9, 9)
    ]


@given(st.lists(st.tuples(st.integers(0, 9), NUMBERS), min_size=1, max_size=3), st.integers(0, 30))
def test_products_sums_and_extremes_are_those_of_the_numbers(lines: list[tuple[int, int]], q: int) -> None:
    point = Point({"q": q})
    sizes = [Symbolic.at(point, {("q",): a, (): b}) for a, b in lines]
    plain = [a * q + b for a, b in lines]
    assert (prod(sizes), sum(sizes), min(sizes), max(sizes)) == (prod(plain), sum(plain), min(plain), max(plain))
    assert all(isinstance(size, Symbolic) == (a != 0) for size, (a, _) in zip(sizes, lines, strict=True))


def test_a_product_of_two_variables_is_divided_exactly_by_one_of_them() -> None:
    point = Point({"h": 4, "w": 5})
    height, width = Symbolic.at(point, {("h",): 2}), Symbolic.at(point, {("w",): 3, (): 1})
    area = height * width * 8
    assert divmod(area, width) == (height * 8, 0)
    assert (area // width).terms == {("h",): 16}


def test_a_number_divided_by_a_size_is_that_of_the_point_for_a_while() -> None:
    point = Point({"q": 3})
    assert divmod(100, Symbolic.at(point, {("q",): 10})) == (3, 10)
    assert interval(point) == range(3, 4)


def single(number: float) -> float:
    rounded: float = unpack("f", pack("f", number))[0]
    return rounded


@pytest.mark.parametrize("scale", [0.29, 0.7, 0.3, 1.7, 2.3, 0.1, 1 / 3, 2 / 3, 0.57, 1.5, 0.5, 3.0])
@pytest.mark.parametrize("precise", [True, False], ids=["double", "single"])
def test_a_float_scale_is_rounded_as_floats_are(scale: float, precise: bool) -> None:
    scale = scale if precise else single(scale)
    parts = Fraction(scale).limit_denominator(1000).denominator
    for size in [*range(1, 400), 12_345, 99_999, 1_000_000]:
        point = Point({"q": size // parts})
        scaled = Scaled(Symbolic.at(point, {("q",): parts, (): size % parts}), scale)
        found = floor(scaled if precise else scaled.in_single_precision())
        assert found == floor(size * scale if precise else single(size * scale))
        near = [q for q in interval(point) if 0 < q * parts + size % parts < 10_000][:40]
        for number in (q * parts + size % parts for q in near):
            expected = floor(number * scale if precise else single(number * scale))
            assert at(found, number // parts) == expected, number


@pytest.mark.parametrize(
    "misuse",
    [int, float, lambda size: size / 2, lambda size: size & 1, lambda size: 2**size, lambda size: size < 2.5, round],
)
def test_what_cannot_be_said_of_all_is_refused(misuse: Callable[[Any], Any]) -> None:
    with pytest.raises(IrregularError):
        misuse(Symbolic.at(Point({"q": 5}), {("q",): 1}))


def test_a_size_of_another_walk_is_another_size() -> None:
    one, other = (Symbolic.at(Point({"q": 5}), {("q",): 1}) for _ in range(2))
    assert one != other
    assert hash(one) == hash(other) == hash(5)


def test_a_size_of_a_computation_that_is_over_is_no_key_to_what_was_remembered() -> None:
    point = Point({"q": 5})
    size = Symbolic.at(point, {("q",): 1})
    remembered = {(size, 3): "an answer"}
    assert (5, 3) in remembered
    point.over = True
    assert (5, 3) not in remembered
