from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from .running import run, run_in_terminal

Golden = Callable[[str, str], None]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("up.txt", "--in 64 --out 128"),
        ("down.txt", "--in 128 --out 64 --top 3"),
        ("dilated.txt", "--in 32 --out 64 --max-dilation 2 --max-kernel 5 --all --ascii"),
    ],
)
def test_the_table(name: str, words: str, golden: Golden) -> None:
    done = run("solve", *words.split())
    assert (done.returncode, done.stderr) == (0, "")
    golden(f"solve/{name}", done.stdout)


PEERS = "1,2,0,1 2,2,0,0 3,2,1,1 4,2,1,0 5,2,2,1 6,2,2,0 7,2,3,1"


def solutions(words: str) -> set[tuple[int, ...]]:
    done = run("solve", *words.split(), "--format", "json", "--all")
    names = ("kernel_size", "stride", "padding", "output_padding")
    return {tuple(each[name] for name in names) for each in json.loads(done.stdout)["solutions"]}


def test_exactly_the_seven_that_nobody_else_finds() -> None:
    wanted = {tuple(map(int, each.split(","))) for each in PEERS.split()}
    assert solutions("--in 64 --out 128 --max-kernel 7 --max-stride 4 --max-padding 3") == wanted


def test_exactly_seven_downwards() -> None:
    assert len(solutions("--in 128 --out 64 --max-kernel 7 --max-stride 4")) == 7


def test_json_has_what_is_promised() -> None:
    data = json.loads(run("solve", "--in", "64", "--out", "128", "--format", "json").stdout)
    assert (data["schema_version"], data["in"], data["out"]) == (1, 64, 128)
    first = data["solutions"][0]
    kinds: dict[str, type] = {
        **dict.fromkeys(("kernel_size", "stride", "padding", "output_padding", "dilation"), int),
        **dict.fromkeys(("exact", "checkerboard_free", "kernel_divides"), bool),
        **dict.fromkeys(("op", "torch", "keras"), str),
    }
    assert {name: type(first[name]) for name in kinds} == kinds


def test_a_terminal_sees_the_same() -> None:
    seen = run_in_terminal("solve", "--in", "64", "--out", "128", columns=100, TERM="dumb")
    assert seen == run("solve", "--in", "64", "--out", "128").stdout


@pytest.mark.parametrize("style", ["table", "json"])
def test_no_solution_is_exit_1_and_says_why(style: str) -> None:
    words = ["solve", "--in", "64", "--out", "129", "-k", "2", "-s", "2", "-p", "0", "--output-padding", "0"]
    done = run(*words, "--format", style)
    assert (done.returncode, done.stderr) == (1, "")
    if style == "json":
        data = json.loads(done.stdout)
        assert data["solutions"] == []
        assert data["reason"]["below"]["out"] == 128
    else:
        assert done.stdout.startswith("no solution for 64 -> 129\n  why: ")
        assert "128 with F=2 S=2 P=0" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--in 0 --out 5", "size is 0\n  where: --in"),
        ("--in -3 --out 5", "size is -3\n  where: --in"),
        ("--in 5 --out 0", "out is 0\n  where: --out"),
        ("--in a --out 5", "size is 'a'"),
        ("--in 64", "there is no output size"),
        ("--in 99999999999999999999999 --out 3", "where: --in"),
        ("--in 64 --out 128 --max-kernel 0", "where: --max-kernel"),
        ("--in 64 --out 128 --stride 0", "where: --stride"),
        ("--in 64 --out 128 --output-padding 5", "where: --output-padding"),
        ("--in 64 --out 128 --max-kernel 1000000 --max-stride 100000", "settings to try"),
        ("--in 1,000,003 --out 2,000,006", "write 1000003"),
        ("--factor 1/1000000007", "it must be from 1/1000000000 to 1000000000"),
        ("--in 64 --out 32 --through pool --channels 3:64", "pool keeps them"),
        ("--in 64 --out 128 --op pol", "did you mean pool or unpool?"),
        ("--in 64 --out 128 --top 0", "--top"),
    ],
)
def test_a_usage_error_is_exit_2(words: str, told: str) -> None:
    done = run("solve", *words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_size_cannot_become_two() -> None:
    done = run("solve", "--in", "64,64", "--out", "128,129")
    assert done.returncode == 1
    assert "64 cannot become both 128 and 129" in done.stdout
    assert "without 64 -> 129: F=4 S=2 P=1" in done.stdout


def test_no_line_of_a_reason_is_over_80_columns() -> None:
    done = run("solve", "--in", "7", "--out", "1000000007")
    assert done.returncode == 1
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--in 64 --out 128 --op upsample --why 1", "each output sees one input at most"),
        ("--in 64 --out 32 --through pool", "in 1 stage: pool"),
    ],
)
def test_one_is_not_many(words: str, told: str) -> None:
    assert told in run("solve", *words.split()).stdout
