"""ONNX files for tests: the recorded ones, and small ones made on the spot."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import shapecalc
from shapecalc.importers import onnx as room
from shapecalc.model.graph import Model
from shapecalc.summary import Summary

Recorded = dict[str, Any]


@cache
def recorded() -> dict[str, tuple[bytes, Recorded]]:
    """Return the content of each file by its name, and what onnxruntime made of it."""
    contents: dict[str, bytes] = {}
    with tarfile.open(Path(__file__).parent / "golden.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            assert file is not None
            contents[member.name] = file.read()
    names = [name.removesuffix(".onnx") for name in contents if name.endswith(".onnx")]
    return {name: (contents[f"{name}.onnx"], json.loads(contents[f"{name}.json"])) for name in names}


def read(content: bytes, name: str = "model.onnx") -> Model:
    return room.read(io.BytesIO(content), name)


def summary_of(content: bytes, inputs: dict[str, Any] | None = None) -> Summary:
    return shapecalc.summarize(read(content), inputs)


def values_of(summary: Summary) -> dict[str, Any]:
    """Return every value's shape as JSON has it."""
    return {name: shape for row in summary.rows for name, shape in json.loads(json.dumps(row.outputs)).items()}


def model(
    nodes: Sequence[Any],
    inputs: dict[str, Sequence[int | str | None]],
    outputs: Sequence[str],
    *,
    opset: int = 18,
    initializers: Sequence[Any] = (),
    functions: Sequence[Any] = (),
    domains: Sequence[str] = (),
) -> bytes:
    """Return a file with a graph of floating-point inputs."""
    from onnx import TensorProto, helper

    infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs.items()]
    ends = [helper.make_empty_tensor_value_info(name) for name in outputs]
    graph = helper.make_graph(list(nodes), "g", infos, ends, list(initializers))
    imports = [helper.make_opsetid("", opset), *(helper.make_opsetid(domain, 1) for domain in domains)]
    made: bytes = helper.make_model(graph, opset_imports=imports, functions=functions).SerializeToString()
    return made


def whole(name: str, values: Sequence[int] | int) -> Any:
    """Return an initializer of whole numbers: one, or a vector."""
    from onnx import TensorProto, helper

    dims = [] if isinstance(values, int) else [len(values)]
    return helper.make_tensor(name, TensorProto.INT64, dims, [values] if isinstance(values, int) else values)


def real(name: str, shape: Sequence[int]) -> Any:
    """Return an initializer of zeros."""
    from math import prod

    from onnx import TensorProto, helper

    return helper.make_tensor(name, TensorProto.FLOAT, shape, [0.0] * prod(shape))
