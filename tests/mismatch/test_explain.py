"""A mismatch is told with its cause, and every cure that is offered mends the model."""

from __future__ import annotations

import pytest

from shapecalc import load
from shapecalc.errors import Problem
from shapecalc.mismatch.cures import cures
from shapecalc.mismatch.explain import explained
from shapecalc.mismatch.meeting import meetings
from shapecalc.model.graph import Model
from shapecalc.model.trace import trace
from shapecalc.summary import SummaryError, summarize
from tests.sizes.models import TEXTS, model

FAILING = {
    "unet": (3, 250, 250),
    "unet-small": (3, 63, 250),
    "unet-keras": (250, 230, 8),
    "conv-pool-upsample": (127, 126, 3),
    "fpn": (3, 250, 255),
    "valid unet": (1, 190, 188),
    "aspp with dilation": (3, 20, 65),
    "strides of three": (1, 81),
    "scale 1.5": (3, 64, 64),
    "same padding, keras": (97, 96, 3),
    "inception of four strides": (3, 99, 99),
    "branches that meet once": (1, 20, 20),
    "turned by permute": (8, 20, 24),
}


def failing(name: str) -> Model:
    found = model(name) if name in TEXTS else load(name)
    return found.with_inputs({"": FAILING[name]})


@pytest.mark.parametrize("name", FAILING)
def test_every_cure_mends_the_whole_model(name: str) -> None:
    broken = failing(name)
    for cure in cures(broken):
        assert not trace(cure.model).problems, cure.kind
        again = broken
        for edit in cure.edits:
            again = edit.applied(again)
        assert not trace(again).problems, cure.kind


@pytest.mark.parametrize("name", FAILING)
def test_what_is_offered_is_told(name: str) -> None:
    broken = failing(name)
    problems = trace(broken).problems
    meeting = next(meetings(broken), None)
    told = explained(broken, problems)
    assert len(told) == len(problems)
    if meeting is None:
        assert told == problems
    else:
        assert str(meeting.branches[0].reference) in told[0].why
        assert str(meeting.branches[1].reference) in told[0].why


def unet_at_250() -> Problem:
    with pytest.raises(SummaryError) as caught:
        summarize(load("unet"), {"": (3, 250, 250)})
    return caught.value.explained().problems[0]


def test_unet_at_250() -> None:
    problem = unet_at_250()
    assert problem.why == (
        "enc4.relu_1 has H = 31 and W = 31, up4 has H = 30 and W = 30; they parted at enc4.relu_1; "
        "along H pool4 (MaxPool2d) turns 31 into 15 and cuts off 1"
    )
    assert (problem.fix, *problem.others) == (
        "feed H = 240 (crop 10), W = 240 (crop 10)",
        "feed H = 256 (pad 6), W = 256 (pad 6)",
        "set output_size: enc4.relu_1 on up4, set output_size: enc2.relu_1 on up2",
        "set output_padding: 1 on up4 and up2",
        "pad up4 and up2 by 1 at the end",
        (
            "crop enc4.relu_1 by 1 at the end, crop enc3.relu_1 by 2 at the end, crop enc2.relu_1 by 5 at the end, "
            "and 1 more"
        ),
    )


def test_kinds_of_cures_are_found_where_they_help() -> None:
    found = {name: [cure.kind for cure in cures(failing(name))] for name in FAILING}
    assert found["unet"] == ["size", "output_padding", "pad", "crop"]
    assert found["fpn"] == ["size", "pad", "crop"]
    assert "ceil_mode" in found["inception of four strides"]
    assert "same" in found["same padding, keras"] or "pad" in found["same padding, keras"]
    assert found["turned by permute"] == ["size", "pad", "crop"] or found["turned by permute"] == ["pad", "crop"]


def test_branches_of_two_inputs_are_told_apart() -> None:
    broken = model("two inputs that must fit").with_inputs({"left": (3, 40, 32), "right": (3, 16, 16)})
    problem = explained(broken, trace(broken).problems)[0]
    assert problem.why == "half has H = 20, right has H = 16; they come from different inputs"
    assert problem.fix == "feed H = 33 (crop 7), H = 16 (pad 0)" or problem.others


def test_a_mistake_that_is_no_mismatch_stays_as_it_is() -> None:
    broken = load("unet").with_inputs({"": (3, 8, 8)})
    problems = trace(broken).problems
    assert explained(broken, problems) == problems


@pytest.mark.parametrize(
    ("name", "given", "advice"),
    [
        ("unet", (256, 256, 3), "write --input 3,256,256: the channels come first"),
        (
            "unet",
            (250, 250, 3),
            "write --input 3,250,250: the channels come first; then feed H = 240 (crop 10), W = 240 (crop 10)",
        ),
        ("unet-keras", (8, 160, 160), "write --input 160,160,8: the channels come last"),
    ],
)
def test_channels_at_the_wrong_end(name: str, given: tuple[int, ...], advice: str) -> None:
    with pytest.raises(SummaryError) as caught:
        summarize(load(name, inputs={"": given}), batch=2)
    problem = caught.value.explained().problems[0]
    assert problem.fix == advice
    assert problem.others[0].startswith("use a ")


def test_channels_that_stand_where_they_should_need_no_advice() -> None:
    assert "channels come" not in unet_at_250().fix
    with pytest.raises(SummaryError) as caught:
        summarize(load("unet"), {"": (3, 250, 3)})
    assert "channels come" not in caught.value.explained().problems[0].fix
