"""Run the printed lines of code in the real frameworks, and say which size came out."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")
NAMES = {"c_in": 1, "c_out": 1, "filters": 1}


def run_torch(code: str, sizes: tuple[int, ...]) -> tuple[int, ...]:
    import torch
    from torch import nn

    channels = 4096 if "PixelShuffle" in code else 1
    x = torch.zeros(1, min(channels, _blocks(code)), *sizes)
    names: dict[str, Any] = {**NAMES, "nn": nn, "x": x}
    with torch.no_grad():
        if "MaxUnpool" in code:
            names["indices"] = torch.zeros(1, 1, *sizes, dtype=torch.int64)
            found = eval(code, names)  # noqa: S307 - our own code
            found = found if isinstance(found, torch.Tensor) else found(x, names["indices"])
        else:
            found = eval(code, names)(x)  # noqa: S307 - our own code
    return tuple(found.shape[2:])


def _blocks(code: str) -> int:
    block = code.partition("PixelShuffle(")[2].partition(")")[0] or code.partition("depth_to_space(x, ")[2].rstrip(")")
    return int(block) ** 2 if block else 1


def run_keras(code: str, sizes: tuple[int, ...]) -> tuple[int, ...]:
    import keras
    import numpy as np

    x: Any = np.zeros((1, *sizes, _blocks(code)), "float32")
    names = {**NAMES, "layers": keras.layers, "ops": keras.ops, "x": x}
    found = eval(f"({code},)", names)  # noqa: S307 - our own code
    if code.startswith("ops."):
        return tuple(found[0].shape[1:-1])
    for layer in found:
        x = layer(x)
    return tuple(x.shape[1:-1])


def run_onnx(code: str, sizes: tuple[int, ...]) -> tuple[int, ...]:
    import numpy as np
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    operator = code.partition("(")[0]
    given = eval(code, {**NAMES, "n": 1, operator: dict})  # noqa: S307 - our own code
    feeds = {"x": np.zeros((1, given.get("blocksize", 1) ** 2, *sizes), "float32")}
    constants = {}
    if operator in ("Conv", "ConvTranspose"):
        constants["w"] = np.zeros((1, 1, *given["kernel_shape"]), "float32")
    if operator == "MaxUnpool":
        feeds["i"] = np.zeros((1, 1, *sizes), "int64")
    inputs = [*feeds, *constants]
    for name, kind, empty in (("scales", "float32", [""]), ("sizes", "int64", ["", ""]), ("output_shape", "int64", [])):
        if name in given:
            constants[name] = np.array(given.pop(name), kind)
            inputs += [*empty, name]
    types = {"float32": TensorProto.FLOAT, "int64": TensorProto.INT64}
    values = [helper.make_tensor_value_info(name, types[str(fed.dtype)], fed.shape) for name, fed in feeds.items()]
    node = helper.make_node(operator, inputs, ["y"], **given)
    out = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    kept = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph([node], "line", values, [out], kept)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return tuple(session.run(None, feeds)[0].shape[2:])


def stacked_torch(lines: list[str], sizes: tuple[int, ...], channels: int) -> tuple[tuple[int, ...], int]:
    """Return the channels and the sizes that a stack of lines makes, and its parameters; an unpool gets indices."""
    import torch
    from torch import nn

    x = torch.zeros(1, channels, *sizes)
    params = 0
    with torch.no_grad():
        for line in lines:
            layer = eval(line, {"nn": nn})  # noqa: S307 - our own code
            params += sum(each.numel() for each in layer.parameters())
            x = layer(x, torch.zeros_like(x, dtype=torch.int64)) if "MaxUnpool" in line else layer(x)
    return tuple(x.shape[1:]), params


def stacked_keras(lines: list[str], sizes: tuple[int, ...], channels: int) -> tuple[tuple[int, ...], int]:
    """Return the same of a Sequential."""
    import keras
    import numpy as np

    names = {"layers": keras.layers, "ops": keras.ops}
    found = eval(f"[{', '.join(lines)}]", names)  # noqa: S307 - our own code
    model = keras.Sequential([keras.Input((*sizes, channels)), *found])
    x = model(np.zeros((1, *sizes, channels), "float32"))
    return (x.shape[-1], *x.shape[1:-1]), model.count_params()
