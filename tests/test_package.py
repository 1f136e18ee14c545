"""What stands in pyproject.toml is there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import shapecalc
from shapecalc.model import zoo

ROOT = Path(__file__).parents[1]
PACKAGE = Path(shapecalc.__file__).parent


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_the_models_are_in_the_package() -> None:
    assert {"unet", "unet-small", "unet-keras", "segnet-small"} <= set(zoo.names())
    assert PACKAGE in zoo.HOME.parents


def test_what_is_shipped_exists() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    shipped = [
        line.partition('"')[2].partition('"')[0] for line in text.splitlines() if line.startswith('"completions/')
    ]
    assert len(shipped) == 3
    assert all((ROOT / name).is_file() for name in shipped)


def test_ci_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["/bin/sh", "-c", 'bash -n "$0"', str(script)], check=False).returncode == 0
