"""Budgets: on the limit, one over it, and what cannot be told."""

from __future__ import annotations

import pytest

import shapecalc
from shapecalc.budget import Budget, Overrun, Surprise, overruns, surprises
from shapecalc.errors import ShapecalcError
from shapecalc.footprint.memory import memory
from tests.model.reading import keras, model

UNET = shapecalc.load("unet-small")
SUMMARY = shapecalc.summarize(UNET, {"": (3, 64, 64)})


@pytest.mark.parametrize(("what", "found"), [("params", 117_378), ("macs", 100_466_688)])
def test_a_limit_may_be_reached_and_not_passed(what: str, found: int) -> None:
    kept, passed = (Budget(**{what: limit}) for limit in (found, found - 1))  # type: ignore[arg-type]
    assert not list(overruns(kept, SUMMARY))
    assert list(overruns(passed, SUMMARY)) == [Overrun(what, found - 1, found)]


def test_memory_is_that_of_training_when_there_is_an_optimizer() -> None:
    for optimizer in ("", "adam"):
        needed = memory(UNET, {"": (3, 64, 64)}, optimizer=optimizer)
        found = needed.training if optimizer else needed.inference
        assert found is not None
        summary = SUMMARY._replace(memory=needed)
        assert not list(overruns(Budget(memory=found), summary))
        assert list(overruns(Budget(memory=found - 1), summary)) == [Overrun("memory", found - 1, found)]


def test_all_overruns_come_at_once() -> None:
    assert [each.what for each in overruns(Budget(params=1, macs=1), SUMMARY)] == ["params", "macs"]


def test_what_is_open_passes_no_budget() -> None:
    given = {"": (3, None, None)}
    summary = shapecalc.summarize(UNET, given)._replace(memory=memory(UNET, given))
    macs, bytes_ = overruns(Budget(params=117_378, macs=10**18, memory=10**18), summary)
    assert (macs.what, macs.found) == ("macs", None)
    assert macs.unknown[0] == "the MACs of enc1.conv2d: a size is open"
    assert (bytes_.what, bytes_.found) == ("memory", None)
    assert bytes_.unknown[0] == "the memory of input: its size is open"


@pytest.mark.parametrize("limit", [10**9, 10**18])
def test_macs_in_named_sizes_neither_keep_nor_overrun_a_budget(limit: int) -> None:
    summary = shapecalc.summarize(UNET, {"": (3, "H", "W")})
    (macs,) = overruns(Budget(params=117_378, macs=limit), summary)
    assert macs == Overrun("macs", limit, None, (f"{summary.total_macs}, whose sizes have no numbers",))
    assert "H*W" in macs.unknown[0]


@pytest.mark.parametrize(
    ("expected", "agrees"),
    [((1, 2, 64, 64), True), ((None, 2, 64, 64), True), ((1, 3, 64, 64), False), ((2, 64, 64), False)],
)
def test_an_open_batch_is_whatever_is_expected(expected: tuple[int | None, ...], agrees: bool) -> None:
    found = list(surprises(Budget(outputs={"": expected}), UNET, SUMMARY))
    assert found == ([] if agrees else [Surprise("head", expected, (None, 2, 64, 64))])
    one = shapecalc.summarize(UNET, {"": (3, 64, 64)}, batch=3)
    assert list(surprises(Budget(outputs={"": expected}), UNET, one))


def test_several_outputs_have_names() -> None:
    two = model(keras("{type: ReLU, name: a}", "{type: ReLU, name: b, inputs: [input]}"))
    summary = shapecalc.summarize(two)
    shape = (None, 32, 32, 3)
    assert not list(surprises(Budget(outputs={"a": shape, "b": shape}), two, summary))
    with pytest.raises(ShapecalcError, match="several outputs"):
        list(surprises(Budget(outputs={"": shape}), two, summary))
    with pytest.raises(ShapecalcError, match="no output 'c'"):
        list(surprises(Budget(outputs={"c": shape}), two, summary))
