"""Budgets, memory and receptive fields as a user asks for them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shapecalc.cli.budgets import budget_of
from shapecalc.errors import ShapecalcError

from .running import run

Golden = Callable[[str, str], None]
UNET = ("summary", "unet-small", "--input", "3,64,64")


@pytest.mark.parametrize(
    ("text", "number"),
    [("117378", 117_378), ("5M", 5_000_000), ("1.5k", 1500), ("1g", 10**9), ("2T", 2 * 10**12), ("1,000", 1000)],
)
def test_counts_have_units_of_a_thousand(text: str, number: int) -> None:
    assert budget_of(text, text, None, [])[:2] == (number, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("8GiB", 8 * 2**30), ("1.5 MiB", 3 * 2**19), ("2kB", 2000), ("1MB", 10**6), ("3GB", 3 * 10**9), ("77", None),
     ("77B", 77)],
)  # fmt: skip
def test_bytes_say_which_unit(text: str, number: int | None) -> None:
    if number is None:
        with pytest.raises(ShapecalcError, match="It takes a number with one of the units"):
            budget_of(None, None, text, [])
    else:
        assert budget_of(None, None, text, []).memory == number


@pytest.mark.parametrize("text", ["5Q", "-1", "M", "1e6", "5 5M", ""])
def test_another_number_is_refused(text: str) -> None:
    done = run(*UNET, f"--max-params={text}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: --max-params {text}")


def test_what_is_kept_to_is_no_news() -> None:
    limits = ("--max-params", "117378", "--max-macs", "100466688", "--max-memory", "1520728B")
    done = run(*UNET, *limits, "--expect-output", "1,2,64,64")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("format_", ["table", "json", "csv", "markdown"])
def test_every_overrun_is_told_and_the_summary_is_shown(format_: str, golden: Golden) -> None:
    limits = ("--max-params", "100k", "--max-macs", "99M", "--max-memory", "1MiB")
    done = run(*UNET, *limits, "--expect-output", "1,3,64,63", "--format", format_)
    assert done.returncode == 1
    golden("summary/overrun.txt", done.stderr)
    shown = run(*UNET, "--memory", "--format", format_).stdout
    assert done.stdout == shown
    assert shown


def test_what_is_not_counted_passes_no_budget(golden: Golden) -> None:
    done = run("summary", "unet-small", "--input", "3,None,None", "--max-macs", "1T", "--max-memory", "1TiB")
    assert done.returncode == 1
    golden("summary/overrun-open.txt", done.stderr)


def test_of_nothing_there_are_no_percent() -> None:
    done = run("summary", "unet-small", "--max-params", "0")
    assert done.returncode == 1
    assert done.stderr.endswith("--max-params allows 0; these are 117,378 more\n")


def test_memory_is_shown(golden: Golden) -> None:
    shown = run(*UNET, "--columns", "layer,output", "--dtype", "bfloat16", "--optimizer", "adam").stdout
    golden("summary/memory.txt", shown)
    data = json.loads(run(*UNET, "--optimizer", "adam", "--format", "json").stdout)["memory"]
    assert (data["kept"], data["inference_peak"], data["outputs"]) == (4_543_488, 1_048_576, 6_422_528)
    assert "memory" not in json.loads(run(*UNET, "--format", "json").stdout)


def test_receptive_fields_are_shown(golden: Golden, tmp_path: Path) -> None:
    golden("summary/fields.txt", run(*UNET, "--columns", "layer,rf,jump,offset").stdout)
    golden("summary/fields.csv", run(*UNET, "--columns", "name,rf,jump,offset", "--format", "csv").stdout)
    data = json.loads(run(*UNET, "--columns", "rf", "--format", "json").stdout)
    height = {"input": "input", "axis": 2, "size": 10, "jump": "2", "offset": "1/2"}
    assert data["layers"][9]["receptive_field"][0] == height
    assert "receptive_field" not in run(*UNET, "--format", "json").stdout
    (tmp_path / "two.yaml").write_text(
        "input: {a: [16, 16, 3], b: [16, 16, 3]}\nlayers: [{type: Conv2D, filters: 3, kernel_size: [3, 5], padding: "
        "same, inputs: [b]}, {type: Add, inputs: [a, conv2d]}, {type: GlobalAveragePooling2D}]",
        encoding="utf-8",
    )
    golden("summary/fields-of-two.txt", run("summary", "two.yaml", "--columns", "layer,rf,jump", cwd=tmp_path).stdout)


def test_a_model_that_does_not_fit_has_no_verdict() -> None:
    done = run("summary", "unet-small", "--input", "3,66,66", "--max-params", "1", "--max-memory", "8GiB")
    assert done.returncode == 2
    assert "error: the budget was not judged\n  why:   the model does not fit together" in done.stderr
    assert "not judged" not in run("summary", "unet-small", "--input", "3,66,66").stderr


def test_what_else_is_not_counted_is_numbered() -> None:
    done = run("summary", "unet-small", "--input", "3,H,W", "--max-memory", "8GiB")
    assert done.returncode == 1
    unknown = done.stderr.partition("and not counted: ")[2].strip().split("; ")
    assert len(unknown) == 4
    rows = len(json.loads(run("summary", "unet-small", "--format", "json").stdout)["layers"])
    assert unknown[-1] == f"and {rows - 3} more"
