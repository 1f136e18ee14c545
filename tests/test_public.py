"""The package's front door."""

from __future__ import annotations

import re
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

import shapecalc

ROOT = Path(shapecalc.__file__).parent.parent


@pytest.mark.parametrize("name", shapecalc.__all__)
def test_every_public_name_resolves(name: str) -> None:
    assert callable(getattr(shapecalc, name))
    assert getattr(shapecalc, name).__doc__


def test_dir_lists_every_public_name() -> None:
    assert set(shapecalc.__all__) <= set(dir(shapecalc))


def test_the_public_names_are_the_doors() -> None:
    assert shapecalc.__all__ == sorted(shapecalc._DOORS)


def test_the_type_checker_sees_the_same_names() -> None:
    source = Path(shapecalc.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r"import (\w+) as \1\b", source)) == set(shapecalc.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sumarize'"):
        _ = shapecalc.sumarize


def test_the_version_stands_in_one_place() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert not re.search(r'^version\s*=\s*"', project, re.MULTILINE)
    assert 'path = "shapecalc/__init__.py"' in project
    with suppress(PackageNotFoundError):  # run from a checkout
        assert version("shapecalc") == shapecalc.__version__


def test_types_are_shipped() -> None:
    assert (ROOT / "shapecalc" / "py.typed").is_file()
