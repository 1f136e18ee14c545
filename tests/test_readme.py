"""The README tells the truth: every command is run, every example tried, every table generated."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

import shapecalc
import shapecalc.formulas
from shapecalc.cli.app import COMMANDS, app_of
from shapecalc.dialects import DIALECTS
from shapecalc.dialects.names import class_names
from shapecalc.layers import LAYERS
from tests.markdown import Block, Command, blocks, commands, console, replaced, section

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text("utf-8")
CONSOLE = blocks(TEXT, "console")
INSTALL = re.compile(
    r"python3 -m venv \.venv && \.venv/bin/pip install (?P<what>\.|'\.\[test\]') && \.venv/bin/(?P<then>.+)"
)
SHAPECALC = "import sys; from shapecalc.__main__ import main; sys.argv[0] = 'shapecalc'; main()"


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with the README's files, and a ``shapecalc`` in ``bin``."""
    place = tmp_path_factory.mktemp("desk")
    for block in (*blocks(TEXT, "yaml"), *blocks(TEXT, "json")):
        if block.file_name:
            (place / block.file_name).write_text(block.text, "utf-8")
    (place / "bin").mkdir()
    script = place / "bin" / "shapecalc"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{SHAPECALC}" "$@"\n', "utf-8")
    script.chmod(0o755)
    return place


def run(line: str, desk: Path, before: int) -> tuple[str, int]:
    """Return what a shell prints on a line, on both channels, and how it ends; ``$?`` is ``before``."""
    path = os.pathsep.join([str(desk / "bin"), os.environ["PATH"]])
    known = {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "HOME": str(desk)}
    done = subprocess.run(
        ["/bin/sh", "-c", f"(exit {before}); {line}"],
        check=False,
        cwd=desk,
        env=known,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.stdout, done.returncode


def run_all(block: Block, desk: Path) -> str:
    done, code = [], 0
    for command in commands(block.text):
        output, code = run(command.line, desk, code)
        done.append(Command(command.line, output))
    return console(done)


def rewrite(old: str, new: str) -> None:
    text = README.read_text("utf-8")
    assert text.count(old) == 1
    README.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("block", CONSOLE, ids=lambda block: block.text.partition("\n")[0])
def test_a_command_prints_what_the_readme_says(block: Block, desk: Path, *, update: bool) -> None:
    now = run_all(block, desk)
    if update and now != block.text:
        rewrite(f"```console\n{block.text}```", f"```console\n{now}```")
        return
    assert now == block.text


def test_a_wrong_output_is_seen(desk: Path) -> None:
    block = Block("console", "$ echo right\nwrong\n", 0, 0)
    assert run_all(block, desk) == "$ echo right\nright\n"


def test_python_examples(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    lines = "\n".join(block.text for block in blocks(TEXT, "python"))
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(doctest.DocTestParser().get_doctest(lines, {}, "README.md", "README.md", 0))
    assert runner.tries
    assert not runner.failures


@pytest.mark.parametrize("block", blocks(TEXT, "yaml"), ids=lambda block: block.text.partition("\n")[0])
def test_models_can_be_summarized(block: Block, tmp_path: Path) -> None:
    if not re.search("^layers:", block.text, re.MULTILINE):
        pytest.skip("a part of a model")
    file = tmp_path / "model.yaml"
    file.write_text(block.text, "utf-8")
    assert shapecalc.summarize(shapecalc.load(file)).rows


def layer_table() -> str:
    """Return our words and the frameworks' names as a Markdown table."""
    titles = [dialect.title for dialect in DIALECTS.values()]
    lines = [f"| shapecalc | {' | '.join(titles)} |", "| --- " * (len(titles) + 1) + "|"]
    for word in LAYERS:
        names = class_names(word)
        lines.append(f"| {word} | {' | '.join(', '.join(names.get(title, [])) for title in titles)} |")
    return "\n".join(lines) + "\n"


def formula_table() -> str:
    """Return the formulas and what their docstrings begin with."""
    lines = ["| formula | what it does |", "| --- | --- |"]
    for name in shapecalc.formulas.__all__:
        text = " ".join((getattr(shapecalc.formulas, name).__doc__ or "").partition("\n\n")[0].split())
        lines.append(f"| `{name}` | {text.replace('``', '`').replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("name", "table"), [("layers", layer_table), ("formulas", formula_table)])
def test_generated_sections_are_up_to_date(name: str, table: object, *, update: bool) -> None:
    text = README.read_text("utf-8")
    here = section(name, text)
    assert callable(table)
    new = f"\n{table()}\n"
    if update:
        README.write_text(replaced(text, here, new), "utf-8")
        return
    assert here.text == new


def test_every_command_is_shown() -> None:
    shown = {word for block in CONSOLE for command in commands(block.text) for word in command.line.split()}
    group = typer.main.get_command(app_of(COMMANDS))
    assert isinstance(group, TyperGroup)
    assert [name for name in group.commands if name not in shown] == []


@pytest.mark.parametrize("module", [shapecalc, shapecalc.formulas], ids=lambda module: module.__name__)
def test_every_public_name_is_mentioned(module: object) -> None:
    assert [
        name for name in getattr(module, "__all__", ()) if not re.search(rf"\b{name}\b", README.read_text("utf-8"))
    ] == []


def test_both_install_commands_are_one_line_each() -> None:
    lines = [line for block in blocks(TEXT, "sh") for line in block.text.splitlines() if "venv .venv" in line]
    found = [INSTALL.fullmatch(line) for line in lines]
    assert [match and match.groups() for match in found] == [(".", "shapecalc summary unet"), ("'.[test]'", "pytest")]


def test_nothing_of_a_machine_is_left_in_it() -> None:
    assert not re.search(r"/tmp|/home|/root|/work|/usr", TEXT)  # noqa: S108 - looked for, not used
