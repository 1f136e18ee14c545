"""The formulas are a library of their own: documented, sorted, and free of everything but the standard library."""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path

import pytest

import shapecalc.formulas

FILES = sorted(Path(shapecalc.formulas.__file__).parent.glob("*.py"))
PARTS = {
    "an equation, as code": "``",
    "a doctest": ">>> ",
    "a source, a framework's function or a paper": "Source: ",
}


@pytest.mark.parametrize("name", shapecalc.formulas.__all__)
@pytest.mark.parametrize("part", PARTS)
def test_every_public_name_is_documented_with(part: str, name: str) -> None:
    text = getattr(shapecalc.formulas, name).__doc__ or ""
    assert PARTS[part] in text


@pytest.mark.parametrize("name", [name for name in shapecalc.formulas.__all__ if name != "ReceptiveField"])
def test_every_formula_says_what_it_refuses_and_shows_itself(name: str) -> None:
    text = getattr(shapecalc.formulas, name).__doc__ or ""
    assert "Raises ``ShapecalcError``" in text
    assert f"{name}(" in text.partition(">>> ")[2]


def test_public_names_are_sorted_and_complete() -> None:
    names = shapecalc.formulas.__all__
    assert names == sorted(set(names))
    imported = {
        alias.name
        for node in ast.walk(ast.parse(FILES[0].read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("shapecalc.formulas.")
        for alias in node.names
    }
    assert FILES[0].name == "__init__.py"
    assert imported == set(names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_only_the_standard_library_is_imported(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for module in modules:
            ours = module in {"shapecalc.errors", "shapecalc.formulas"} or module.startswith("shapecalc.formulas.")
            assert ours or module.partition(".")[0] in sys.stdlib_module_names, module


NEUTRAL = {
    "stride": 1,
    "padding": 0,
    "output_padding": 0,
    "dilation": 1,
    "groups": 1,
    "depth_multiplier": 1,
    "positions": 1,
}
CHOSEN = {
    *("full_transposed_output_size", "same_transposed_crop", "same_transposed_output_size"),
    "unpooled_output_size",
}


@pytest.mark.parametrize("name", shapecalc.formulas.__all__)
def test_a_setting_that_is_left_out_does_nothing(name: str) -> None:
    parameters = inspect.signature(getattr(shapecalc.formulas, name)).parameters
    for setting in NEUTRAL.keys() & parameters.keys():
        default = parameters[setting].default
        assert default in (NEUTRAL[setting], inspect.Parameter.empty) or (default is None and name in CHOSEN)
