"""Every printed line of code is built in the real framework and gives the size. Skipped where a framework is absent."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import pairwise, product

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.solver import FRAMEWORKS, OPS, Limits, Pins, Solution
from shapecalc.solver.chain import Chain, Route, chains
from shapecalc.solver.code import line, stacked
from shapecalc.solver.factor import by_factor
from shapecalc.solver.inquiry import every_op, inquiry

from . import live

SIZES = [(1, 4), (7, 13), (8, 16), (8, 4), (7, 4), (5, 15), (9, 8), (12, 12), (4, 1), (6, 18)]
PAIRS = [
    *SIZES,
    *product(range(2, 7), range(2, 9)),
    ((8, 6), (16, 11)),
    ((7, 9), (4, 4)),
    ((5, 5, 4), (10, 10, 8)),
    ((9,), (17,)),
    ([3, 4], [6, 8]),
]
LIMITS = Limits(max_kernel=4, max_stride=4, max_dilation=2)
RUN: dict[str, Callable[[str, tuple[int, ...]], tuple[int, ...]]] = {
    "torch": live.run_torch,
    "keras": live.run_keras,
    "onnx": live.run_onnx,
}
NEEDED = {"torch": ("torch",), "keras": ("keras", "numpy"), "onnx": ("onnx", "onnxruntime")}


def rows(framework: str) -> Iterator[tuple[Solution, ...]]:
    """Yield what is printed: with numbers, and in the framework's own settings."""
    for op, (size, out), speech in product(OPS, PAIRS, ("", framework)):
        try:
            found = [each for _, each in every_op(inquiry(size, out), op, Pins(), LIMITS, speech)]
        except ShapecalcError as error:
            assert "Keras has no max-unpool" in str(error)  # noqa: PT017
            continue
        for answers in found:
            yield from answers.rows


def lines(framework: str) -> dict[tuple[str, tuple[int, ...]], tuple[int, ...]]:
    """Return every different line with the sizes that go in and that must come out."""
    printed = {}
    for row in rows(framework):
        code = line(row, framework).code
        if code:
            printed[code, tuple(each.size for each in row)] = tuple(each.out for each in row)
    return printed


def tried(framework: str, code: str, sizes: tuple[int, ...]) -> object:
    try:
        return RUN[framework](code, sizes)
    except Exception as error:
        return repr(error)[:200]


def test_there_is_something_to_run() -> None:
    assert {framework: len(lines(framework)) > 200 for framework in FRAMEWORKS} == dict.fromkeys(FRAMEWORKS, True)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_printed_line_gives_its_size(framework: str) -> None:
    if not all(map(find_spec, NEEDED[framework])):
        pytest.skip(f"{framework} is not installed")
    wrong = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a framework's own
        for (code, sizes), outs in lines(framework).items():
            made = tried(framework, code, sizes)
            if made != outs:
                wrong[code, sizes] = (made, outs)
    assert not wrong


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_factor_does_what_it_says(framework: str) -> None:
    if not all(map(find_spec, NEEDED[framework])):
        pytest.skip(f"{framework} is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a framework's own
        for factor in ((2, 1), (3, 1), (1, 2)):
            _, solutions, _ = by_factor(factor, None, Pins(), Limits(), "")
            for one, multiple in product(solutions, (1, 2, 5)):
                size, out = multiple * factor[1], multiple * factor[0]
                code = line((one.at(size, out),) * 2, framework).code
                assert code
                assert RUN[framework](code, (size, size)) == (out, out), code


STACKS = [
    (7, 28, "transpose,transpose", (16, 4)),
    (7, 28, "conv,shuffle,conv,shuffle", (8, 3)),
    (28, 7, "shuffle,conv,shuffle", (1, 16)),
    (12, 12, "shuffle,conv,shuffle", (3, 3)),
    (6, 13, "upsample,transpose,conv", (8, 2)),
    (28, 7, "conv,pool,conv", (3, 16)),
    (21, 13, "conv,pool,transpose", (4, 4)),
    (15, 4, "pool,pool", (5, 5)),
    (4, 16, "unpool,conv,unpool", (8, 2)),
    (8, 8, "pool,conv,unpool", (2, 6)),
    (5, 20, "shuffle,upsample", (8, 2)),
]
STACKED = {"torch": live.stacked_torch, "keras": live.stacked_keras}


@pytest.mark.parametrize("framework", STACKED)
@pytest.mark.parametrize("own", [False, True])
def test_the_printed_lines_of_a_chain_run_in_a_row(framework: str, own: bool) -> None:
    if not all(map(find_spec, NEEDED[framework])):
        pytest.skip(f"{framework} is not installed")
    run = 0
    for size, out, ops, channels in STACKS:
        if framework == "keras" and "unpool" in ops:
            continue
        route = Route(size, out, tuple(ops.split(",")), framework=framework * own, channels=channels)
        for chain in chains(route).cheapest:
            lines = stack(chain, framework)
            if lines:
                run += 1
                made = STACKED[framework](lines, (size, size), channels[0])
                assert made == ((channels[1], out, out), chain.cost.params), lines
    assert run > 50


def stack(chain: Chain, framework: str) -> list[str]:
    """Return the lines of code, none where the framework cannot say one."""
    assert chain.channels
    pairs = pairwise(chain.channels)
    lines = [stacked((one,) * 2, framework, pair).code for one, pair in zip(chain.stages, pairs, strict=True)]
    return [line for line in lines if line] if all(lines) else []
