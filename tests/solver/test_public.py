"""The door for Python: frozen solutions, each fed back through its card."""

from __future__ import annotations

from itertools import islice, product
from typing import Any

import pytest
from pydantic import ValidationError

import shapecalc
from shapecalc.errors import ShapecalcError

PAIRS = [(5, 10), (7, 13), (8, 4), (9, 5), (6, 6), (4, 12)]


@pytest.mark.parametrize(
    ("op", "framework"), [*product(("transpose", "conv", "pool", "upsample"), ("torch", "keras")), ("shuffle", "torch")]
)
def test_each_answer_goes_back_through_the_card(op: str, framework: str) -> None:
    for size, out in PAIRS:
        solutions = shapecalc.solve(size, out, op=op, framework=framework, max_kernel=4, max_dilation=2)
        for solution in solutions:
            layer = solution.layer(framework, channels=(36, 3))
            first = framework == "torch"
            fed = (1, 36, size, size) if first else (1, size, size, 36)
            made = layer.infer(fed).output_shape
            assert isinstance(made, tuple)
            assert (made[2:] if first else made[1:-1]) == (out, out), solution


def test_an_unpooling_takes_two_inputs() -> None:
    for solution in shapecalc.solve(5, 10, op="unpool"):
        if solution.mode is None:
            shape = (1, 3, 5, 5)
            assert solution.layer("torch").infer(shape, shape).output_shape == (1, 3, 10, 10)


def test_a_solution_is_frozen_and_equal_to_itself() -> None:
    one, other = (shapecalc.solve(64, 128)[0] for _ in range(2))
    assert one == other
    with pytest.raises(ValidationError):
        one.stride = 3


def test_iterating_finds_what_solving_finds() -> None:
    solved = shapecalc.solve(14, 28, max_kernel=5)
    assert sorted(shapecalc.iter_solutions(14, 28, max_kernel=5), key=repr) == sorted(solved, key=repr)


def test_iterating_is_lazy() -> None:
    endless = shapecalc.iter_solutions(10**9, 2 * 10**9, max_kernel=10**9, stride=2)
    assert [each.kernel_size for each in islice(endless, 3)] == [1, 2, 3]


def test_axes_and_factors() -> None:
    solution = shapecalc.solve((64, 50), (128, 99))[0]
    assert solution.kernel_size == (4, 3)
    assert solution.code("torch") == "nn.ConvTranspose2d(c_in, c_out, (4, 3), stride=2, padding=1)"
    assert shapecalc.solve((9,), (18,))[0].code("torch").startswith("nn.ConvTranspose1d")
    (first, *_) = shapecalc.solve(factor=2)
    assert (first.size, first.out, first.exact) == (None, None, True)


def test_all_ops_at_once() -> None:
    ops = {solution.op for solution in shapecalc.solve(8, 16, op="all")}
    assert ops == {"transpose", "upsample", "unpool", "shuffle"}
    assert "unpool" not in {solution.op for solution in shapecalc.solve(8, 16, op="all", framework="keras")}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"framework": "jax"}, "framework is 'jax'"),
        ({"framework": "keras", "padding": 1}, "Keras pads by words"),
        ({"framework": "keras", "padding": "full"}, "padding is 'full'"),
        ({"framework": "keras", "op": "unpool"}, "Keras has no max-unpool"),
        ({"op": "upsample", "kernel_size": 3}, "kernel_size is 3, but upsample has none"),
        ({"op": "pool", "out": 32, "output_padding": 1}, "output_padding is 1, but pool has none"),
        ({"size": 0}, "size is 0"),
        ({"out": -1}, "out is -1"),
        ({"size": 1.5}, "size is 1.5"),
        ({"size": "64"}, "size is '64'"),
    ],
)
def test_what_makes_no_sense_is_refused(given: dict[str, Any], text: str) -> None:
    with pytest.raises(ShapecalcError, match=text):
        shapecalc.solve(**{"size": 64, "out": 128, **given})


def test_an_unknown_setting_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="unexpected setting 'kernel'"):
        shapecalc.solve(64, 128, kernel=3)


def test_a_framework_that_cannot_say_it_refuses() -> None:
    padded = next(each for each in shapecalc.solve(64, 66, op="conv", kernel_size=3, padding=2))
    with pytest.raises(ShapecalcError, match="needs 2 layers"):
        padded.layer("keras")
    with pytest.raises(ShapecalcError, match="framework is 'mxnet'"):
        padded.code("mxnet")
