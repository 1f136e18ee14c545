"""Files of other tools that are no model for us: what each of them is, and how its model gets here all the same.

They are looked for only when a file cannot be read as one of our own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match
from typing import NamedTuple

from shapecalc.errors import Problem, ShapecalcError

_BEGINNING = 64 * 1024
"""So many bytes are looked at."""


def _always(text: str) -> Callable[[Match[bytes]], str]:
    return lambda _: text


class LookAlike(NamedTuple):
    """A kind of file: how it is recognised, why it is not read, and what to do (told by what was found)."""

    what: str
    pattern: re.Pattern[bytes]
    why: str
    fix: Callable[[Match[bytes]], str]


def _row(what: str, pattern: bytes, why: str, fix: str | Callable[[Match[bytes]], str]) -> LookAlike:
    return LookAlike(what, re.compile(pattern, re.MULTILINE), why, _always(fix) if isinstance(fix, str) else fix)


def _ultralytics(found: Match[bytes]) -> str:
    """Return a row of the file in our words, with its own numbers."""
    row, *numbers = (each and each.decode() for each in found.groups())
    filters, kernel, stride, padding = (number and int(number) for number in numbers)
    kernel = kernel or 1
    padding = kernel // 2 if padding is None else padding
    ours = f"out_channels: {filters}, kernel_size: {kernel}, stride: {stride or 1}, padding: {padding}, bias: false"
    return (
        "export it with `yolo export model=FILE format=onnx` and give the .onnx file; or write it in our words: "
        f"{row} is (before its scales) {{type: Conv2d, {ours}}}, BatchNorm2d, SiLU"
    )


_START = rb"^[ \t]*(?:-[ \t]*|\[)?"
_FROM = rb"\[[^\[\]\n]{1,80}(?:\[[^\[\]\n]{0,80}\])?[^\[\]\n]{0,80}"
_MORE = rb"(?:,[ \t]*(\d{1,9}))?"
_ROW = _START + _FROM + rb",[ \t]*\d+,[ \t]*[\w.]+,[ \t]*\["
_CONV = _START + rb"(\[[^\[\]\n]{1,80},[ \t]*\d+,[ \t]*Conv,[ \t]*\[(\d{1,9})" + _MORE * 3 + rb"\]\])"
_EXPORT = "export the model to ONNX and give the .onnx file"
_ROWS_WHY = "its rows are [from, repeats, module, args], and what a module is made of stands in its Python code"

LOOKALIKES = (
    _row("a model of Ultralytics (YOLO)", _CONV, _ROWS_WHY, _ultralytics),
    _row("a model of Ultralytics (YOLO)", _ROW, _ROWS_WHY, "export it with `yolo export model=FILE format=onnx`"),
    _row(
        "a Darknet .cfg file",
        rb"^\[(net|network|convolutional)\][ \t\r]*$",
        "its sections are layers, and [shortcut] and [route] count them",
        f"{_EXPORT}; or write it in our words: [convolutional] filters=32 size=3 stride=1 pad=1 is "
        "{type: Conv2d, out_channels: 32, kernel_size: 3, padding: 1}",
    ),
    _row(
        "a Caffe prototxt",
        rb"^[ \t]*layers?[ \t]*\{",
        "its layers are messages of protobuf, wired by bottom and top",
        f"{_EXPORT}; or write it in our words: convolution_param {{ num_output: 20 kernel_size: 5 }} is "
        "{type: Conv2d, out_channels: 20, kernel_size: 5}; its pools round up: ceil_mode: true",
    ),
    _row(
        "a TensorFlow graph as text",
        rb"^node[ \t]*\{",
        "its nodes are operations after training",
        "save the Keras model as .keras, or export it to ONNX with tf2onnx",
    ),
    _row("the topology of a MXNet model", rb'"arg_nodes"[ \t]*:', "its nodes are MXNet's symbols", _EXPORT),
    _row(
        "an OpenVINO model",
        rb"<net\b[^>]{0,400}>",
        "its layers are OpenVINO's",
        "give the ONNX file that it was made from",
    ),
    _row(
        "a TensorFlow.js model",
        rb'"modelTopology"[ \t]*:',
        "the model of Keras is inside, under modelTopology",
        "save model_config from there as a file of its own",
    ),
    _row(
        "the index of a model's weights",
        rb'"weight_map"[ \t]*:',
        "it says in which file each array is, and not which layers there are",
        _EXPORT,
    ),
    _row(
        "the settings of a Hugging Face model",
        rb'"(model_type|architectures|transformers_version|_class_name)"[ \t]*:',
        "it has numbers for a model whose layers stand in Python code",
        "export it with `optimum-cli export onnx`, or name a function that makes the module: package.module:factory",
    ),
    _row(
        "the settings of a timm model",
        rb'"architecture"[ \t]*:[ \t]*"',
        "it names a model whose layers stand in Python code",
        "name a function that makes the module, package.module:factory, or export the module to ONNX",
    ),
    _row(
        "the settings of Keras",
        rb'"floatx"[ \t]*:',
        "it says how Keras is to compute, and holds no model",
        "write the model with model.to_json(), or save it as .keras",
    ),
    _row(
        "a configuration of Detectron2",
        rb"^MODEL:[ \t]*\n[ \t]+\w+:",
        "it has numbers for a model whose layers stand in Python code",
        _EXPORT,
    ),
    _row(
        "a module as PyTorch prints it",
        rb"^\w+\(\n[ \t]+\([\w.]+\): \w+\(",
        "which layer feeds which is not in it",
        "name a function that makes the module: package.module:factory",
    ),
    _row(
        "a summary of a model",
        rb"^[^\w\n]{0,80}Layer \(type\b",
        "it shows what came out, and not what the layers were told",
        "give the model itself: model.to_json() or .keras in Keras, ONNX or package.module:factory in PyTorch",
    ),
    _row(
        "Python code",
        rb"^(import \w|from [\w.]+ import |class \w+\(|def \w+\()",
        "reading a model never runs it",
        "name a function in it that makes the model, as package.module:factory, or export the model to ONNX",
    ),
    _row("a file of weights (GGUF)", rb"\AGGUF", "it holds arrays and no layers", _EXPORT),
    _row(
        "a TensorFlow Lite model",
        rb"\A....TFL3",
        "its operators are TensorFlow Lite's",
        "give the .keras or .onnx file",
    ),
    _row(
        "a file of weights (safetensors)",
        rb'\A.{7}\x00\{"',
        "it holds arrays and no layers",
        "give the model: .onnx, .keras, or package.module:factory",
    ),
)
"""The first row that fits decides."""


def recognised(text: bytes, name: str) -> ShapecalcError | None:
    """Return the refusal of a file that is another tool's, or None for one that is nobody's we know."""
    beginning = text[:_BEGINNING]
    for each in LOOKALIKES:
        found = each.pattern.search(beginning)
        if found:
            line = beginning.count(b"\n", 0, found.start()) + 1
            what = f"this is {each.what}, not a model file of shapecalc"
            return ShapecalcError(problems=[Problem(what, each.why, each.fix(found), place=f"{name}:{line}:1")])
    return None
