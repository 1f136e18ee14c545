"""The door for Python: frozen solutions, each fed back through its card."""

from __future__ import annotations

import pickle
from contextlib import suppress
from itertools import islice, product
from typing import Any

import pytest
from pydantic import ValidationError

import shapecalc
from shapecalc.errors import ShapecalcError
from shapecalc.solver import Limits, Pins

PAIRS = [(5, 10), (7, 13), (8, 4), (9, 5), (6, 6), (4, 12)]


@pytest.mark.parametrize(
    ("op", "framework"), [*product(("transpose", "conv", "pool", "upsample"), ("torch", "keras")), ("shuffle", "torch")]
)
def test_each_answer_goes_back_through_the_card(op: str, framework: str) -> None:
    for size, out in PAIRS:
        solutions = shapecalc.solve(size, out, op=op, framework=framework, max_kernel=4, max_dilation=2)
        for solution in solutions:
            layer = solution.layer(framework, channels=(36, 3) if solution.learnable else None)
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


def test_all_ops_by_a_factor() -> None:
    found = shapecalc.solve(factor=2, op="all")
    assert {solution.op for solution in found} == {"transpose", "upsample", "unpool", "shuffle"}
    assert {solution.size for solution in found} == {None}
    reasons = shapecalc.solve(factor=2, op="all", kernel_size=4, padding=0, output_padding=0).reasons
    assert [(reason.op, reason.cases) for reason in reasons] == [
        (op, ()) for op in ("transpose", "conv", "pool", "unpool")
    ]
    assert [each.op for each in shapecalc.solve(factor="3/2", op="all")] == ["upsample"] * 2
    with pytest.raises(ShapecalcError, match="stride 3 contradicts the factor 2"):
        shapecalc.solve(factor=2, op="all", stride=3)


def test_channels_that_the_layer_cannot_make_are_refused() -> None:
    (shuffle,) = shapecalc.solve(64, 128, op="shuffle")
    assert shuffle.cost((64, 16)) == (0, 0)
    for use in (shuffle.cost, lambda pair: shuffle.code("torch", pair), lambda pair: shuffle.layer("torch", pair)):
        with pytest.raises(ShapecalcError, match="no shuffle by 2 makes 16 channels of 65"):
            use((65, 16))


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


KINDS: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    float("nan"),
    "x",
    "",
    b"x",
    [],
    {},
    (),
    [[]],
    object,
    [64, "x"],
    (1.5, 2),
    10**30,
]


@pytest.mark.parametrize("name", ["size", "out", "op", "framework", *Pins._fields, *Limits._fields, "factor"])
def test_whatever_is_given_is_answered_or_refused_by_name(name: str) -> None:
    for kind in KINDS:
        given: dict[str, Any] = {"size": 64, "out": 128, name: kind}
        if name == "factor" and kind is not None:
            del given["size"], given["out"]
        for ask in (shapecalc.solve, shapecalc.iter_solutions):
            with suppress(ShapecalcError):
                ask(**given)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "size is None"),
        ({"size": 64}, "out is None"),
        ({"size": 64, "out": 128, "kernel": 3}, "no setting kernel. .*Did you mean max_kernel or kernel_size"),
        ({"size": 64, "out": 128, "op": 3}, "op is 3"),
        ({"size": 64, "out": 128, "framework": ["torch"]}, "framework is .'torch'."),
        ({"size": 64, "out": 128, "stride": (2, 2)}, r"stride is \(2, 2\)"),
        ({"size": 64, "out": 128, "factor": 2}, "both a factor, 2, and sizes are given"),
        ({"factor": [2]}, "factor is"),
    ],
)
def test_a_wrong_kind_is_named(given: dict[str, Any], text: str) -> None:
    for ask in (shapecalc.solve, shapecalc.iter_solutions):
        with pytest.raises(ShapecalcError, match=text):
            ask(**given)


@pytest.mark.parametrize("channels", [3, (3,), (1, 2, 3), ("a", 2), (0, 1), (True, 2), (2.0, 2), "64:3"])
def test_channels_are_two_numbers(channels: Any) -> None:
    one = shapecalc.solve(64, 128)[0]
    for use in (lambda: one.code("torch", channels), lambda: one.layer("torch", channels), lambda: one.cost(channels)):
        with pytest.raises(ShapecalcError, match="channels is"):
            use()


def test_a_number_of_another_library_is_a_number() -> None:
    class Whole:
        def __index__(self) -> int:
            return 64

    assert shapecalc.solve((Whole(), 48), (128, 96)) == shapecalc.solve((64, 48), (128, 96))


def test_a_solution_knows_what_it_costs_and_reaches() -> None:
    one = shapecalc.solve(64, 64, kernel_size=3, dilation=2)[0]
    assert (one.effective_kernel, one.sees, one.output_size(7), one.cost((8, 4))) == (5, 5, 7, (292, 1179648))
    assert shapecalc.solve((64, 50), (128, 99))[0].effective_kernel == (4, 3)
    with pytest.raises(ShapecalcError, match="a factor has no size"):
        shapecalc.solve(factor=2)[0].cost((8, 4))


def test_no_solution_says_why() -> None:
    found = shapecalc.solve(64, 127, kernel_size=4, stride=2, output_padding=0)
    assert found == []
    (reason,) = found.reasons
    assert (reason.op, reason.cases, reason.kind, str(reason)) == ("transpose", ((64, 127),), "parity", reason.why)
    assert {each.gives_up: each.solution.out for each in reason.instead} == {
        ("kernel_size",): 127,
        ("output_padding",): 127,
        ("max_dilation",): 127,
    }
    assert pickle.loads(pickle.dumps(found)).reasons == found.reasons  # noqa: S301 - our own
    assert shapecalc.solve(64, 128).reasons == ()


@pytest.mark.parametrize(
    ("size", "out", "settings", "gives_up"),
    [
        ([63, 64], [126, 129], {}, {"max_kernel", "max_dilation", "63 -> 126", "64 -> 129"}),
        ((64, 48), (128, 97), {"kernel_size": 4, "output_padding": 0}, {"kernel_size", "output_padding"}),
        ([63, 64, 65], [190, 193, 196], {"max_stride": 2}, {"max_stride"}),
    ],
)
def test_several_cases_say_what_to_give_up(size: Any, out: Any, settings: dict[str, int], gives_up: set[str]) -> None:
    (reason,) = shapecalc.solve(size, out, **settings).reasons
    assert {name for each in reason.instead for name in each.gives_up} >= gives_up
    for each in reason.instead:
        (given,) = each.gives_up
        for case in reason.cases:
            fits = each.solution.output_size(case[0]) in (case[1], (case[1], case[1]))
            assert fits or given == f"{case[0]} -> {case[1]}"


def test_a_factor_says_what_to_give_up() -> None:
    (reason,) = shapecalc.solve(factor=2, kernel_size=4, max_padding=0).reasons
    assert [each.gives_up for each in reason.instead] == [("kernel_size",), ("max_padding",)]
    assert all(each.solution.exact for each in reason.instead)
    assert reason.below is None


def test_iterating_serves_several_cases() -> None:
    cases: dict[str, Any] = {"size": [63, 64], "out": [126, 128]}
    assert sorted(shapecalc.iter_solutions(**cases), key=repr) == sorted(shapecalc.solve(**cases), key=repr)
    first = next(shapecalc.iter_solutions([10**9, 10**9 + 1], [2 * 10**9, 2 * 10**9 + 2], max_kernel=10**9, stride=2))
    assert (first.kernel_size, first.size) == (1, 10**9)


def test_a_framework_that_cannot_say_it_refuses() -> None:
    padded = next(each for each in shapecalc.solve(64, 66, op="conv", kernel_size=3, padding=2))
    with pytest.raises(ShapecalcError, match="needs 2 layers"):
        padded.layer("keras")
    with pytest.raises(ShapecalcError, match="framework is 'mxnet'"):
        padded.code("mxnet")


def test_keras_axes_with_settings_of_their_own_are_one_layer() -> None:
    for solution in shapecalc.solve((19, 20), (17, 10), framework="keras"):
        assert solution.padding == "valid"
        assert solution.layer().infer((None, 19, 20, 3)).output_shape == (None, 17, 10, 1)
