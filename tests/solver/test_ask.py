"""What may be asked, and what is taken for granted."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.solver import Space, answer
from shapecalc.solver.question import ANY_PADDING


@pytest.mark.parametrize(("size", "out", "op"), [(64, 128, "transpose"), (128, 64, "conv"), (64, 64, "conv")])
def test_the_op_is_chosen_by_the_sizes(size: int, out: int, op: str) -> None:
    assert answer(size, out).question.op == op


def test_the_op_can_be_forced() -> None:
    assert [solution[1:5] for solution in answer(64, 60, op="transpose").solutions] == [(5, 1, 4, 0), (7, 1, 5, 0)]
    assert [solution[1:4] for solution in answer(64, 65, op="conv").solutions] == [(2, 1, 1), (4, 1, 2), (6, 1, 3)]


DEFAULTS = [
    ("doubled", (64, 128), {}, (7, 4, 1)),
    ("times 8", (64, 512), {}, (16, 8, 1)),
    ("a little more than 8", (64, 513), {}, (18, 9, 1)),
    ("divided by 16", (224, 14), {}, (32, 16, 1)),
    ("kept", (64, 64), {}, (7, 1, 1)),
    ("no layer does that", (1, 10**9), {}, (128, 64, 1)),
    ("bounds that are given", (1, 10**9), {"max_kernel": 200, "max_stride": 3, "max_dilation": 2}, (200, 3, 2)),
]


@pytest.mark.parametrize(("sizes", "limits", "most"), [row[1:] for row in DEFAULTS], ids=[row[0] for row in DEFAULTS])
def test_default_bounds(sizes: tuple[int, int], limits: dict[str, int], most: tuple[int, int, int]) -> None:
    bounds = answer(*sizes, **limits).question.bounds  # type: ignore[arg-type]
    assert (bounds.kernel_size[-1], bounds.stride[-1], bounds.dilation[-1]) == most


def test_a_pin_over_a_default_bound_holds_and_widens_nothing_else() -> None:
    found = answer(64, 128, kernel_size=16)
    assert [solution[1:5] for solution in found.solutions] == [(16, 2, 7, 0)]
    assert found.question.space == Space(range(16, 17), range(1, 5), ANY_PADDING, range(4), range(1, 2))


def test_kernel_and_padding_together_are_taken_at_their_word() -> None:
    assert [solution[1:4] for solution in answer(64, 66, op="conv", kernel_size=3, padding=2).solutions] == [(3, 1, 2)]
    assert answer(64, 66, op="conv", max_kernel=3, padding=2).solutions == ()


def test_pins_are_kept() -> None:
    for solution in answer(20, 61, stride=3, output_padding=1, max_dilation=3).solutions:
        assert (solution.stride, solution.output_padding) == (3, 1)
    assert {solution.dilation for solution in answer(64, 64, dilation=2).solutions} == {2}


def test_a_kernel_of_1_is_dilated_by_a_pin_alone() -> None:
    assert {one.dilation for one in answer(64, 64, kernel_size=1, max_dilation=4).solutions} == {1}
    assert {one.dilation for one in answer(64, 64, kernel_size=1, dilation=4).solutions} == {4}


ERRORS: list[tuple[str, dict[str, Any], str, str]] = [
    ("zero", {"kernel_size": 0}, "kernel_size", "kernel_size is 0. It must be a whole number, 1 or more."),
    ("negative", {"padding": -1}, "padding", "padding is -1. It must be a whole number, 0 or more."),
    ("a fraction", {"stride": 1.5}, "stride", "stride is 1.5. It must be a whole number, 1 or more."),
    ("a whole float", {"stride": 2.0}, "stride", "stride is 2.0. It must be a whole number, 1 or more."),
    ("a word", {"dilation": "two"}, "dilation", "dilation is 'two'. It must be a whole number, 1 or more."),
    ("a bool", {"stride": True}, "stride", "stride is True. It must be a whole number, 1 or more."),
    ("a bound of zero", {"max_kernel": 0}, "max_kernel", "max_kernel is 0. It must be a whole number, 1 or more."),
    ("nothing to start from", {"size": 0}, "size", "size is 0. It must be a whole number, 1 or more."),
    ("nothing left", {"out": 0}, "out", "out is 0. It must be a whole number, 1 or more."),
    ("less than nothing", {"out": -5}, "out", "out is -5. It must be a whole number, 1 or more."),
    ("no size at all", {"out": None}, "out", "out is None. It must be a whole number, 1 or more."),
    ("a size beyond 64 bits", {"out": 10**19}, "out", "out is over 1000000000000000000. Use 1000000000000000000 or"),
    ("a setting beyond 64 bits", {"kernel_size": 10**10}, "kernel_size", "kernel_size is over 1000000000. Use"),
    (
        "no such op",
        {"op": "transposed"},
        "op",
        "op is 'transposed'. It must be transpose, conv, pool, upsample, unpool or shuffle. D",
    ),
    ("over the kernel's bound", {"kernel_size": 9, "max_kernel": 7}, "kernel_size", "kernel_size 9 is over the max_k"),
    ("over the stride's bound", {"stride": 4, "max_stride": 3}, "stride", "stride 4 is over the max_stride of 3."),
    ("over the padding's bound", {"padding": 1, "max_padding": 0}, "padding", "padding 1 is over the max_padding of 0"),
    ("over the dilation's", {"dilation": 3, "max_dilation": 2}, "dilation", "dilation 3 is over the max_dilation of 2"),
    (
        "output_padding as large as the stride",
        {"output_padding": 2, "stride": 2},
        "output_padding",
        "output_padding 2 is too large. It must be less than the stride, 2, or the dilation, 1. Use 0 to 1",
    ),
    (
        "output_padding larger than any stride",
        {"output_padding": 4},
        "output_padding",
        "output_padding 4 is too large. It must be less than the stride, at most 4, or the dilation, 1. Use 0 to 3, or",
    ),
    (
        "a padding that no pool takes",
        {"op": "pool", "out": 66, "kernel_size": 3, "padding": 2},
        "padding",
        "padding 2 is over half the kernel_size 3. No pool pads more than half its kernel: 2 > 3//2. Use a padding of",
    ),
    (
        "output_padding of a convolution",
        {"output_padding": 1, "out": 32},
        "output_padding",
        "output_padding is 1, but conv has none. 64 -> 32 is solved with conv. Leave output_padding out, or choose",
    ),
]


@pytest.mark.parametrize(("asked", "setting", "text"), [row[1:] for row in ERRORS], ids=[row[0] for row in ERRORS])
def test_a_question_that_makes_no_sense_is_refused(asked: dict[str, Any], setting: str, text: str) -> None:
    with pytest.raises(ShapecalcError) as error:
        answer(**{"size": 64, "out": 128, **asked})
    (problem,) = error.value.problems
    assert problem.path == (setting,)
    assert problem.fix
    assert str(problem).startswith(text)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ShapecalcError) as error:
        answer(0, 128, kernel_size=-3, stride="2")
    assert [problem.path for problem in error.value.problems] == [("size",), ("kernel_size",), ("stride",)]


@pytest.mark.parametrize("op", ["transpose", "conv"])
def test_the_largest_numbers_are_counted(op: str) -> None:
    most: dict[str, Any] = {"kernel_size": 10**9, "dilation": 10**9, "padding": 10**9}
    for size, out in ((10**18, 10**18), (10**18, 1), (1, 10**18)):
        found = answer(size, out, op=op, stride=1, output_padding=0, **most)
        assert bool(found.solutions) != bool(found.reason)


def test_output_padding_0_is_what_a_convolution_has() -> None:
    assert answer(64, 32, output_padding=0).solutions == answer(64, 32).solutions


def test_a_dilation_allows_as_much_output_padding() -> None:
    assert [solution[1:6] for solution in answer(8, 9, stride=1, output_padding=1, max_dilation=2).solutions] == [
        (2, 1, 1, 1, 2),
        (3, 1, 2, 1, 2),
        (4, 1, 3, 1, 2),
        (5, 1, 4, 1, 2),
        (6, 1, 5, 1, 2),
        (7, 1, 6, 1, 2),
    ]


def test_a_search_without_end_is_refused() -> None:
    with pytest.raises(ShapecalcError, match="up to 500000001 settings to try"):
        answer(2 * 10**9, 2, kernel_size=10**9, stride=10**9)


def test_a_pinned_output_padding_ends_it() -> None:
    found = answer(5, 5 * 10**9, kernel_size=10**9, stride=10**9, output_padding=0)
    assert [solution.padding for solution in found.solutions] == [0]


def test_the_solver_needs_the_standard_library_alone() -> None:
    program = "import sys, shapecalc.solver; print([name for name in sys.argv[1:] if name in sys.modules])"
    heavy = ["pydantic", "rich", "typer", "yaml", "simpleeval", "numpy", "torch", "difflib"]
    done = subprocess.run([sys.executable, "-c", program, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
