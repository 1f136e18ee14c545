"""Every bad input of the list: what, where, why with the numbers, how to mend it; exit 2 and no traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .running import run, run_in_terminal

Golden = Callable[[str, str], None]
KERAS = "input: [32, 32, 3]\nlayers:\n"
TORCH = "input: [3, 66, 66]\nlayers:\n"

BAD: dict[str, str | bytes] = {
    "unknown layer": KERAS + "  - {type: Conv2DTranpose, filters: 8, kernel_size: 3}\n",
    "unknown setting": KERAS + "  - {type: Conv2D, filters: 8, kernel_sise: 3}\n",
    "setting of the other framework": KERAS + "  - {type: Conv2D, filters: 8, kernel_size: 3, stride: 2}\n",
    "missing input node": KERAS + "  - {type: ReLU, name: con1}\n  - {type: Concatenate, inputs: [con1, con2]}\n",
    "circle": KERAS + "  - {type: ReLU, name: a, inputs: [b]}\n  - {type: ReLU, name: b}\n",
    "two nodes of one name": KERAS + "  - {type: ReLU, name: a}\n  - {type: ReLU, name: a}\n",
    "too many inputs": KERAS + "  - {type: ReLU, name: a}\n  - {type: ReLU, inputs: [input, a]}\n",
    "too few inputs": KERAS + "  - {type: Subtract}\n",
    "kernel too large": KERAS + "  - {type: Conv2D, filters: 8, kernel_size: 33}\n",
    "size collapses": "input: [8, 8, 3]\nlayers:\n  - {type: MaxPooling2D, name: pool, repeat: 4}\n",
    "groups do not divide": KERAS + "  - {type: Conv2D, filters: 8, kernel_size: 1, groups: 2}\n",
    "groups do not divide the filters": TORCH + "  - {type: Conv2d, out_channels: 8, kernel_size: 1, groups: 3}\n",
    "concat of unequal sizes": TORCH
    + "  - {type: Conv2d, name: enc, out_channels: 8, kernel_size: 1}\n  - {type: MaxPool2d, kernel_size: 4}\n"
    + "  - {type: Upsample, name: up, scale_factor: 4}\n  - {type: cat, dim: 1, inputs: [enc, up]}\n",
    "add of unequal sizes": KERAS + "  - {type: MaxPooling2D, name: p}\n  - {type: Add, inputs: [input, p]}\n",
    "output padding too large": TORCH
    + "  - {type: ConvTranspose2d, out_channels: 8, kernel_size: 3, stride: 2, output_padding: 2}\n",
    "numbers that are none": KERAS
    + "  - {type: Conv2D, filters: -8, kernel_size: 0}\n  - {type: Conv2D, filters: 2.5, kernel_size: .nan}\n"
    + "  - {type: Conv2D, filters: 10000000000000000, kernel_size: '3'}\n  - {type: Dropout, rate: 1.5}\n",
    "absurdly large number": KERAS + "  - {type: Conv2D, filters: 1000000000000000000000000, kernel_size: 3}\n",
    "hostile expression": KERAS
    + '  - {type: Dense, units: "${9**9**9}"}\n  - {type: Dense, units: "${().__class__}"}\n',
    "in_channels disagree": TORCH + "  - {type: Conv2d, in_channels: 4, out_channels: 8, kernel_size: 3}\n",
    "wrong rank": "input: [32, 3]\nlayers:\n  - {type: Conv2D, filters: 8, kernel_size: 3}\n",
    "two layouts": KERAS + "  - {type: Conv2D, filters: 1, kernel_size: 1}\n  - {type: MaxPool2d, kernel_size: 2}\n",
    "weights that cannot be shared": KERAS + "  - {type: Dense, name: d, units: 5}\n  - {shared: d}\n",
    "empty file": "",
    "only a comment": "# nothing\n",
    "not a model": "- a\n- b\n",
    "unknown fields": "inputs: [3]\nlayer: [ReLU]\n",
    "not YAML": "input: [32, 32, 3\nlayers: }\n",
    "tabs": "input:\n\t- 3\n",
    "a key twice": "input: [3]\ninput: [4]\nlayers: [ReLU]\n",
    "a tag": "input: !!python/object/apply:os.system [ls]\n",
    "alias bomb": "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)),
    "deep nesting": "[" * 100_000,
    "wrong encoding": "input: [3]\nname: ünet\n".encode("latin-1"),
    "another wrong encoding": "input: [3]\n".encode("utf-16"),
    "binary": bytes(range(256)),
    "too many layers": KERAS + "  - {type: ReLU, repeat: 1000000000}\n",
    "several at once": KERAS
    + "  - {type: Conv2D, filters: 8, kernel_size: 0}\n  - {type: Foo}\n  - {type: Concatenate, inputs: [a, b]}\n"
    + "  - {type: Conv2D, filters: 4, kernel_size: 99, inputs: [input]}\n",
    "escape sequences": KERAS + '  - {type: "\\e[31mRed", name: "a\\nb"}\n  - {type: "\\e[31mRed"}\n',
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input(name: str, tmp_path: Path, golden: Golden) -> None:
    text = BAD[name]
    (tmp_path / "net.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    done = run("summary", "net.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("error: ")
    assert "  where: net.yaml" in done.stderr
    assert done.stderr.replace("\n", "").isprintable()
    assert max(map(len, done.stderr.splitlines())) < 300
    golden(f"errors/{name.replace(' ', '-')}.txt", done.stderr)


def test_each_error_says_why_or_how_to_mend_it() -> None:
    folder = Path(__file__).parents[1] / "golden" / "errors"
    for path in folder.glob("*.txt"):
        for each in path.read_text(encoding="utf-8").split("\n\n"):
            assert "\n  fix:" in each or "\n  why:" in each or each.strip().endswith("errors"), path.name


def test_no_recorded_error_is_stale() -> None:
    folder = Path(__file__).parents[1] / "golden" / "errors"
    assert {path.stem for path in folder.glob("*.txt")} == {name.replace(" ", "-") for name in BAD}


def test_a_directory(tmp_path: Path) -> None:
    done = run("summary", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: '{tmp_path}' is a directory\n  fix:   name a file in it\n"


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    done = run("summary", str(tmp_path / ("x" * 300)))
    assert done.returncode == 2
    assert "cannot be read\n  why:   File name too long" in done.stderr


def test_standard_input_is_told_by_its_first_bytes() -> None:
    """Whether or not the onnx package is there, the bytes are known to be of its kind."""
    assert "ONNX" in run("summary", "-", stdin=b"\x08\x0a\x12\x07pytorch").stderr
    assert "archive is damaged" in run("summary", "-", stdin=b"PK\x03\x04").stderr


def test_what_a_pipe_holds_is_read_up_to_a_limit() -> None:
    done = run("summary", "-", stdin=b"PK\x03\x04" + bytes(64 * 2**20))
    assert done.stderr.splitlines()[0] == "error: <stdin> is too large"
    assert "fix:   give the path of the file" in done.stderr


@pytest.mark.parametrize("name", ["net.onnx", "net.keras"])
def test_the_schema_of_another_tools_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\xff\xfe")
    assert run("schema", name, cwd=tmp_path).stderr.startswith(f"error: {name} has no text of ours\n")


def test_a_module_is_not_rewritten_nor_run() -> None:
    done = run("fix", "nets.unet:small")
    assert done.stderr.startswith("error: nets.unet:small is not rewritten\n  why:   it is Python code")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["zoo"], 0),
        (["solve", "--in", "64", "--out", "129", "-k", "1", "-s", "1"], 1),
        ([], 2),
        (["nonsense"], 2),
        (["zoo", "extra"], 2),
    ],
    ids=str,
)
def test_exit_codes(words: list[str], code: int) -> None:
    done = run(*words)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


LONG = [
    "solve --in 64 --out 128 --max-kernel 1000000 --max-stride 100000",
    "solve --in 64 --out 128 --channels 12 --kernel 0",
    "summary unet --input 3,x --input a=b=c",
    "summary /nowhere/a-very-long-name-of-a-folder-that-is-not-there/and-another-one-below-it/model.yaml",
    "sizes unet --accept 1",
    "layers Conv2DTranpose",
    "zoo extra",
]
BEGINNINGS = ("error: ", "  where: ", "  why:   ", "  fix:   ", "       ")


@pytest.mark.parametrize("words", LONG)
def test_a_terminal_sees_whole_words_in_its_columns(words: str) -> None:
    piped = run(*words.split()).stderr
    seen = run_in_terminal(*words.split(), columns=60)
    assert seen.split() == piped.split()
    for line in seen.splitlines():
        assert len(line) <= 60 or len(line.split()[-1]) > 40, line
        assert (
            line.startswith(("error: ", "  where: ", "  why:   ", "  fix:   ", "       "))
            or not line
            or "errors" in line
        )


def test_a_path_is_not_broken(tmp_path: Path) -> None:
    name = str(tmp_path / ("x" * 90) / "model.yaml")
    assert name in run_in_terminal("summary", name)
