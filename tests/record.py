"""Ask the real frameworks about single layers: the only file that imports them.

``python tests/record.py torch --seed 1 --cases 2000 > rows.jsonl`` records fresh rows, as ``rows/README.md`` says.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from math import prod
from pathlib import Path
from typing import Any

Row = dict[str, Any]

NEEDED = {"torch": ("torch",), "keras": ("keras", "jax"), "onnx": ("onnx", "onnxruntime")}
"""The packages that a framework's rows are asked of."""


def ask(framework: str, row: Row) -> Row:
    """Return the row with the framework's answer, or with its refusal as ``error``."""
    with _quiet():
        return {**row, **ASK[framework](row)}


def contested(framework: str, row: Row) -> bool:
    """Tell whether the framework disagrees with itself about an answered row."""
    with _quiet():
        return CONTESTED[framework](row)


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)


def _refusal(stage: str, error: Exception) -> Row:
    return {"error": {"type": type(error).__name__, "stage": stage, "text": str(error)[:300]}}


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _flat(outputs: Any) -> list[Any]:
    if isinstance(outputs, (tuple, list)):
        return [shape for each in outputs for shape in _flat(each)]
    return [None if outputs is None else list(outputs.shape)]


STANDS_FOR_OPEN = (*range(1, 10), 12, 16)
"""What an open size may turn out to be."""


def _all_filled(row: Row, number: int) -> list[list[int]]:
    """Return the shapes of the inputs with a number for every open size."""
    return [[size if isinstance(size, int) else number for size in shape] for shape in row["input_shapes"]]


def _shapes(outputs: Any) -> list[Any]:
    """Return a list of shapes where the framework returns several things, else the one shape."""
    return _flat(outputs) if isinstance(outputs, (tuple, list)) else list(outputs.shape)


# PyTorch: the module is built and called on zeros, on the CPU.

MOST_ELEMENTS = 5_000_000
"""Larger inputs are not filled."""
FUNCTIONS = frozenset({"cat", "stack", "add", "mul", "sub", "div", "maximum", "minimum", "matmul"})


def _ask_torch(row: Row) -> Row:
    import torch

    layer, args = row["layer"], {name: _tuples(value) for name, value in row["args"].items()}
    if layer in FUNCTIONS:
        try:
            inputs = [torch.zeros(shape) for shape in row["input_shapes"]]
            given = (inputs,) if layer in {"cat", "stack"} else inputs
            return {"params": 0, "buffers": 0, "output_shape": _shapes(getattr(torch, layer)(*given, **args))}
        except Exception as error:
            return _refusal("forward", error)
    try:
        module = getattr(torch.nn, layer)(**args).train(row.get("mode") == "train")
    except Exception as error:
        return _refusal("construct", error)
    counts = {
        "params": sum(each.numel() for each in module.parameters()),
        "buffers": sum(each.numel() for each in module.buffers()),
    }
    large = sum(map(prod, row["input_shapes"])) > MOST_ELEMENTS
    try:
        with torch.no_grad(), torch.device("meta" if large else "cpu"):
            return {**counts, "output_shape": _shapes(_call_torch(module.to("meta") if large else module, row))}
    except Exception as error:
        return {**counts, **_refusal("forward", error)}


def _call_torch(module: Any, row: Row) -> Any:
    import torch

    layer, inputs = row["layer"], []
    for place, shape in enumerate(row["input_shapes"]):
        indices = layer in {"Embedding", "EmbeddingBag"} or (layer.startswith("MaxUnpool") and place == 1)
        inputs.append(torch.zeros(shape, dtype=torch.int64 if indices else torch.float32))
    if layer in {"LSTM", "LSTMCell"} and len(inputs) == 3:
        inputs[1:] = [tuple(inputs[1:])]
    return module(*inputs, **{name: _tuples(value) for name, value in row.get("call", {}).items()})


def _contested_torch(row: Row) -> bool:
    import torch

    with torch.backends.mkldnn.flags(enabled=False):
        return _differs(row, _ask_torch(row))


def _differs(row: Row, other: Row) -> bool:
    return row.get("output_shape") != other.get("output_shape")


# Keras: a symbolic call, which is the constructor, ``build``, ``input_spec`` and ``compute_output_shape``.

MERGES = frozenset({"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"})
TAKES_A_LIST = MERGES | {"Attention", "AdditiveAttention"}
STATES_AFTER_INPUT = frozenset({"SimpleRNN", "LSTM", "GRU"})
BATCH = 7
"""What an open batch is where the real operations are traced."""


def _keras() -> Any:
    os.environ.setdefault("KERAS_BACKEND", "jax")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    return keras


def _unfilled(row: Row) -> AbstractContextManager[Any]:
    """Let weights have shapes only: to fill them takes most of the time. A kept state has to be filled."""
    if '"stateful": true' in json.dumps(row["args"]):
        return nullcontext()
    scope: AbstractContextManager[Any] = _keras().StatelessScope(initialize_variables=False)
    return scope


def _ask_keras(row: Row) -> Row:
    _keras().utils.clear_session(free_memory=False)
    with _unfilled(row):
        try:
            layer = _keras_value({"class_name": row["layer"], "args": row["args"]})
        except Exception as error:
            return _refusal("construct", error)
        try:
            outputs = _call_keras(layer, row, row["input_shapes"])
        except Exception as error:
            return _refusal("call", error)
    return {
        "output_shape": _shapes(outputs),
        "params_trainable": sum(prod(each.shape) for each in layer.trainable_weights),
        "params_non_trainable": sum(prod(each.shape) for each in layer.non_trainable_weights),
    }


def _keras_value(value: Any) -> Any:
    """Return an argument as Keras takes it: a mapping with a class name is a layer inside this one."""
    if isinstance(value, dict) and set(value) == {"class_name", "args"}:
        kind = getattr(_keras().layers, value["class_name"])
        return kind(**{name: _keras_value(argument) for name, argument in value["args"].items()})
    return tuple(map(_keras_value, value)) if isinstance(value, list) else value


def _keras_inputs(row: Row, shapes: list[Any]) -> tuple[list[Any], Row]:
    dtype = "int32" if row["layer"] == "Embedding" else "float32"
    inputs = [_keras().KerasTensor(tuple(shape), dtype=dtype) for shape in shapes]
    call = {name: _keras_value(value) for name, value in row.get("call", {}).items()}
    if row["layer"] in TAKES_A_LIST:
        return [inputs], call
    if row["layer"] in STATES_AFTER_INPUT and len(inputs) > 1:
        return inputs[:1], {**call, "initial_state": inputs[1:]}
    return inputs, call


def _call_keras(layer: Any, row: Row, shapes: list[Any]) -> Any:
    inputs, call = _keras_inputs(row, shapes)
    return layer(*inputs, **call)


def _contested_keras(row: Row) -> bool:
    """Tell whether ``compute_output_shape`` answers what the call refuses, or jax makes another shape of it.

    Open sizes are filled in for jax; a layer is contested where that is so for every number that may stand for them.
    """
    if "error" in row:
        return _computes_a_shape(row)
    known = all(size is not None for shape in row["input_shapes"] for size in shape[1:])
    return not any(_runs_as_called(row, number) for number in ((BATCH,) if known else STANDS_FOR_OPEN))


def _runs_as_called(row: Row, number: int) -> bool:
    return _fits(row["output_shape"], _traced({**row, "input_shapes": _all_filled(row, number)}))


def _computes_a_shape(row: Row) -> bool:
    shapes = [tuple(shape) for shape in row["input_shapes"]]
    try:
        with _unfilled(row):
            layer = _keras_value({"class_name": row["layer"], "args": row["args"]})
            layer.compute_output_shape(*([shapes] if row["layer"] in TAKES_A_LIST else shapes))
    except Exception:
        return False
    return True


def _traced(row: Row) -> list[Any] | None:
    """Return what jax's operations make of the shapes, None if they fail."""
    try:
        with _unfilled(row):
            layer = _keras_value({"class_name": row["layer"], "args": row["args"]})
            inputs, call = _keras_inputs(row, row["input_shapes"])
            layer(*inputs, **call)
            return _shapes(_keras().src.backend.compute_output_spec(lambda *given: layer.call(*given, **call), *inputs))
    except Exception:
        return None


def _fits(shape: Any, other: Any) -> bool:
    """Tell whether two answers are the same where the first one is known."""
    if isinstance(shape, list) and isinstance(other, list):
        return len(shape) == len(other) and all(map(_fits, shape, other))
    return shape is None or bool(shape == other)


# ONNX: the checker and strict shape inference; contested where onnxruntime gives something else.

WHOLE_INPUTS = frozenset(
    (
        *("I", "axes", "axis", "block_shape", "ends", "image_shape", "indices", "k", "output_shape", "pads", "repeats"),
        *("sequence_lens", "shape", "sizes", "split", "starts", "steps"),
    )
)
TRUTHS = frozenset({"And", "Not", "Or", "Xor"})
WEIGHTED = frozenset(
    {"BatchNormalization", "Conv", "ConvTranspose", "Gemm", "GRU", "InstanceNormalization", "LSTM", "RNN"}
)
NEWEST_RUN = 26
"""The newest opset that onnxruntime runs."""


def _ask_onnx(row: Row) -> Row:
    import onnx

    sizes = [size for shape in row["input_shapes"][1:] for size in shape]
    whole = row["layer"] in WEIGHTED and all(isinstance(size, int) for size in sizes)
    counts = {"params": sum(map(prod, row["input_shapes"][1:]))} if whole else {}
    try:
        model = _onnx_model(row)
    except Exception as error:
        return _refusal("build", error)
    context = type(onnx.checker.DEFAULT_CONTEXT)()
    context.ir_version, context.opset_imports = onnx.IR_VERSION, {"": row["opset"]}
    try:
        onnx.checker.check_node(model.graph.node[0], context)
    except Exception as error:
        return {**counts, **_refusal("checker", error)}
    try:
        inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    except Exception as error:
        return {**counts, **_refusal("shape_inference", error)}
    shapes = [_onnx_shape(output.type.tensor_type) for output in inferred.graph.output]
    return {**counts, "output_shape": shapes[0] if len(shapes) == 1 else shapes}


def _onnx_shape(tensor: Any) -> list[Any] | None:
    if not tensor.HasField("shape"):
        return None
    return [size.dim_value if size.HasField("dim_value") else size.dim_param or None for size in tensor.shape.dim]


def _onnx_model(row: Row) -> Any:
    from onnx import TensorProto, ValueInfoProto, helper

    constants, shapes = row.get("const_inputs") or {}, iter(row["input_shapes"])
    fed = [
        helper.make_tensor_value_info(name, getattr(TensorProto, _element(row["layer"], name)), shape)
        for name, shape in zip([name for name in row["inputs"] if name and name not in constants], shapes, strict=False)
    ]
    names = row.get("outputs") or [f"out{place}" for place in range(row.get("n_outputs") or 1)]
    node = helper.make_node(row["layer"], row["inputs"], names)
    node.attribute.extend(_onnx_attribute(name, value) for name, value in row["args"].items())
    outputs = [ValueInfoProto(name=name) for name in names if name]
    known = [_onnx_constant(name, value) for name, value in constants.items()]
    graph = helper.make_graph([node], "one", fed, outputs, known)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", row["opset"])])


def _element(layer: str, name: str) -> str:
    if layer in TRUTHS or name in {"condition", "training_mode"}:
        return "BOOL"
    return "INT64" if name in WHOLE_INPUTS or layer == "Equal" or layer.startswith("Bitwise") else "FLOAT"


def _onnx_attribute(name: str, value: Any) -> Any:
    import onnx

    if value == []:
        return onnx.AttributeProto(name=name, type=onnx.AttributeProto.INTS)
    return onnx.helper.make_attribute(name, value)


def _onnx_constant(name: str, value: Any) -> Any:
    import numpy as np
    import onnx

    return onnx.numpy_helper.from_array(np.array(value, np.int64 if name in WHOLE_INPUTS else np.float32), name)


def _contested_onnx(row: Row) -> bool:
    """Tell whether onnxruntime makes something else of it, or cannot run what is said to have a shape.

    A node with open sizes is contested where that is so for every number that may stand for them.
    """
    import onnx

    since = onnx.defs.get_schema(row["layer"], row["opset"]).since_version
    if since > NEWEST_RUN or sum(map(prod, _all_filled(row, 1))) > MOST_ELEMENTS:
        return False
    row = {**row, "opset": min(row["opset"], NEWEST_RUN)}
    if all(isinstance(size, int) for shape in row["input_shapes"] for size in shape):
        ran = _run_onnx(row)
        return _differs(row, ran) or ("error" in row) != ("error" in ran)
    return "error" not in row and not any(_runs_as_inferred(row, number) for number in STANDS_FOR_OPEN)


def _runs_as_inferred(row: Row, number: int) -> bool:
    filled = {**row, "input_shapes": _all_filled(row, number)}
    ran = _run_onnx(filled)
    return "error" not in ran and not _differs(_ask_onnx(filled), ran)


def _run_onnx(row: Row) -> Row:
    import numpy as np
    import onnxruntime

    onnxruntime.set_default_logger_severity(4)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        model = _onnx_model(row)
        model.ir_version = min(model.ir_version, 10)
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        types = {"tensor(bool)": np.bool_, "tensor(int64)": np.int64}
        fed = {each.name: np.zeros(each.shape, types.get(each.type, np.float32)) for each in session.get_inputs()}
        shapes = [list(each.shape) for each in session.run(None, fed)]
    except Exception as error:
        return _refusal("run", error)
    return {"output_shape": shapes[0] if len(shapes) == 1 else shapes}


ASK: dict[str, Callable[[Row], Row]] = {"torch": _ask_torch, "keras": _ask_keras, "onnx": _ask_onnx}
CONTESTED: dict[str, Callable[[Row], bool]] = {
    "torch": _contested_torch,
    "keras": _contested_keras,
    "onnx": _contested_onnx,
}


def main(arguments: list[str] | None = None) -> None:
    """Write fresh rows to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("framework", choices=ASK)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=2000)
    chosen = parser.parse_args(arguments)
    from tests.live.cases import draw

    for number, row in enumerate(islice(draw(chosen.framework, chosen.seed), chosen.cases)):
        named = {"id": f"{chosen.framework}/{row['layer']}/seed{chosen.seed}-{number}", **row}
        answered = ask(chosen.framework, named)
        if contested(chosen.framework, answered):
            answered["contested"] = True
        sys.stdout.write(json.dumps(answered) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
