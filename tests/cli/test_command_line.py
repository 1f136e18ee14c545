"""What is no command line is told as every other mistake, and a reader who goes away is none."""

from __future__ import annotations

import subprocess

import pytest

from .running import COMMAND, ENVIRONMENT, run

MISTAKES = [
    ("nonsense", "error: no such command 'nonsense'\n  where: shapecalc\n  fix:   shapecalc --help"),
    ("sove", "error: no such command 'sove'\n  where: shapecalc\n  fix:   did you mean solve?"),
    ("--", "error: missing command\n  where: shapecalc\n"),
    ("--foo", "error: there is no option --foo\n  where: shapecalc\n"),
    ("solve --facto 2", "error: there is no option --facto\n  where: shapecalc solve\n  fix:   did you mean --factor"),
    ("solve --in", "error: --in requires an argument\n  where: shapecalc solve\n"),
    ("solve --all=3", "error: --all does not take a value\n  where: shapecalc solve\n"),
    ("solve --stride x", "error: --stride is 'x'\n  where: shapecalc solve\n  why:   it must be a whole number"),
    ("solve --top 0", "error: --top is 0\n  where: shapecalc solve\n  why:   it must be 1 or more"),
    ("solve --op pol", "error: --op is 'pol'\n  where: shapecalc solve\n  why:   it is not one of transpose, conv"),
    ("zoo extra", "error: got unexpected extra argument(s) (extra)\n  where: shapecalc zoo\n"),
    ("summary", "error: model is missing\n  where: shapecalc summary\n  why:   A model file"),
]


@pytest.mark.parametrize(("words", "told"), MISTAKES)
def test_a_mistake_on_the_command_line(words: str, told: str) -> None:
    done = run(*words.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told)
    assert "\n  fix:   " in done.stderr


def test_no_words_show_the_help_and_are_a_mistake() -> None:
    nothing, asked = run(), run("--help")
    assert (nothing.returncode, asked.returncode) == (2, 0)
    assert nothing.stdout == asked.stdout
    assert asked.stdout.startswith("Usage: shapecalc [OPTIONS]")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("summary unet", 0),
        ("solve --in 64 --out 128", 0),
        ("solve --in 64 --out 128 --all --max-kernel 300 --format json", 0),
        ("solve --in 4 --out 5 --op shuffle", 1),
        ("solve --help", 0),
    ],
)
def test_a_reader_who_goes_away_changes_nothing(words: str, code: int) -> None:
    command = f"{' '.join(COMMAND)} {words} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert (done.stdout, done.stderr) == (f"{code}\n", "")


def test_the_head_is_read_in_peace() -> None:
    command = f"{' '.join(COMMAND)} summary unet | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert (done.stdout, done.stderr) == ('Model: "unet"\n0\n', "")
