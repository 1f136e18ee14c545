"""Every solution and no other, the usual first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapecalc.solver import Solution, answer, rank

from . import brute_force
from .brute_force import BOUNDS, OPS, Settings, settings_of

LARGEST_SIZE = 24
SIZES = range(1, LARGEST_SIZE + 1)


def found(size: int, out: int, **given_settings: int | str | None) -> list[tuple[object, ...]]:
    """Return kernel_size, stride, padding and output_padding of each solution."""
    return [solution[1:5] for solution in answer(size, out, **given_settings).solutions]  # type: ignore[arg-type]


@pytest.mark.parametrize("op", OPS)
@pytest.mark.parametrize("size", SIZES)
def test_solutions_are_those_of_trying_everything(op: str, size: int) -> None:
    for out in SIZES:
        solutions = answer(size, out, op=op, **BOUNDS).solutions
        assert len(set(solutions)) == len(solutions)
        assert {settings_of(solution) for solution in solutions} == brute_force.solutions(op, size, out), out


def test_the_comparison_sees_a_missing_and_a_wrong_solution() -> None:
    truth = brute_force.solutions("transpose", 8, 16)
    assert len(truth) > 5
    assert Settings(4, 2, 1, 0, 1) in truth
    assert Settings(4, 2, 2, 0, 1) not in truth
    assert Settings(1, 2, 1, 3, 1) not in truth


@pytest.mark.parametrize("op", OPS)
def test_each_solution_is_exact_covers_and_goes_back_through_the_formula_as_it_says(op: str) -> None:
    for size in range(1, 13):
        for out in range(1, 13):
            for solution in answer(size, out, op=op, **BOUNDS).solutions:
                settings = settings_of(solution)
                assert solution.output_size(size) == out
                assert solution.exact == brute_force.is_exact(op, size, out, settings), solution
                assert_the_rule_holds(op, solution, settings)
                few, many = (size, out) if op == "transpose" else (out, size)
                if op in ("transpose", "conv") and solution.dilation == 1 and few > 1:
                    met = set(brute_force.met(op, size, out, settings))
                    assert solution.covers == (met >= set(range(many))), solution


def assert_the_rule_holds(op: str, solution: Solution, settings: Settings) -> None:
    rule = solution.affine
    if rule is None:
        assert solution.mode == "output_size"
        return
    for size in range(1, 20):
        made = brute_force.result(op, size, settings)
        assert rule(size) == made or (made == 0 and rule(size) < 1), (solution, size)
        assert (size in solution.layer.inputs(solution)) == (made == solution.out), (solution, size)


@pytest.mark.parametrize("op", ["transpose", "conv", "pool"])
@pytest.mark.parametrize("size", range(1, 17))
def test_keras_settings_are_those_of_trying_everything(op: str, size: int) -> None:
    for out in range(1, 20):
        solutions = answer(size, out, op=op, framework="keras", max_kernel=4, max_stride=4, max_dilation=2).solutions
        settings = [solution[1:6] for solution in solutions]
        assert len(set(settings)) == len(settings)
        truth = brute_force.worded(op, size, out, 4, 2)
        if size > 1 and out > 1:
            assert set(settings) == truth, (size, out)
        assert {one[:1] + one[2:] for one in settings} == {one[:1] + one[2:] for one in truth}
        assert all(solution.output_size(size) == out for solution in solutions)


@pytest.mark.parametrize(("size", "out", "factor"), [(64, 128, 2), (64, 64, 1), (64, 100, None), (10**9, 3 * 10**9, 3)])
def test_upsampling_by_a_whole_factor_or_to_a_size(size: int, out: int, factor: int | None) -> None:
    solutions = answer(size, out, op="upsample").solutions
    assert [solution.mode for solution in solutions] == ["nearest", "bilinear"]
    assert {solution.stride or None for solution in solutions} == {factor}
    assert all(solution.output_size(size) == out for solution in solutions)


@pytest.mark.parametrize("framework", ["", "torch", "keras", "onnx"])
@pytest.mark.parametrize("op", ["upsample", "shuffle"])
def test_factors_are_those_of_trying_everything(op: str, framework: str) -> None:
    for size in range(1, 65):
        for out in range(1, 65):
            solutions = answer(size, out, op=op, framework=framework).solutions
            assert len(set(solutions)) == len(solutions)
            found = {brute_force.Scaled(one.stride or None, one.mode) for one in solutions}
            assert found == brute_force.scaled(op, size, out, most=64), (size, out)
            assert all(one.output_size(size) == out for one in solutions)


@pytest.mark.parametrize("op", OPS)
def test_onnx_settings_are_those_that_onnxruntime_takes(op: str) -> None:
    for size in range(2, 13):
        for out in range(2, 25):
            found = {settings_of(one) for one in answer(size, out, op=op, framework="onnx", **BOUNDS).solutions}
            truth = {one for one in brute_force.solutions(op, size, out) if brute_force.in_onnx(op, size, one, out)}
            assert found == truth, (size, out)


def test_peers_truth_of_64_to_128() -> None:
    truth: set[tuple[object, ...]] = {
        (1, 2, 0, 1),
        (2, 2, 0, 0),
        (3, 2, 1, 1),
        (4, 2, 1, 0),
        (5, 2, 2, 1),
        (6, 2, 2, 0),
        (7, 2, 3, 1),
    }
    solutions = found(64, 128, max_kernel=7, max_stride=4, max_padding=3)
    assert set(solutions) == truth
    assert len(solutions) == 7


def test_peers_truth_of_128_to_64() -> None:
    assert len(found(128, 64, max_kernel=7, max_stride=4)) == 7


@pytest.mark.parametrize(
    ("large", "small"),
    [((1_000_003, 2_000_006), (101, 202)), ((10**9, 2 * 10**9 - 1), (101, 201)), ((2 * 10**9, 10**9), (202, 101))],
)
def test_large_sizes_are_solved_as_small_ones(large: tuple[int, int], small: tuple[int, int]) -> None:
    assert found(*large) == found(*small)


def test_the_largest_padding_of_a_large_size_is_not_searched_for() -> None:
    solutions = found(10**9, 1, op="transpose", kernel_size=10**9, stride=1)
    assert solutions == [(10**9, 1, 10**9 - 1, 0)]


RANKING = [
    (
        "doubled",
        64,
        128,
        [(4, 2, 1, 0), (2, 2, 0, 0), (3, 2, 1, 1), (6, 2, 2, 0), (5, 2, 2, 1), (7, 2, 3, 1), (1, 2, 0, 1)],
    ),
    (
        "halved",
        128,
        64,
        [(3, 2, 1, 0), (4, 2, 1, 0), (2, 2, 0, 0), (7, 2, 3, 0), (5, 2, 2, 0), (6, 2, 2, 0), (1, 2, 0, 0)],
    ),
    ("kept", 64, 64, [(3, 1, 1, 0), (1, 1, 0, 0), (5, 1, 2, 0), (7, 1, 3, 0)]),
    ("resnet stem to its pool", 112, 56, [(3, 2, 1, 0), (4, 2, 1, 0), (2, 2, 0, 0)]),
    ("vit patches", 224, 14, [(16, 16, 0, 0)]),
    ("segformer", 224, 56, [(4, 4, 0, 0), (7, 4, 3, 0)]),
    ("original u-net", 572, 570, [(3, 1, 0, 0)]),
    ("lenet", 32, 28, [(5, 1, 0, 0), (7, 1, 1, 0)]),
    ("fcn", 16, 64, [(8, 4, 2, 0), (4, 4, 0, 0)]),
    ("tripled", 10, 30, [(5, 3, 1, 0), (3, 3, 0, 0)]),
    ("halved, odd, rounded up", 127, 64, [(3, 2, 1, 0), (7, 2, 3, 0)]),
    ("halved, odd, rounded down: 2/2/0 loses the last", 127, 63, [(4, 2, 1, 0), (3, 2, 0, 0)]),
    ("and back again", 63, 127, [(3, 2, 0, 0), (5, 2, 1, 0)]),
    ("dcgan generator", 1, 4, [(8, 4, 2, 0), (4, 4, 0, 0), (4, 1, 0, 0)]),
    ("dcgan discriminator", 4, 1, [(4, 4, 0, 0), (7, 4, 3, 0), (4, 1, 0, 0)]),
    ("global", 7, 1, [(7, 7, 0, 0), (7, 1, 0, 0)]),
]


@pytest.mark.parametrize(("size", "out", "first"), [row[1:] for row in RANKING], ids=[row[0] for row in RANKING])
def test_the_usual_come_first(size: int, out: int, first: list[tuple[int, ...]]) -> None:
    assert found(size, out)[: len(first)] == first


def test_dilation_1_comes_before_a_larger_one() -> None:
    dilations = [solution.dilation for solution in answer(64, 64, max_dilation=3).solutions]
    assert dilations == sorted(dilations)
    assert set(dilations) == {1, 2, 3}


@pytest.mark.parametrize(("size", "out"), [(6, 8), (28, 7), (5, 2), (1, 4), (4, 1)])
def test_the_ranking_is_a_total_order(size: int, out: int) -> None:
    ranks = [rank(solution) for solution in answer(size, out, **BOUNDS).solutions]
    assert ranks == sorted(set(ranks))


RECIPES = [
    ("DCGAN", 64, 128, (4, 2, 1, 0)),
    ("U-Net up-convolution", 64, 128, (2, 2, 0, 0)),
    ("U-Net up-convolution", 64, 256, (4, 4, 0, 0)),
    ("CycleGAN", 64, 128, (3, 2, 1, 1)),
    ("Caffe bilinear", 64, 192, (5, 3, 1, 0)),
    ("Caffe bilinear", 64, 512, (16, 8, 4, 0)),
    ("FCN", 64, 130, (4, 2, 0, 0)),
    ("DCGAN first layer", 1, 4, (4, 1, 0, 0)),
    ("same", 64, 64, (3, 1, 1, 0)),
    ("pointwise", 64, 64, (1, 1, 0, 0)),
    ("ResNet", 64, 32, (3, 2, 1, 0)),
    ("ResNet stem", 224, 112, (7, 2, 3, 0)),
    ("patches", 224, 14, (16, 16, 0, 0)),
    ("AlexNet stem", 224, 55, (11, 4, 2, 0)),
    (None, 64, 128, (6, 2, 2, 0)),
]


@pytest.mark.parametrize(("name", "size", "out", "settings"), RECIPES)
def test_recipes_have_their_name(name: str | None, size: int, out: int, settings: tuple[int, ...]) -> None:
    (solution,) = (one for one in answer(size, out, max_kernel=16).solutions if one[1:5] == settings)
    assert solution.recipe == name


def test_a_recipe_is_undilated() -> None:
    assert {one.recipe for one in answer(64, 64, dilation=2, kernel_size=3).solutions} == {None}


def test_checkerboard_is_asked_of_transposed_convolutions_alone() -> None:
    doubled = {solution.kernel_size: solution.checkerboard_free for solution in answer(64, 128).solutions}
    assert doubled == {1: False, 2: True, 3: False, 4: True, 5: False, 6: True, 7: False}
    assert {solution.checkerboard_free for solution in answer(128, 64).solutions} == {None}


@given(size=st.integers(1, 10**9), stride=st.integers(1, 8), kernel_size=st.integers(1, 16), dilation=st.integers(1, 3))
def test_every_kernel_multiplies_exactly_but_an_even_one_at_stride_1(
    size: int, stride: int, kernel_size: int, dilation: int
) -> None:
    solutions = answer(
        size, size * stride, op="transpose", kernel_size=kernel_size, stride=stride, dilation=dilation
    ).solutions
    even_kernel_alone = stride == dilation == 1 and kernel_size % 2 == 0
    assert any(solution.exact for solution in solutions) == (not even_kernel_alone)
    for solution in solutions:
        assert solution.output_size(size) == size * stride
        assert not solution.exact or solution.output_size(size + 7) == (size + 7) * stride


@given(size=st.integers(1, 10**6), out=st.integers(1, 10**6))
def test_wider_bounds_keep_every_solution(size: int, out: int) -> None:
    few = answer(size, out, max_kernel=5, max_stride=3, max_padding=2)
    many = answer(size, out, max_kernel=7, max_stride=4, max_padding=3, max_dilation=2)
    assert set(few.solutions) <= set(many.solutions)
    assert bool(few.solutions) == (few.reason is None)
