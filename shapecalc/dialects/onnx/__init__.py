"""ONNX 1.23: channels first, weights as inputs, and a version of each operator for each operator set."""

from shapecalc.dialects.onnx import elements, moves, norms, products, recurrent, resizing, windows
from shapecalc.dialects.onnx.versions import Onnx

_ROOMS = (windows, norms, products, recurrent, resizing, moves, elements)

OPERATORS = tuple(each for room in _ROOMS for each in room.OPERATORS)

ONNX = Onnx(
    name="onnx",
    title="ONNX",
    data_format="channels_first",
    statistics="parameters",
    fed_weights=True,
    signatures=tuple({each.name: each.signature for each in OPERATORS}.values()),
    operators=OPERATORS,
    readings={word: reading for room in _ROOMS for word, reading in room.READINGS.items()},
    spelling={
        "kernel_shape": "kernel_size",
        "strides": "stride",
        "pads": "padding",
        "dilations": "dilation",
        "group": "groups",
        "output_shape": "output_size",
        "perm": "order",
        "blocksize": "block",
    },
)
