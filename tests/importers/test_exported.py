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
from shapecalc.importers.archive import read
from shapecalc.importers.load import load
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


SIGNED = {"net/archive_format": b"pt2"}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"net/data.pkl": b"\x80\x02."}, "is a pickle"),
        ({**SIGNED, "net/data.pkl": b""}, "is a pickle"),
        (SIGNED, "there is no models/model.json"),
        ({**SIGNED, PROGRAM: entries()[PROGRAM]}, "there is no data/weights/model_weights_config.json"),
        ({**SIGNED, **entries(), PROGRAM: b"{"}, "models/model.json is no JSON"),
        ({**SIGNED, **entries(), PROGRAM: b"[" * 10_000}, "models/model.json is no JSON"),
        ({**SIGNED, **entries(), PROGRAM: b"9" * 10_000}, "models/model.json is no JSON"),
        ({**SIGNED, **entries(), PROGRAM: b" " * 10**7}, "says that it has 10,000,000 bytes"),
        ({**SIGNED, **entries(), PROGRAM: b"{}"}, "'graph_module' is missing"),
        ({**SIGNED, **entries(), WEIGHTS: b"[]"}, "a mapping is expected"),
        ({**SIGNED, **entries(), "../climbs": b""}, "leads out of the archive"),
    ],
)
def test_what_is_none_is_refused(files: dict[str, bytes], told: str) -> None:
    with pytest.raises(ShapecalcError, match=told) as caught:
        read(zipped(files), "net.pt2")
    assert all(problem.place.startswith("net.pt2") for problem in caught.value.problems)


@pytest.mark.parametrize("length", [4, 1000, 9000, 40_000])
def test_half_an_archive_is_refused(length: int) -> None:
    with pytest.raises(ShapecalcError, match="the archive is damaged"):
        read(io.BytesIO(ARCHIVE.read_bytes()[:length]), "net.pt2")


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
