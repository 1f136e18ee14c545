"""Where a polynomial keeps its sign: found by looking at every number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shapecalc.symbolic.polynomial import Terms, plus, product, substituted, value
from shapecalc.symbolic.steady import coefficients, reaching, steady

WINDOW = range(-60, 61)


def polynomial(numbers: list[int]) -> Terms:
    return {("q",) * power: number for power, number in enumerate(numbers) if number}


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


POLYNOMIALS = st.lists(st.integers(-40, 40), min_size=2, max_size=4).filter(lambda numbers: numbers[-1] != 0)


@given(POLYNOMIALS, st.integers(-30, 30))
def test_steady_is_the_largest_interval_with_one_sign(numbers: list[int], at: int) -> None:
    terms = polynomial(numbers)
    low, high = steady(terms, at)
    here = sign(value(terms, {"q": at}))
    inside = [q for q in WINDOW if (low is None or q >= low) and (high is None or q <= high)]
    assert at in inside
    assert {sign(value(terms, {"q": q})) for q in inside} == {here}
    for end, step in ((low, -1), (high, 1)):
        assert end is None or sign(value(terms, {"q": end + step})) != here


@given(POLYNOMIALS, st.integers(-30, 30), st.integers(-20, 20))
def test_reaching_is_the_largest_interval_at_or_over_a_bound_or_under_it(
    numbers: list[int], at: int, bound: int
) -> None:
    terms = polynomial(numbers)
    low, high = reaching(terms, at, bound)
    here = value(terms, {"q": at}) >= bound
    inside = [q for q in WINDOW if (low is None or q >= low) and (high is None or q <= high)]
    assert at in inside
    assert {value(terms, {"q": q}) >= bound for q in inside} == {here}
    for end, step in ((low, -1), (high, 1)):
        assert end is None or (value(terms, {"q": end + step}) >= bound) != here


@given(POLYNOMIALS, POLYNOMIALS, st.integers(-9, 9))
def test_sums_and_products_are_those_of_the_values(one: list[int], other: list[int], q: int) -> None:
    a, b, at = polynomial(one), polynomial(other), {"q": q}
    assert value(plus(a, b), at) == value(a, at) + value(b, at)
    assert value(plus(a, b, -1), at) == value(a, at) - value(b, at)
    assert value(product(a, b), at) == value(a, at) * value(b, at)
    assert value(substituted(a, b), at) == value(a, {"q": value(b, at)})


@given(POLYNOMIALS)
def test_coefficients_come_back(numbers: list[int]) -> None:
    assert coefficients(polynomial(numbers)) == numbers
