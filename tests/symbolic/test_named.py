"""An expression says what the arithmetic that it was made by says, for all sizes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shapecalc.symbolic.named import Expression
from shapecalc.symbolic.sample import Sample

SIZES = st.integers(1, 60)
STEPS = st.lists(st.tuples(st.sampled_from("+-*/%"), st.integers(-4, 9), st.booleans()), max_size=6)


def computed(steps: list[tuple[str, int, bool]], one: Any, two: Any) -> Any:
    size = one
    for sign, number, by_other in steps:
        other = two if by_other else number
        if sign in "/%":
            divisor = abs(number) + 1
            size = size // divisor if sign == "/" else size % divisor
        else:
            size = size + other if sign == "+" else size - other if sign == "-" else size * other
    return size


@given(height=SIZES, width=SIZES, steps=STEPS)
def test_an_expression_computes_what_the_steps_compute(
    height: int, width: int, steps: list[tuple[str, int, bool]]
) -> None:
    sizes = {"height": height, "width": width}
    samples = [Sample.of(Expression.named(name), number) for name, number in sizes.items()]
    found = computed(steps, *samples)
    assert found == computed(steps, height, width)
    if isinstance(found, Sample) and found.expression is not None:
        assert found.expression.evaluate(sizes) == found
        assert eval(found.expression, dict(sizes)) == found  # noqa: S307 - our own expression


@given(height=SIZES, width=SIZES, steps=STEPS)
def test_a_sample_that_has_forgotten_its_expression_is_the_same_number(
    height: int, width: int, steps: list[tuple[str, int, bool]]
) -> None:
    found = computed(steps, Sample.of(None, height), Sample.of(Expression.named("width"), width))
    assert found == computed(steps, height, width)
    assert isinstance(found, Sample)
    assert found.expression is None
