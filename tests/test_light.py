"""A light command imports only what it needs; no deep-learning framework is ever imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from shapecalc.layers import LAYERS

FRAMEWORKS = {"torch", "keras", "tensorflow", "jax", "flax", "onnx", "numpy"}


def modules_after(code: str) -> set[str]:
    """Return the names of the modules that are loaded once a new Python has run some code."""
    program = f"import sys\ntry:\n    {code}\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def command(*words: str) -> str:
    return f"sys.argv[1:] = {list(words)}; from shapecalc.__main__ import run; run()"


def packages(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


@pytest.fixture(scope="module")
def nothing() -> set[str]:
    return modules_after("pass")


@pytest.mark.parametrize(
    ("words", "without"),
    [
        (["solve", "--in", "64", "--out", "128"], {"pydantic", "yaml", "rich", "simpleeval"}),
        (["solve", "--in", "64", "--out", "1000"], {"pydantic", "yaml", "rich", "simpleeval"}),
        (["solve", "--in", "64", "--out", "128", "--format", "json"], {"pydantic", "yaml", "rich", "simpleeval"}),
        (["--version"], {"pydantic", "yaml", "rich", "simpleeval"}),
        (["--help"], {"pydantic", "yaml", "rich", "simpleeval"}),
        (["zoo"], {"pydantic", "yaml", "rich", "simpleeval"}),
        (["summary", "unet-small"], {"rich"}),
        (["summary", "unet-small", "--format", "json"], {"rich"}),
        (["summary", "conv-pool-upsample"], {"rich", "simpleeval"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_piped_command_does_without(words: list[str], without: set[str]) -> None:
    loaded = packages(modules_after(command(*words)))
    assert "typer" in loaded
    unwanted = loaded & (without | FRAMEWORKS)
    assert not unwanted


def test_a_summary_imports_the_cards_that_it_uses() -> None:
    cards = {f"shapecalc.layers.{entry.card.split('.')[0]}" for entry in LAYERS.values()}
    loaded = cards & modules_after(command("summary", "skip-autoencoder"))
    used = {"activation", "concat", "conv", "conv_transpose", "input"}
    assert {name.rpartition(".")[2] for name in loaded} == used


def test_the_formulas_need_the_standard_library_only(nothing: set[str]) -> None:
    more = packages(modules_after("import shapecalc.formulas") - nothing)
    assert more - set(sys.stdlib_module_names) == {"shapecalc"}


def test_the_package_opens_no_room_before_it_is_asked(nothing: set[str]) -> None:
    more = modules_after("import shapecalc") - nothing
    assert {name for name in more if name.startswith("shapecalc")} == {"shapecalc"}
    assert packages(more) - set(sys.stdlib_module_names) == {"shapecalc"}


def test_what_is_asked_for_is_loaded() -> None:
    assert {"pydantic", "yaml"} <= packages(modules_after("import shapecalc; shapecalc.load('unet')"))
