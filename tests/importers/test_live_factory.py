"""``package.module:factory``: which names are meant so, and what a user is told."""

from __future__ import annotations

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

import shapecalc
from shapecalc.errors import ShapecalcError
from shapecalc.importers.load import load
from shapecalc.importers.torch import factory
from shapecalc.importers.torch.factory import is_factory
from tests.cli.running import run

NET = """
import torch

print("imported")


def make():
    return torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(800, 4))


class Pair(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(3, 4)

    def forward(self, left, right):
        return self.fc(left) + self.fc(right)


ready = make()


def wrong():
    raise RuntimeError("no weights here")


def number():
    return 3
"""
needs_torch = pytest.mark.skipif(not find_spec("torch"), reason="torch is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "small.py").write_text(NET, "utf-8")
    (tmp_path / "broken.py").write_text("import nothing_of_that_name\n", "utf-8")
    (tmp_path / "leaves.py").write_text("raise SystemExit(3)\n", "utf-8")
    return tmp_path


def summary(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run("summary", *words, cwd=folder)


@pytest.mark.parametrize("source", ["nets:make", "nets.unet:make", "nets.unet:Nets.small", "n:make", "größe:netz"])
def test_a_factory_is_known_by_its_form(source: str) -> None:
    assert is_factory(source)


@pytest.mark.parametrize(
    "source",
    ["net.yaml", "C:net.yaml", "C:\\nets\\net.yaml", "nets/unet.py:make", "a:b:c", ":make", "nets:", "-", "a b:c"],
)
def test_other_names_are_files(source: str) -> None:
    assert not is_factory(source)


def test_a_drive_is_none_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factory, "_DRIVES", True)
    assert not is_factory("C:net")
    assert is_factory("nets:make")


def test_a_file_of_that_name_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nets:make").write_text("input: [8]\nlayers:\n  - {type: Dense, units: 2}\n", "utf-8")
    assert load("nets:make").nodes[1].name == "dense"


def test_without_pytorch_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shapecalc.importers.torch.find_spec", lambda _: None)
    advice = "Run pip install torch"
    with pytest.raises(ShapecalcError, match=advice):
        load("nets:make", inputs={"": (1, 3)})
    with pytest.raises(ShapecalcError, match=advice):
        shapecalc.from_torch(None, (1, 3))


def test_variables_are_refused() -> None:
    with pytest.raises(ShapecalcError, match="has no vars"):
        load("nets:make", {"filters": 3})


def test_the_help_says_that_code_is_run() -> None:
    assert "imports and runs your code" in " ".join(run("summary", "--help").stdout.split())


@needs_torch
def test_a_factory_is_traced(folder: Path) -> None:
    done = summary(folder, "nets.small:make", "--input", "2,3,12,12", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [row["output_shape"] for row in found["layers"]][-1] == [2, 4]
    assert (found["name"], found["total_params"]) == ("Sequential", 3428)
    assert done.stderr == "nets.small:make: this code is imported and run\nimported\n"


@needs_torch
@pytest.mark.parametrize("name", ["ready", "Pair"])
def test_a_module_or_a_class_will_do(folder: Path, name: str) -> None:
    sizes = ["1,3,12,12"] if name == "ready" else ["left=1,3", "right=5,3"]
    done = summary(folder, f"nets.small:{name}", *(word for size in sizes for word in ("--input", size)))
    assert done.returncode == 0, done.stderr


@needs_torch
def test_a_batch_traces_again(folder: Path) -> None:
    done = summary(folder, "nets.small:make", "--input", "2,3,12,12", "--batch", "7", "--format", "csv")
    assert done.stdout.splitlines()[-1].startswith('3 (Linear),"(7, 4)"') or "7" in done.stdout


@needs_torch
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nets.small:make"], "needs input sizes"),
        (["nets.small:mak", "-i", "1,3"], "did you mean make?"),
        (["nets.smal:make", "-i", "1,3"], "No module named 'nets.smal'"),
        (["broken:make", "-i", "1,3"], "No module named 'nothing_of_that_name' (at broken.py:1)"),
        (["leaves:make", "-i", "1,3"], "SystemExit: 3 (at leaves.py:1)"),
        (["nets.small:wrong", "-i", "1,3"], "RuntimeError: no weights here (at small.py:24)"),
        (["nets.small:number", "-i", "1,3"], "3 is no module"),
        (["nets.small:make", "-i", "1,4,12,12"], "Sequential fails for input (1, 4, 12, 12) in 0 (Conv2d)"),
        (["nets.small:make", "-i", "1,None"], "all sizes whole numbers"),
        (["nets.small:make", "-i", "image=1,3,12,12"], "image"),
    ],
)
def test_mistakes_are_told(folder: Path, words: list[str], told: str) -> None:
    done = summary(folder, *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("weights.pt", b"}q"),
        ("weights.pth", b"\x80\x02}q\x00."),
        ("model.ckpt", b""),
        ("anything", b"\x80\x04\x95"),
        ("net.yaml", b"\x80\x05."),
    ],
)
def test_a_pickle_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = run("summary", name, cwd=tmp_path)
    assert done.returncode == 2
    assert f"{name} is a pickle" in done.stderr
    assert "from_torch" in done.stderr
