"""Chains: every one is counted, and the ten cheapest are those of trying all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.solver import Limits, Pins, answer
from shapecalc.solver.chain import Chain, Route, chains, shortest
from shapecalc.solver.chain.channels import joints

from . import brute_force
from . import chain_oracle as oracle

LIMITS = Limits(max_kernel=oracle.KERNEL, max_stride=oracle.STRIDE)
CHANNELS = (None, (16, 4), (3, 8), (4, 4))
THREE = (
    *("transpose,transpose,transpose", "conv,conv,pool", "conv,shuffle,conv", "shuffle,conv,shuffle"),
    *("unpool,conv,unpool", "pool,conv,unpool", "upsample,conv,upsample", "shuffle,shuffle,conv", "pool,pool,shuffle"),
)
OPS = [*product(oracle.KINDS), *product(oracle.KINDS, repeat=2), *(tuple(words.split(",")) for words in THREE)]


@pytest.mark.parametrize("ops", OPS, ids=",".join)
def test_the_chains_are_those_of_trying_all(ops: tuple[str, ...]) -> None:
    for size, out, given in product((1, 3, 4, 6), range(1, 13), CHANNELS):
        truth = dict(every_chain(ops, size, out, given))
        try:
            found = chains(Route(size, out, ops, limits=LIMITS, channels=given))
        except ShapecalcError:
            assert not truth  # channels that no layer makes
            continue
        ways = [(settings_of(chain), chain.channels) for chain in found.cheapest]
        assert found.number == len(truth)
        assert len(set(ways)) == len(ways) == min(10, len(truth))
        assert [truth[way] for way in ways] == sorted(truth.values())[:10]
        assert given is None or [chain.cost for chain in found.cheapest] == [truth[way][1:3] for way in ways]


Way = tuple[tuple[oracle.Setting, ...], tuple[int, ...] | None]


def every_chain(
    ops: tuple[str, ...], size: int, out: int, given: tuple[int, int] | None
) -> Iterator[tuple[Way, tuple[int, ...]]]:
    """Yield every chain to a size, with its channels and its price."""
    for way, sizes in by_out(ops, size).get(out, []):
        steps = None if given is None else oracle.channels(way, *given)
        if given is None or steps:
            yield (way, steps), oracle.price(way, sizes, steps)


@cache
def by_out(ops: tuple[str, ...], size: int) -> dict[int, list[tuple[tuple[oracle.Setting, ...], tuple[int, ...]]]]:
    found: dict[int, list[tuple[tuple[oracle.Setting, ...], tuple[int, ...]]]] = {}
    for way, sizes in oracle.chains(ops, size):
        found.setdefault(sizes[-1], []).append((way, sizes))
    return found


def settings_of(chain: Chain) -> tuple[oracle.Setting, ...]:
    return tuple(
        oracle.Setting(one.op, one.kernel_size, one.stride, int(one.padding), one.output_padding or 0, one.mode)
        for one in chain.stages
    )


def assert_it_leads(chain: Chain, size: int, out: int) -> None:
    assert (chain.sizes[0], chain.sizes[-1]) == (size, out)
    for before, stage in zip(chain.sizes, chain.stages, strict=False):
        assert stage.size == before
        assert stage.output_size(before) == stage.out


@pytest.mark.parametrize(("size", "out"), [(4, 16), (3, 13), (16, 4), (7, 7)])
@pytest.mark.parametrize("op", ["transpose", "conv", "pool"])
def test_keras_words_chain_too(size: int, out: int, op: str) -> None:
    found = chains(Route(size, out, (op, op), limits=LIMITS, framework="keras"))
    assert found.number == sum(worded(op, size, middle) * worded(op, middle, out) for middle in range(1, 60))
    for chain in found.cheapest:
        assert_it_leads(chain, size, out)


def worded(op: str, size: int, out: int) -> int:
    """Return how many settings there are in Keras' words."""
    return sum(each.stride <= oracle.STRIDE for each in brute_force.worded(op, size, out, oracle.KERNEL, 1))


def test_each_layer_of_a_chain_has_its_own_settings() -> None:
    (back, *_) = chains(Route(7, 7, ("conv", "transpose"), Pins(kernel_size=2, stride=2, padding=0), LIMITS)).cheapest
    assert [stage.output_padding for stage in back.stages] == [0, 1]
    up = chains(Route(3, 7, ("conv", "transpose"), Pins(output_padding=1), LIMITS))
    assert {chain.stages[1].output_padding for chain in up.cheapest} == {1}
    with pytest.raises(ShapecalcError, match="output_padding is 1, but conv and pool have none"):
        chains(Route(7, 9, ("conv", "pool"), Pins(output_padding=1)))


def test_a_pinned_kernel_widens_the_bounds() -> None:
    found = chains(Route(64, 4, ("conv", "conv"), Pins(kernel_size=9, stride=4)))
    assert {stage.kernel_size for chain in found.cheapest for stage in chain.stages} == {9}


def test_seven_to_224_in_five_doublings() -> None:
    found = chains(Route(7, 224, ("transpose",) * 5))
    assert found.cheapest[0].sizes == (7, 14, 28, 56, 112, 224)
    assert {stage[1:5] for stage in found.cheapest[0].stages} == {(4, 2, 1, 0)}
    assert found.maps < found.settings


def test_large_sizes_go_as_small_ones() -> None:
    found = chains(Route(10**9, 8 * 10**9, ("transpose",) * 3, limits=Limits(4, 2)))
    assert found.cheapest[0].sizes == (10**9, 2 * 10**9, 4 * 10**9, 8 * 10**9)


@pytest.mark.parametrize(
    ("size", "out", "op", "stages"),
    [
        (4, 64, "transpose", 4),
        (7, 224, "transpose", 5),
        (3, 3, "transpose", 1),
        (64, 128, "transpose", 1),
        (4, 64, "upsample", 4),
        (64, 4, "shuffle", 4),
        (64, 8, "pool", 3),
        (7, 28, "unpool", 2),
    ],
)
def test_the_shortest_chain_of_usual_layers(size: int, out: int, op: str, stages: int) -> None:
    found = shortest(Route(size, out, (op,) * 32, known=True))
    assert len(found.route.ops) == stages
    assert found.number
    for chain in found.cheapest:
        assert all(stage.exact and (stage.recipe or not stage.layer.settings) for stage in chain.stages)


@pytest.mark.parametrize("text", ["shuffle", "conv,shuffle", "shuffle,conv"])
def test_a_shuffle_takes_whole_blocks_only(text: str) -> None:
    found = chains(Route(65, 13, tuple(text.split(",")), Pins(kernel_size=1, stride=1) if "conv" in text else Pins()))
    assert not found.number  # 65 is no multiple of 2, 3 or 4


def test_a_shuffle_may_go_both_ways() -> None:
    (best, *_) = chains(Route(64, 64, ("shuffle", "conv", "shuffle"), channels=(3, 3), pins=Pins(3, 1))).cheapest
    assert best.sizes == (64, 32, 32, 64)
    assert best.channels == (3, 12, 12, 3)


def test_a_convolution_makes_what_a_shuffle_needs() -> None:
    pins = Pins(kernel_size=3, stride=1, padding=1)
    (espcn, *_) = chains(Route(56, 224, ("conv", "shuffle"), pins, channels=(64, 3))).cheapest
    assert espcn.channels == (64, 48, 3)
    assert espcn.cost == (9 * 64 * 48 + 48, 56 * 56 * 9 * 64 * 48)
    (edsr, *_) = chains(Route(56, 224, ("conv", "shuffle") * 2, pins, channels=(64, 64))).cheapest
    assert edsr.channels == (64, 256, 64, 256, 64)


def test_joints_fit_their_stages() -> None:
    assert [set(each) for each in joints((64, 32, 8), ["conv"] * 2, 2)] == [{64}, {32}, {8}]
    with pytest.raises(ShapecalcError, match="channels has 3 numbers, but there are 4 stages"):
        joints((64, 32, 8), ["conv"] * 4, 2)


@pytest.mark.parametrize(
    ("channels", "ops", "steps"),
    [
        ((3, 64), "conv,pool", ({3}, {64}, {64})),
        ((3, 64), "pool,conv", ({3}, {3}, {64})),
        ((64, 4), "upsample,conv,upsample,conv", ({64}, {64}, {16}, {16}, {4})),
        ((3, 8, 8, 32), "conv,pool,conv", ({3}, {8}, {8}, {32})),
        ((8, 8), "pool,pool", ({8}, {8}, {8})),
        ((64, 16), "conv,shuffle,conv", ({64}, {128, 8}, {32}, {16})),
        ((3, 64), "shuffle,conv,pool", ({3}, {12}, {64}, {64})),
        ((64, 4), "shuffle,shuffle", ({64}, {16, 256}, {4})),
        ((64, 16, 4), "shuffle,shuffle", ({64}, {16}, {4})),
    ],
)
def test_what_learns_changes_the_channels_and_a_shuffle_moves_them(
    channels: tuple[int, ...], ops: str, steps: tuple[set[int], ...]
) -> None:
    assert joints(channels, ops.split(","), 2) == steps


@pytest.mark.parametrize(
    ("channels", "ops", "told"),
    [
        ((3, 64), "pool", "channels go from 3 to 64 in pool"),
        ((3, 64), "pool,pool", "channels go from 3 to 64 in pool"),
        ((3, 8, 16), "conv,pool", "channels go from 8 to 16 in pool"),
    ],
)
def test_channels_that_no_layer_makes_are_refused(channels: tuple[int, ...], ops: str, told: str) -> None:
    with pytest.raises(ShapecalcError, match=told):
        joints(channels, ops.split(","), 2)


def test_one_stage_is_the_solver() -> None:
    found = chains(Route(8, 16, ("transpose",), limits=LIMITS))
    assert {chain.stages[0] for chain in found.cheapest} <= set(answer(8, 16, max_kernel=3, max_stride=2).solutions)


def test_too_many_chains_are_refused() -> None:
    with pytest.raises(ShapecalcError, match="there are too many chains to follow"):
        chains(Route(7, 10**6, ("transpose",) * 12 + ("conv",) * 12, limits=Limits(64, 8)))
