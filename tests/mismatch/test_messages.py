"""What is said of models whose branches do not fit: recorded as it reads, and every way that is offered taken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.importers.load import load, text_of
from shapecalc.mismatch.cures import cures
from shapecalc.mismatch.fix import changes, mend
from shapecalc.mismatch.kinds import KINDS
from shapecalc.model.document import parse
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model
from shapecalc.model.trace import trace
from shapecalc.render.problem import error_text
from shapecalc.summary import SummaryError, summarize

from .models import TEXTS

Golden = Callable[[str, str], None]
BUILT_IN = {"unet": (3, 250, 250), "unet-keras": (250, 250, 8)}
NAMES = [*TEXTS, *(f"built-in {name}" for name in BUILT_IN)]


def read(text: str) -> Model:
    return read_model(parse(text.encode(), "net.yaml"), {})


def broken(name: str) -> tuple[Model, str, dict[str, tuple[int, ...]]]:
    word = name.removeprefix("built-in ")
    if word in BUILT_IN and word != name:
        return load(word), text_of(word), {"": BUILT_IN[word]}
    return read(TEXTS[name]), TEXTS[name], {}


def said(name: str, kind: str) -> str:
    """Return what fix says for one kind of change; where it mends the file, the new one fits."""
    model, text, inputs = broken(name)
    try:
        mended = mend(model, text, inputs, kind=kind)
    except ShapecalcError as error:
        return error_text(error)
    assert not trace(read(mended.text)).problems
    return "\n".join(changes(mended))


@pytest.mark.parametrize("name", NAMES)
def test_a_mismatch_is_told(name: str, golden: Golden) -> None:
    model, _, inputs = broken(name)
    with pytest.raises(SummaryError) as caught:
        summarize(model, inputs)
    told = error_text(caught.value.explained())
    by = {kind: said(name, kind) for kind in KINDS}
    parts = [told, *(f"--by {kind}\n{text}" for kind, text in by.items() if text != told)]
    golden(f"mismatch/{name.replace(' ', '-').replace(',', '')}.txt", "\n\n".join(parts) + "\n")


@pytest.mark.parametrize("name", TEXTS)
def test_every_cure_mends_the_whole_model(name: str) -> None:
    for cure in cures(read(TEXTS[name])):
        assert not trace(cure.model).problems, cure.kind


@pytest.mark.parametrize("name", NAMES)
def test_a_kind_that_is_named_as_another_way_does_it(name: str) -> None:
    for kind in KINDS:
        found = said(name, kind)
        for other in KINDS:
            if f"--by {other}:" in found:
                assert "error:" not in said(name, other), (kind, other)


def test_a_way_out_that_is_told_is_one() -> None:
    """Keras' transposed convolution in a block that five places use: three of them get a copy, as the message says."""
    text = text_of("unet-keras").replace("[160, 160, 8]", "[250, 250, 8]")
    with pytest.raises(ShapecalcError) as caught:
        mend(read(text), text, kind="output_padding")
    fix = caught.value.problems[0].fix
    assert fix.startswith("copy the block up for up5, up4 and up2, with padding: valid, output_padding: 1")
    lines = text.splitlines()
    place = lines.index("  up:")
    copy = [line.replace("padding: same", "padding: valid, output_padding: 1") for line in lines[place : place + 5]]
    lines[place:place] = ["  taller:", *copy[1:]]
    for user in ("up5", "up4", "up2"):
        lines = [line.replace(f"type: up, name: {user}", f"type: taller, name: {user}") for line in lines]
    assert not trace(read("\n".join(lines))).problems
