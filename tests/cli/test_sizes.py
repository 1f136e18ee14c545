"""``shapecalc sizes`` as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sizes.models import text

from .running import run

Golden = Callable[[str, str], None]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(name: str) -> str:
        path = tmp_path / "model.yaml"
        path.write_text(text(name), "utf-8")
        return str(path)

    return write


def axes(*words: str) -> dict[str, Any]:
    data = json.loads(run("sizes", *words, "--format", "json").stdout)
    assert data["schema_version"] == 1
    return {axis["name"]: axis for axis in data["axes"]}


@pytest.mark.parametrize(
    ("golden_name", "model", "words"),
    [
        ("near.txt", "fpn", "--near 500x375"),
        ("lossless.txt", "valid unet", "--lossless --out 96"),
        ("tried.txt", "two levels of 0.123456789", "--near 2000 --out 16"),
        ("linear.txt", "vgg with a linear layer", ""),
        ("sporadic.txt", "branches that meet twice", "--near 25"),
        ("nothing-fits.txt", "never fits", ""),
    ],
)
def test_the_text(golden_name: str, model: str, words: str, file: Callable[[str], str], golden: Golden) -> None:
    done = run("sizes", file(model), *words.split())
    golden(f"sizes/{golden_name}", f"{done.stdout}{done.stderr}exit code {done.returncode}\n")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_json_holds_the_set(file: Callable[[str], str]) -> None:
    found = axes(file("fpn"))["H"]
    assert (found["input"], found["axis"], found["fixed"], found["layer"]) == ("input", 1, False, None)
    assert (found["modulus"], found["residues"], found["minimum"]) == (32, [0, 29, 30, 31], 29)
    assert found["extra"] == [1, 2, 3, 4]


def test_json_names_the_layer_that_fixes_a_size(file: Callable[[str], str]) -> None:
    found = axes(file("vgg with a linear layer"))["W"]
    assert (found["fixed"], found["layer"], found["residues"]) == (True, "fc", [])
    assert found["extra"] == list(range(64, 80))


def test_a_dense_layer_whose_weights_follow_the_size_fixes_it_too(file: Callable[[str], str]) -> None:
    found = axes(file("dense after flatten"))["H"]
    assert (found["fixed"], found["layer"], found["declared"], found["modulus"]) == (True, "dense", 28, 1)


def test_axes_of_one_name_move_together(file: Callable[[str], str]) -> None:
    path = file("two inputs of one name")
    found = json.loads(run("sizes", path, "--format", "json").stdout)["axes"]
    heights = [axis for axis in found if axis["name"] == "H"]
    assert [(axis["modulus"], axis["minimum"]) for axis in heights] == [(2, 2)] * 2
    assert [axis["together"] for axis in heights] == [[{"input": name, "axis": 0}] for name in ("mask", "image")]
    assert "(the same H as axis 0 of image)" in run("sizes", path).stdout


def test_near_tells_what_to_crop_and_pad() -> None:
    found = axes("unet", "--near", "500x375")
    assert found["H"]["near"] == {"size": 500, "below": 496, "crop": 4, "above": 512, "pad": 12}
    assert found["W"]["near"] == {"size": 375, "below": 368, "crop": 7, "above": 384, "pad": 9}
    assert "near" not in found["channels"]


def test_an_axis_that_does_not_fit_does_not_spoil_the_other() -> None:
    found = axes("unet", "--input", "3,250,256")
    assert [(found[name]["modulus"], found[name]["residues"], found[name]["minimum"]) for name in "HW"] == [
        (16, [0], 16)
    ] * 2
    assert found["H"]["declared"] == 250
    assert found["W"]["shape"] == [3, 256, 256]


def test_an_output_that_no_size_gives_is_no_answer() -> None:
    done = run("sizes", "unet", "--out", "250")
    assert done.returncode == 1
    assert "no size gives 250" in done.stdout
    assert axes("unet", "--out", "256")["H"]["out"] == {"size": 256, "inputs": [256]}


@pytest.mark.parametrize("words", ["--near 1x2x3x4", "--near 0", "--near a", "--out 12x", "--input 3,2"])
def test_what_is_no_size_is_refused(words: str) -> None:
    done = run("sizes", "unet", *words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert words.split(maxsplit=1)[0] in done.stderr or "cannot be (3, 2)" in done.stderr


def test_axes_stand_below_each_other(tmp_path: Path) -> None:
    lines = ["input: {image: [3, 50, 62], z: [3, 51]}", "framework: torch", "layers:"]
    lines += [
        f"  - {{type: MaxPool{rank}d, kernel_size: 2, inputs: [{name}]}}" for rank, name in ((2, "image"), (1, "z"))
    ]
    file = tmp_path / "two.yaml"
    file.write_text("\n".join(lines), "utf-8")
    for option, word in (("--near", "20 is"), ("--out", "40, 41")):
        shown = run("sizes", str(file), option, "20").stdout.splitlines()
        answers = [line for line in shown if word in line]
        assert len(answers) == 3, shown
        assert len({line.index(word) for line in answers}) == 1, shown
