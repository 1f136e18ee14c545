"""A mended file takes the sizes, and nothing else in it has changed."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

import pytest

from shapecalc.cli.output import write
from shapecalc.errors import ShapecalcError
from shapecalc.importers.load import load, text_of
from shapecalc.mismatch.fix import mend
from shapecalc.mismatch.kinds import KINDS
from shapecalc.model.document import parse
from shapecalc.model.reader import read_model
from shapecalc.model.trace import trace
from tests.cli.running import run

Described = tuple[str, str, dict[str, Any], tuple[str, ...]]
"""A layer of Keras: class, name, settings, and the layers that it takes from."""
UNET = """\
# a small U-Net
name: small
input: [3, 62, 65]   # odd on purpose
framework: torch
layers:
  - {type: Conv2d, name: enc, out_channels: 8, kernel_size: 3, padding: 1}  # the encoder
  - type: MaxPool2d
    name: pool
    kernel_size: 2
  - Upsample2x
  - {type: cat, dim: 1, inputs: [enc, up]}  # here they meet

  - {type: Conv2d, name: head, out_channels: 2, kernel_size: 1}
"""
UPS = {
    "transposed": "{type: ConvTranspose2d, name: up, out_channels: 8, kernel_size: 2, stride: 2}",
    "upsample": "{type: Upsample, name: up, scale_factor: 2}  # nearest",
    "block style": "type: Upsample\n    name: up\n    scale_factor: 2   # gone\n    mode: nearest",
}


def changed(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize("up", UPS)
@pytest.mark.parametrize("kind", [None, *KINDS])
def test_a_mended_text_is_traced_and_little_else_is_touched(up: str, kind: str | None) -> None:
    text = UNET.replace("Upsample2x", UPS[up])
    model = read_model(parse(text.encode(), "small.yaml"), {})
    assert trace(model).problems
    try:
        mended = mend(model, text, kind=kind)
    except ShapecalcError:
        assert kind in {"ceil_mode", "same", "output_padding", "channels"}
        return
    again = read_model(parse(mended.text.encode(), "small.yaml"), {})
    assert not trace(again).problems
    assert len(changed(text, mended.text)) <= 4
    assert [comment in mended.text for comment in ("# a small U-Net", "# odd on purpose", "# here they meet")] == [
        True
    ] * 3


def test_json_stays_json() -> None:
    data = {
        "input": [3, 63, 63],
        "framework": "torch",
        "layers": [
            {"type": "MaxPool2d", "kernel_size": 2},
            {"type": "Upsample", "name": "up", "scale_factor": 2},
            {"type": "cat", "dim": 1, "inputs": ["up", "input"]},
        ],
    }
    text = json.dumps(data, indent=2)
    for kind in ("size", "pad", "crop"):
        mended = mend(read_model(parse(text.encode(), "m.json"), {}), text, kind=kind)
        assert not trace(read_model(parse(json.dumps(json.loads(mended.text)).encode(), "m.json"), {})).problems


def test_the_command_writes_a_new_file_and_never_the_source(tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    done = run("fix", "unet", "--input", "3,250,250", "-o", str(new))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == ["up4: output_size is enc4.relu_1 now", "up2: output_size is enc2.relu_1 now"]
    assert not trace(load(str(new))).problems
    assert len(changed(text_of("unet"), new.read_text("utf-8"))) == 6
    source = new.read_text("utf-8")
    done = run("fix", str(new), "--input", "3,251,251", "--by", "pad", "-o", str(new))
    assert done.returncode == 2
    assert new.read_text("utf-8") == source


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("fix unet", "unet has nothing to mend"),
        ("fix unet --input 3,250,250 --by magic", "there is no cure 'magic'"),
        ("fix unet --input 3,8,8", "the kernel reaches over 2"),
        ("fix -", "standard input cannot be mended"),
    ],
)
def test_what_cannot_be_mended_is_told(words: str, what: str) -> None:
    done = run(*words.split())
    assert done.returncode == 2
    assert what in done.stderr


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    there = tmp_path / "there.yaml"
    there.write_text("mine", "utf-8")
    done = run("fix", "unet", "--input", "3,250,250", "-o", str(there))
    assert (done.returncode, done.stdout) == (2, "")
    assert "it is not overwritten" in done.stderr
    assert there.read_text("utf-8") == "mine"


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that takes no file, and a disk that is full when the file is to get its name."""
    with pytest.raises(ShapecalcError, match="cannot be written"):
        write(["a"], tmp_path / "nowhere" / "new.yaml")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ShapecalcError, match="No space left on device"):
        write(["a"], tmp_path / "new.yaml")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("ceil_mode", "ceil_mode would not mend it: no layer of Keras has ceil_mode"),
        ("size", "size would not mend it: none of the layers that change H and W on one branch only has output_size"),
        ("same", "set padding: same on p: p gives H = 32 and W = 33, then a has H = 63 and W = 65 and u has H = 64"),
        (None, "a has H = 63 and W = 65, u has H = 62 and W = 64; they parted at a; along H p (MaxPooling2D) turns 63"),
    ],
)
def test_a_keras_file_is_not_rewritten_and_what_to_change_is_told(kind: str | None, why: str, tmp_path: Path) -> None:
    layers: list[Described] = [
        ("InputLayer", "i", {"batch_shape": [None, 64, 64, 3]}, ()),
        ("Conv2D", "a", {"filters": 8, "kernel_size": [3, 3], "padding": "same"}, ("i",)),
        ("MaxPooling2D", "p", {"pool_size": [2, 2]}, ("a",)),
        ("UpSampling2D", "u", {"size": [2, 2]}, ("p",)),
        ("Concatenate", "c", {}, ("a", "u")),
    ]
    file = tmp_path / "model.json"
    file.write_text(json.dumps(keras_json(layers)), "utf-8")
    with pytest.raises(ShapecalcError) as caught:
        mend(load(str(file)), "", {"": (63, 65, 3)}, kind=kind)
    problem = caught.value.problems[0]
    assert problem.what == "net is not rewritten: it is no model file of shapecalc"
    assert why in problem.why
    assert problem.fix == "feed H = 62 (crop 1), W = 64 (crop 1)"


def keras_json(layers: list[Described]) -> dict[str, Any]:
    """Return a functional model as Keras 2 writes it."""
    listed: list[dict[str, Any]] = [
        {"class_name": kind, "config": {"name": name, **settings}, "name": name, "inbound_nodes": _calls(sources)}
        for kind, name, settings, sources in layers
    ]
    config = {"name": "net", "layers": listed, "input_layers": [["i", 0, 0]], "output_layers": [["c", 0, 0]]}
    return {"class_name": "Functional", "config": config}


def _calls(sources: tuple[str, ...]) -> list[Any]:
    return [[[source, 0, 0, {}] for source in sources]] if sources else []
