"""The README's ONNX file: a recorded one, whose output leaves its sizes without names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run
from tests.markdown import blocks, commands
from tests.onnx.files import recorded

onnx = pytest.importorskip("onnx")
README = Path(__file__).parents[2] / "README.md"


def test_a_file_is_summarised_as_the_readme_says(tmp_path: Path) -> None:
    file = onnx.load_from_string(recorded()["dyn_ts17_ex_espcn_x3"][0])
    for size in file.graph.output[0].type.tensor_type.shape.dim[2:]:
        size.ClearField("dim_param")
    (tmp_path / "espcn.onnx").write_bytes(file.SerializeToString())
    (shown,) = (block for block in blocks(README.read_text("utf-8"), "text") if "espcn" in block.text)
    (command,) = commands(shown.text)
    done = run(*command.line.split()[1:], cwd=tmp_path)
    assert done.stdout == command.output
