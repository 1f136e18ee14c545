"""Archives of ``torch.export``: read without PyTorch, whatever is in them; ``data/net.pt2`` is of PyTorch 2.13."""

from __future__ import annotations

import io
import json
import random
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from shapecalc.errors import ShapecalcError
from shapecalc.importers.load import load
from shapecalc.importers.torch.archive import read
from shapecalc.importers.torch.program import read_program
from shapecalc.model.graph import Model
from shapecalc.summary import summarize

ARCHIVE = Path(__file__).parent / "data" / "net.pt2"
PROGRAM, WEIGHTS = "net/models/model.json", "net/data/weights/model_weights_config.json"


def entries() -> dict[str, bytes]:
    with zipfile.ZipFile(ARCHIVE) as archive:
        return {name: archive.read(name) for name in (PROGRAM, WEIGHTS)}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def test_the_counts_are_pytorchs() -> None:
    found = summarize(load(ARCHIVE))
    assert (found.name, found.status) == ("Net", "complete")
    assert (found.total_params, found.trainable_params, found.buffers, found.statistics) == (390, 390, 9, 8)
    assert found.total_macs == 7182


def test_the_rows_are_the_modules_and_the_operators() -> None:
    rows = {row.name: row for row in summarize(load(ARCHIVE)).rows}
    assert rows["conv"][:4] == ("conv", "Conv1d", (3, 4, 7), 72)
    assert rows["rnn"].output_shape == [(3, 7, 3), (1, 3, 3), (1, 3, 3)]
    assert (rows["emb"].params, rows["out"].params) == (120, 0)
    assert (rows["unused"].params, rows["unused"].output_shape) == (6, None)
    assert rows["cat_1"].connected_to == ("chunk", "chunk:1")
    assert not any(row.source for row in rows.values())


def test_the_outputs_are_known() -> None:
    assert [str(output) for output in load(ARCHIVE).outputs] == ["out", "add"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04", "zip is damaged"),
        (b"PK\x03\x04" + bytes(100), "zip is damaged"),
        (ARCHIVE.read_bytes()[:9000], "zip is damaged"),
        (zipped({"net/data.pkl": b"\x80\x02."}).getvalue(), "is a pickle"),
        (zipped({"archive/data.pkl": b"\x80\x02.", "archive/data/0": b""}).getvalue(), "is a pickle"),
        (zipped({"word/document.xml": b"<>"}).getvalue(), "is no archive of torch.export"),
        (zipped({**entries(), PROGRAM: b"{"}).getvalue(), "is no JSON"),
        (zipped({**entries(), PROGRAM: b"[" * 100_000}).getvalue(), "is no JSON"),
        (zipped({**entries(), PROGRAM: b"{}"}).getvalue(), "'graph_module' is missing"),
        (zipped({**entries(), WEIGHTS: b"[]"}).getvalue(), "a mapping is expected"),
        (zipped({PROGRAM: entries()[PROGRAM]}).getvalue(), "is no archive of torch.export"),
    ],
)
def test_what_is_none_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(ShapecalcError, match=told):
        read(io.BytesIO(content), "net.pt2")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shapecalc.importers.torch.archive.MOST_BYTES", 10**6)
    with pytest.raises(ShapecalcError, match="is too large"):
        read(zipped({**entries(), PROGRAM: b" " * 10**8}), "net.pt2")


def test_a_wrong_shape_in_the_file_is_not_believed() -> None:
    """The file's shape stands where our layer says another, and the row says so."""
    program, weights = map(json.loads, entries().values())
    program["graph_module"]["graph"]["tensor_values"]["conv1d"]["sizes"][-1] = {"as_int": 8}
    rows = {row.name: row for row in summarize(read_program(program, weights, "net.pt2")).rows}
    assert (rows["conv"].source, rows["conv"].output_shape) == ("torch", (3, 4, 8))
    assert rows["conv"].unknown == ("the MACs",)


def spoiled(data: Any, dice: random.Random) -> Any:
    """Return the data with one value somewhere in it replaced by another thing, or gone."""
    data = json.loads(json.dumps(data))
    here = data
    while True:
        key = dice.choice(list(here)) if isinstance(here, dict) else dice.randrange(len(here))
        below = here[key]
        if not isinstance(below, (dict, list)) or not below or dice.random() < 0.1:
            break
        here = below
    if dice.random() < 0.2:
        del here[key]
    else:
        here[key] = dice.choice(
            [None, -1, 10**30, "x", [], {}, [[]], {"as_int": -3}, {"name": 3}, True, 0.5, {"as_tensor": 1}]
        )
    return data


@pytest.mark.parametrize("seed", range(300))
def test_whatever_stands_in_it_is_a_model_or_a_mistake(seed: int) -> None:
    program, weights = map(json.loads, entries().values())
    dice = random.Random(seed)  # noqa: S311 - the same cases everywhere
    with suppress(ShapecalcError):
        found = read_program(spoiled(program, dice), spoiled(weights, dice) if seed % 3 == 0 else weights, "net.pt2")
        assert isinstance(found, Model)
        summarize(found)


def test_a_mistake_names_its_place() -> None:
    program, weights = map(json.loads, entries().values())
    program["graph_module"]["graph"]["nodes"][2]["inputs"][0]["arg"] = {"as_tensor": {"name": 5}}
    with pytest.raises(ShapecalcError) as caught:
        read_program(program, weights, "net.pt2")
    (problem,) = caught.value.problems
    assert problem.place == "net.pt2: graph.nodes.2.self.name"
    assert problem.what == "name is 5"
