"""ONNX files: nodes become rows, initializers parameters. Nothing is run, and no file beside this one is opened."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from shapecalc.errors import Path, ShapecalcError

if TYPE_CHECKING:
    from onnx import ModelProto

    from shapecalc.model.graph import Model

MOST_BYTES = 2**31
"""A protobuf message holds no more."""


class OnnxFile(NamedTuple):
    """Where a mistake in an ONNX file stands: at a node, counted from 0 in the file's own order."""

    name: str

    def place(self, path: Path) -> str:
        """Return the file, and the node where the path leads to one."""
        return f"{self.name}: node {path[1]}" if path[:1] == ("node",) and len(path) > 1 else self.name


def read(file: BinaryIO, name: str) -> Model:
    """Return the model in an ONNX file. Weights in other files are never needed, and never read."""
    _need_onnx(name)
    place = OnnxFile(name)
    try:
        from shapecalc.importers.onnx.graph import model_of

        return model_of(_parsed(file.read(MOST_BYTES + 1)), PurePath(name.strip("<>")).stem, place)
    except ShapecalcError as error:
        problems = [each if each.place else each._replace(place=place.place(each.path)) for each in error.problems]
        raise ShapecalcError(problems=problems) from None


def _need_onnx(name: str) -> None:
    if find_spec("onnx") is None:
        raise ShapecalcError(
            f"{name} is an ONNX file, and the onnx package is not installed",
            why="ONNX files are read through it",
            fix="run pip install onnx",
        )


def _parsed(content: bytes) -> ModelProto:
    from google.protobuf.message import DecodeError
    from onnx import ModelProto

    if len(content) > MOST_BYTES:
        raise ShapecalcError("the file has over 2 GiB", why="no ONNX model does: weights then stand in other files")
    try:
        model = ModelProto.FromString(content)
    except DecodeError:
        raise ShapecalcError(
            "this is no ONNX model",
            why="it does not read as a protobuf message; it may be cut short",
            fix="write the file anew, or fetch it once more",
        ) from None
    if not model.graph.node and not model.graph.output:
        raise ShapecalcError("this is no ONNX model", why="it has no graph with nodes in it", fix="look at the file")
    return model
