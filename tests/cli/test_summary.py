from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .running import COMMAND, ENVIRONMENT, run, run_in_terminal

Golden = Callable[[str, str], None]
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def out(*words: str, **environment: str) -> str:
    done = run("summary", *words, cwd=None, stdin="", **environment)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unet.txt", ["unet"]),
        ("unet-keras.txt", ["unet-keras", "--set", "upconv=false"]),
        ("conv-pool-upsample.txt", ["conv-pool-upsample"]),
        ("segnet-small.txt", ["segnet-small"]),
        ("columns.txt", ["unet-small", "--columns", "name,type,trainable,non-trainable,buffers,macs,flops"]),
        ("ascii-60.txt", ["conv-pool-upsample", "--ascii", "--width", "60"]),
        ("markdown.md", ["skip-autoencoder", "--format", "markdown"]),
        ("table.csv", ["conv-pool-upsample", "--format", "csv", "--columns", "name,output,params,macs,connected"]),
        ("batch.txt", ["skip-autoencoder", "--batch", "4", "--columns", "layer,output,macs"]),
        ("open.txt", ["unet-small", "--input", "3,None,None", "--columns", "layer,output,macs"]),
    ],
)
def test_the_text(name: str, words: list[str], golden: Golden) -> None:
    golden(f"summary/{name}", out(*words))


def test_shared_layers_say_so(tmp_path: Path, golden: Golden) -> None:
    (tmp_path / "net.yaml").write_text(
        "input: [4]\nlayers: [{type: Dense, name: d, units: 4}, {shared: d}, {shared: d}]", encoding="utf-8"
    )
    golden("summary/shared.txt", run("summary", "net.yaml", cwd=tmp_path).stdout)


def test_json_has_what_is_promised() -> None:
    data = json.loads(out("segnet-small", "--format", "json"))
    kinds: dict[str, type | tuple[type, ...]] = {
        "schema_version": int,
        "name": str,
        "framework": str,
        "status": str,
        "not_counted": list,
        "layers": list,
        "total_params": int,
        "trainable_params": int,
        "non_trainable_params": int,
        "buffers": int,
        "running_statistics": int,
        "total_macs": int,
    }
    assert {name: isinstance(data[name], kind) for name, kind in kinds.items()} == dict.fromkeys(kinds, True)
    assert set(data) == set(kinds)
    assert data["schema_version"] == 1
    for layer in data["layers"]:
        assert set(layer) == {
            *("name", "type", "output_shape", "params", "trainable_params", "non_trainable_params", "buffers", "macs"),
            "connected_to",
        }
        assert layer["connected_to"] == [] or layer["type"] != "InputLayer"
    assert data["layers"][0]["output_shape"] == [None, 3, 65, 99]
    assert all(isinstance(shape, list) for shape in data["layers"][4]["output_shape"]), "two outputs, two shapes"


def test_json_of_open_sizes_is_partial() -> None:
    data = json.loads(out("unet-small", "--input", "3,None,64", "--format", "json"))
    assert (data["status"], data["total_macs"]) == ("partial", None)
    assert "the MACs of head: a size is open" in data["not_counted"]


def test_json_says_who_shares() -> None:
    text = "input: [4]\nlayers: [{type: Dense, name: d, units: 4}, {shared: d}]"
    data = json.loads(run("summary", "-", "--format", "json", stdin=text).stdout)
    assert [layer.get("shared_with") for layer in data["layers"]] == [None, None, "d"]


def test_csv_has_names_as_the_table_has_them() -> None:
    rows = csv.DictReader(io.StringIO(out("unet-small", "--input", "3,h,w", "--format", "csv", "--columns", "output")))
    shapes = [row["output"] for row in rows]
    assert shapes[:2] == ["(None, 3, h, w)", "(None, 16, h, w)"]
    assert not [shape for shape in shapes if "'" in shape]


def test_csv_is_raw() -> None:
    rows = list(csv.DictReader(io.StringIO(out("unet", "--format", "csv", "--columns", "name,params,macs"))))
    assert sum(int(row["params"]) for row in rows) == 31_043_521
    assert sum(int(row["macs"]) for row in rows) == 48_167_387_136


def test_nothing_is_cut_in_a_pipe() -> None:
    text = out("unet-keras", COLUMNS="20")
    assert "dec5.conv2d" in text
    assert "enc5.conv2d_1" in text
    assert max(map(len, text.splitlines())) > 80


@pytest.mark.parametrize("words", [[], ["--width", "50"]])
def test_wide_characters_take_two_columns(words: list[str]) -> None:
    text = "input: [3]\nlayers: [{type: Dense, name: 日本語日本語日本語日本語, units: 4}]"
    lines = run("summary", "-", *words, stdin=text).stdout.splitlines()
    table = [line for line in lines if line[0] in "┏┃┡│└"]
    assert len({len(line) + sum(each in "日本語" for each in line) for line in table}) == 1
    assert sum(line.count("日") for line in table) == 4


def test_a_width_is_honoured_in_a_pipe() -> None:
    lines = [line for line in out("unet", "--width", "60").splitlines() if line[0] in "┏┃┡│└"]
    assert {len(line) for line in lines} == {60}


@pytest.mark.parametrize("name", ["unet", "unet-keras", "segnet-small", "dcgan-generator"])
def test_a_terminal_s_width_is_kept(name: str) -> None:
    lines = STYLE.sub("", run_in_terminal("summary", name, columns=80)).splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("Total params: ") for line in lines)


def test_a_wide_terminal_shows_what_a_pipe_gets() -> None:
    seen = STYLE.sub("", run_in_terminal("summary", "unet", columns=200))
    assert seen == out("unet")


def test_colours_in_a_terminal_only() -> None:
    assert STYLE.search(run_in_terminal("summary", "skip-autoencoder"))
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", run_in_terminal("summary", "skip-autoencoder", NO_COLOR="1"))
    assert "\x1b" not in run_in_terminal("summary", "skip-autoencoder", TERM="dumb")
    assert "\x1b" not in out("skip-autoencoder")


def test_ascii_only() -> None:
    assert out("unet", "--ascii").isascii()
    assert not out("unet").isascii()


def test_a_stdout_that_cannot_show_the_frame_gets_ascii() -> None:
    assert out("unet", PYTHONIOENCODING="cp1252").isascii()


@pytest.mark.parametrize(
    ("suffix", "start"), [(".json", "{"), (".md", "**Model"), (".csv", "layer,"), (".txt", "Model:"), ("", "Model:")]
)
def test_a_file_is_written_in_the_format_of_its_name(tmp_path: Path, suffix: str, start: str) -> None:
    target = tmp_path / f"net{suffix}"
    assert out("skip-autoencoder", "-o", str(target)) == ""
    assert target.read_text(encoding="utf-8").startswith(start)
    assert list(tmp_path.iterdir()) == [target], "no draft is left"


def test_a_file_says_what_stdout_would(tmp_path: Path) -> None:
    out("unet", "-o", str(tmp_path / "x"))
    assert (tmp_path / "x").read_text(encoding="utf-8") == out("unet")


def test_an_old_file_stays_when_something_is_wrong(tmp_path: Path) -> None:
    target = tmp_path / "net.txt"
    target.write_text("old", encoding="utf-8")
    done = run("summary", "unet", "--input", "3,100,100", "-o", str(target))
    assert done.returncode == 2
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    out("skip-autoencoder", "-o", str(tmp_path / "link"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text(encoding="utf-8").startswith("Model:")


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    import os
    import stat

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["/bin/cat", str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        out("skip-autoencoder", "-o", str(pipe))
        assert reader.communicate(timeout=20)[0].startswith("Model:")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "nowhere" / "x.txt"):
        done = run("summary", "unet", "-o", str(target))
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"error: '{target}' cannot be written\n")


def test_standard_input() -> None:
    done = run("summary", "-", stdin="input: [3]\nlayers: [ReLU]")
    assert done.returncode == 0
    assert done.stdout.startswith('Model: "stdin"')


@pytest.mark.parametrize(
    ("redirection", "code", "told"),
    [
        (">&-", 0, ""),
        ("> /dev/full", 2, "error: standard output cannot be written\n  why:   No space left on device\n"),
    ],
)
@pytest.mark.parametrize("words", ["summary unet", "solve --in 64 --out 128", "zoo"])
def test_a_stdout_that_takes_nothing(words: str, redirection: str, code: int, told: str) -> None:
    command = f"{' '.join(COMMAND)} {words} {redirection}"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert (done.returncode, done.stderr) == (code, told)


def test_several_inputs_are_set_by_name(tmp_path: Path) -> None:
    text = "input: {a: [8, 8, 3], b: [8, 8, 3]}\nlayers: [{type: Concatenate, inputs: [a, b]}]"
    (tmp_path / "net.yaml").write_text(text, encoding="utf-8")
    words = ["--input", "a=4,4,3", "--input", "b=4x4x5", "--format", "json"]
    data = json.loads(run("summary", "net.yaml", *words, cwd=tmp_path).stdout)
    assert data["layers"][-1]["output_shape"] == [None, 4, 4, 8]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nonesuch"], "there is no file 'nonesuch'"),
        (["unett"], "did you mean unet"),
        (["/"], "is a directory"),
        (["unet", "--columns", "foo"], "there is no column 'foo'"),
        (["unet", "--columns", ""], "there is no column ''"),
        (["unet", "--input", "3,+,3"], "'+' is no size"),
        (["unet", "--input", "3,0,3"], "'0' is no size"),
        (["unet", "--input", "foo=3"], "the model has no input 'foo'"),
        (["unet", "--set", "base"], "it sets no value"),
        (["unet", "--set", "bas=3"], "did you mean base?"),
        (["unet", "--set", "base=[1"], "--set base=[1"),
        (["unet", "--set", "base=0"], "out_channels is 0"),
        (["unet", "--format", "xml"], "it is not one of table, json"),
        (["unet", "--width", "3"], "--width"),
        (["unet", "--batch", "0"], "--batch"),
        (["unet", "--nonsense"], "there is no option --nonsense"),
        ([], "model is missing"),
    ],
    ids=str,
)
def test_a_usage_error(words: list[str], told: str) -> None:
    done = run("summary", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_sizes_that_do_not_fit_show_what_does() -> None:
    done = run("summary", "unet", "--input", "3,100,100")
    assert done.returncode == 2
    assert "enc3.relu_1 (ReLU)" in done.stdout
    assert "Not counted: 25 layers, with a mistake in or before them" in done.stdout
    assert "cat3 (cat)" not in done.stdout
    assert "inputs enc3.relu_1 and up3 do not fit together" in done.stderr


def test_json_of_a_mistake_is_nothing_on_stdout() -> None:
    done = run("summary", "unet", "--input", "3,100,100", "--format", "json")
    assert (done.returncode, done.stdout) == (2, "")


def data_of(*words: str) -> Any:
    return json.loads(out(*words, "--format", "json"))


def test_a_large_number_is_no_trouble() -> None:
    data = data_of("unet-small", "--input", "3,1000000000000,1000000000000", "--batch", "1000000")
    assert data["total_macs"] == 100_466_688 * 10**30 // 64**2
