"""What an element depends on, against going back through the definition of each layer, one element at a time."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.dependency import MOST_ELEMENTS, Dependency, through, together
from shapecalc.formulas.receptive_field import ReceptiveField, receptive_field_step
from shapecalc.formulas.taps import MOST_READS, Taps, aligned_taps, resized_taps, transposed_taps, window_taps


class Window(NamedTuple):
    kernel_size: int
    stride: int
    padding: int
    dilation: int

    def taps(self) -> Taps:
        return window_taps(*self)

    def reads(self, n: int) -> set[int]:
        return {n * self.stride - self.padding + tap * self.dilation for tap in range(self.kernel_size)}


class Transposed(NamedTuple):
    """Input ``a`` is spread over ``a*s + f*d``; of all that, ``p`` is cropped."""

    kernel_size: int
    stride: int
    padding: int
    dilation: int

    def taps(self) -> Taps:
        return transposed_taps(*self)

    def reads(self, n: int) -> set[int]:
        spread = (self.kernel_size + self.stride) * self.dilation
        around = range((n + self.padding) // self.stride - spread, (n + self.padding) // self.stride + spread)
        spots = range(0, self.kernel_size * self.dilation, self.dilation)
        return {a for a in around if n + self.padding - a * self.stride in spots}


class Resized(NamedTuple):
    """``x`` is where an output element stands in the input, in the middle of its share."""

    size: int
    output: int
    kind: str

    def taps(self) -> Taps:
        return resized_taps(*self)

    def reads(self, n: int) -> set[int]:
        step = Fraction(self.size, self.output)
        x = (n + Fraction(1, 2)) * step - Fraction(1, 2)
        each_side = {"linear": 1, "cubic": 2}.get(self.kind, 0)
        if each_side:
            return {a for a in range(floor(x) - 3, ceil(x) + 4) if abs(a - x) < each_side and (a == x or x % 1)}
        if self.kind == "area":
            return set(range(floor(n * step), ceil((n + 1) * step)))
        return {floor(n * step) if self.kind == "nearest" else floor(x + Fraction(1, 2))}


Step = Window | Transposed | Resized
small = st.integers(1, 4)
layers: st.SearchStrategy[Step] = st.one_of(
    st.builds(Window, small, st.integers(1, 3), st.integers(-2, 3), st.integers(1, 3)),
    st.builds(Transposed, small, st.integers(1, 3), st.integers(0, 2), st.integers(1, 3)),
    st.builds(Resized, small, small, st.sampled_from(["nearest", "nearest-exact", "linear", "cubic", "area"])),
)
chains = st.lists(layers, max_size=4)


def traced(chain: list[Step], n: int) -> set[int]:
    seen = {n}
    for layer in reversed(chain):
        seen = {below for each in seen for below in layer.reads(each)}
    return seen


def computed(chain: list[Step]) -> Dependency:
    seen = Dependency()
    for layer in chain:
        after = through(seen, layer.taps())
        assert after is not None
        seen = after
    return seen


@given(chain=chains, n=st.integers(-5, 40))
def test_every_element_is_found_and_no_other(chain: list[Step], n: int) -> None:
    assert set(computed(chain).elements(n)) == traced(chain, n)


@given(chain=chains)
def test_the_size_is_that_of_the_element_that_sees_most(chain: list[Step]) -> None:
    seen = computed(chain)
    reach = [max(found) - min(found) + 1 if (found := traced(chain, n)) else 0 for n in range(len(seen.sets))]
    assert seen.field.size == max(reach)


@given(one=chains, other=chains, n=st.integers(-5, 40))
def test_branches_come_together_where_they_are_in_step(one: list[Step], other: list[Step], n: int) -> None:
    branches = [computed(one), computed(other)]
    union = together(branches)
    assert (union is None) == (branches[0].jump != branches[1].jump)
    if union:
        assert set(union.elements(n)) == traced(one, n) | traced(other, n)


@given(chain=st.lists(st.builds(Window, small, small, st.integers(0, 3), small), max_size=4))
def test_through_windows_it_is_the_recurrence(chain: list[Window]) -> None:
    field = ReceptiveField()
    for layer in chain:
        field = receptive_field_step(field, *layer)
    assert computed([*chain]).field == field


@given(size=st.integers(1, 12), output=st.integers(1, 12))
def test_aligned_corners_stay_in_the_corners(size: int, output: int) -> None:
    seen = through(Dependency(), aligned_taps(size, output))
    assert seen is not None
    assert seen.elements(0) == [0]
    if output > 1:
        assert seen.elements(output - 1) == [size - 1]
        assert seen.jump == Fraction(size - 1, output - 1)


def test_what_is_too_large_is_not_traced() -> None:
    assert through(Dependency(), window_taps(2, dilation=MOST_ELEMENTS)) is None
    assert through(Dependency(), window_taps(MOST_READS + 1)) is None
    with pytest.raises(ShapecalcError, match="taps in all"):
        transposed_taps(2, stride=MOST_READS)
    with pytest.raises(ShapecalcError, match="taps in all"):
        resized_taps(MOST_READS, MOST_READS + 1)
    with pytest.raises(ShapecalcError, match="taps in all"):
        aligned_taps(MOST_READS, 2 * MOST_READS)
    with pytest.raises(ShapecalcError, match="one of nearest, nearest-exact"):
        resized_taps(1, 2, "lanczos3")
