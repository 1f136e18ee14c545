"""Chains: every one is counted, and the ten cheapest are those of trying all."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.solver import Limits, Pins, Solution, answer
from shapecalc.solver.ask import ask
from shapecalc.solver.chain import Chain, chains, shortest
from shapecalc.solver.cost import cost, plan
from shapecalc.solver.question import Question

LIMITS = Limits(max_kernel=3, max_stride=2)


def question(size: int, out: int, op: str = "transpose", limits: Limits = LIMITS, framework: str = "") -> Question:
    return ask(size, out, op, Pins(), limits, framework)


def every_chain(size: int, out: int, ops: tuple[str, ...], largest: int) -> list[tuple[Solution, ...]]:
    """Return every chain by solving every stage to every size; strides that idle count too."""
    if not ops:
        return [()] if size == out else []
    found = []
    for middle in range(1, largest + 1):
        rest = every_chain(middle, out, ops[1:], largest)
        if rest:
            found += [(one, *way) for one, way in product(steps(size, middle, ops[0]), rest)]
    return found


def steps(size: int, out: int, op: str) -> list[Solution]:
    from shapecalc.solver.search import find

    return list(find(question(size, out, op)))


@pytest.mark.parametrize(
    ("size", "out", "ops"),
    [
        (3, 12, ("transpose", "transpose")),
        (5, 9, ("transpose", "transpose")),
        (4, 4, ("conv", "transpose")),
        (12, 3, ("conv", "conv")),
        (2, 9, ("transpose", "transpose", "conv")),
        (3, 12, ("transpose", "upsample")),
        (12, 4, ("pool", "pool")),
        (11, 3, ("conv", "pool")),
        (9, 7, ("pool", "transpose")),
    ],
)
def test_all_are_counted(size: int, out: int, ops: tuple[str, ...]) -> None:
    found = chains(question(size, out), ops, None)
    truth = every_chain(size, out, ops, largest=30)
    assert found.number == len([way for way in truth if all(map(is_a_stage, way))])
    assert len({chain.stages for chain in found.cheapest}) == min(10, found.number)
    for chain in found.cheapest:
        assert_it_leads(chain, size, out)


def is_a_stage(one: Solution) -> bool:
    """Tell whether a chain knows a step: a factor within the bounds, and one interpolation for both."""
    return one.op != "upsample" or (one.stride == 2 and one.mode == "nearest")


def assert_it_leads(chain: Chain, size: int, out: int) -> None:
    assert (chain.sizes[0], chain.sizes[-1]) == (size, out)
    for before, stage in zip(chain.sizes, chain.stages, strict=False):
        assert stage.size == before
        assert stage.output_size(before) == stage.out


@pytest.mark.parametrize(
    ("size", "out", "ops"),
    [
        (3, 12, ("transpose",) * 2),
        (5, 20, ("transpose",) * 2),
        (12, 3, ("conv",) * 2),
        (12, 3, ("conv", "pool")),
        (2, 9, ("transpose",) * 3),
    ],
)
def test_the_cheapest_are_those_of_trying_all(size: int, out: int, ops: tuple[str, ...]) -> None:
    channels = plan((16, 4), ops)
    assert channels
    found = chains(question(size, out), ops, channels)
    priced = sorted(price(way, channels) for way in every_chain(size, out, ops, largest=40))
    assert [price(chain.stages, channels) for chain in found.cheapest] == priced[:10]
    assert [chain.cost for chain in found.cheapest] == [each[1:] for each in priced[:10]]


def price(way: tuple[Solution, ...], channels: tuple[int, ...]) -> tuple[int, int, int]:
    learned = [one for one in way if one.layer.learnable]
    gaps = sum(one.kernel_size < one.stride or one.numbers[3] > one.numbers[2] for one in learned)
    costs = [cost((one, one), pair) for one, pair in zip(way, pairwise(channels), strict=True)]
    return gaps, sum(each.params for each in costs), sum(each.macs for each in costs)


def test_seven_to_224_in_five_doublings() -> None:
    found = chains(question(7, 224, limits=Limits(7, 4)), ("transpose",) * 5, None)
    assert found.cheapest[0].sizes == (7, 14, 28, 56, 112, 224)
    assert {stage[1:5] for stage in found.cheapest[0].stages} == {(4, 2, 1, 0)}
    assert found.maps < found.settings


def test_large_sizes_go_as_small_ones() -> None:
    found = chains(question(10**9, 8 * 10**9, limits=Limits(4, 2)), ("transpose",) * 3, None)
    assert found.cheapest[0].sizes == (10**9, 2 * 10**9, 4 * 10**9, 8 * 10**9)


@pytest.mark.parametrize(("size", "out", "stages"), [(4, 64, 4), (7, 224, 5), (3, 3, 1), (64, 128, 1)])
def test_the_shortest_chain_of_usual_layers(size: int, out: int, stages: int) -> None:
    found = shortest(question(size, out, limits=Limits(7, 2)), "transpose", None)
    assert found is not None
    assert len(found.ops) == stages
    assert all(stage.recipe and stage.exact for chain in found.cheapest for stage in chain.stages)


def test_no_chain_says_how_far_it_goes() -> None:
    found = chains(question(7, 1000), ("transpose",) * 2, None)
    assert (found.number, found.cheapest) == (0, ())
    assert found.reached[1] == max(out for out in range(1, 100) if every_chain(7, out, ("transpose",) * 2, 60))


def test_keras_words_chain_too() -> None:
    found = chains(question(4, 16, framework="keras"), ("transpose",) * 2, None)
    assert found.cheapest[0].stages[0].padding == "same"
    for chain in found.cheapest:
        assert_it_leads(chain, 4, 16)


def test_an_unpooling_is_refused() -> None:
    with pytest.raises(ShapecalcError, match="cannot go through unpool"):
        chains(question(4, 16), ("unpool", "transpose"), None)


def test_a_plan_fits_its_stages() -> None:
    assert plan((64, 32, 8), ["conv"] * 2) == (64, 32, 8)
    with pytest.raises(ShapecalcError, match="channels has 3 numbers, but there are 4 stages"):
        plan((64, 32, 8), ["conv"] * 4)


@pytest.mark.parametrize(
    ("channels", "ops", "steps"),
    [
        ((3, 64), "conv,pool", (3, 64, 64)),
        ((3, 64), "pool,conv", (3, 3, 64)),
        ((64, 4), "upsample,conv,upsample,conv", (64, 64, 16, 16, 4)),
        ((3, 8, 8, 32), "conv,pool,conv", (3, 8, 8, 32)),
        ((8, 8), "pool,pool", (8, 8, 8)),
    ],
)
def test_only_what_learns_changes_the_channels(channels: tuple[int, ...], ops: str, steps: tuple[int, ...]) -> None:
    assert plan(channels, ops.split(",")) == steps


@pytest.mark.parametrize(
    ("channels", "ops", "told"),
    [
        ((3, 64), "pool", "channels go from 3 to 64 in pool"),
        ((3, 64), "pool,pool", "channels go from 3 to 64 in pool"),
        ((3, 8, 16), "conv,pool", "channels go from 8 to 16 in pool"),
        ((64, 3), "conv,shuffle", "channels cannot go through shuffle"),
    ],
)
def test_channels_that_no_layer_makes_are_refused(channels: tuple[int, ...], ops: str, told: str) -> None:
    with pytest.raises(ShapecalcError, match=told):
        plan(channels, ops.split(","))


def test_one_stage_is_the_solver() -> None:
    found = chains(question(8, 16), ("transpose",), None)
    assert {chain.stages[0] for chain in found.cheapest} <= set(answer(8, 16, max_kernel=3, max_stride=2).solutions)
