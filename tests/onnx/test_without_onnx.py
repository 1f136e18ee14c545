"""Without the onnx package an ONNX file is refused with what to install."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import shapecalc

BLOCKED = "import sys; sys.modules['onnx'] = None\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"\x08\x07")
    return path


def test_the_command_says_what_to_install(file: Path) -> None:
    code = f"{BLOCKED}sys.argv[1:] = ['summary', {str(file)!r}]\nfrom shapecalc.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "the onnx package is not installed" in done.stderr
    assert "run pip install onnx" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(importlib.util.find_spec("onnx") is not None, reason="onnx is installed")
def test_the_library_says_so_too(file: Path) -> None:
    with pytest.raises(shapecalc.ShapecalcError, match="Run pip install onnx"):
        shapecalc.load(file)
