"""Operators of onnxruntime on small whole numbers that stand for others: with each tensor come scale and zero point."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.elements import merge, one_by_one
from shapecalc.dialects.onnx.made import alike, told
from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INT, INTS, needed, operator
from shapecalc.dialects.onnx.pools import pool
from shapecalc.dialects.onnx.products import gemm, matmul
from shapecalc.dialects.onnx.recurrent import DIRECTIONS, check_sequence
from shapecalc.dialects.onnx.windows import spatial_rank
from shapecalc.formulas.recurrent import GATES
from shapecalc.shape import times


def both(node: Node) -> Reading:
    """Read an operator on two tensors that are stretched to fit; scales and zero points are not."""
    return merge(node)._replace(shapes=(node.shape("A"), node.shape("B")))


def concat(node: Node) -> Reading:
    """Read a concatenation: each tensor is followed by its scale and its zero point."""
    return Reading({"axis": node["axis"]}, node.many[::3])


def quantized_pool(node: Node) -> Reading | None:
    """Read a pool; with the channels last it is none of ONNX's."""
    return None if node["channels_last"] else pool(node)


def global_pool(node: Node) -> Reading:
    """Read a mean over all of the spatial axes, which stay with size 1."""
    x = node.shape("X")
    ones = (1,) * spatial_rank(x)
    return told((x[0], *ones, x[-1]) if node["channels_last"] else (*x[:2], *ones))


def lstm(node: Node) -> Reading:
    """Read an LSTM whose weights are (directions, features, gates): the sequence and both last states come out."""
    check_sequence(node, node.shape("X"))
    steps, batch, features = node.shape("X")
    directions, units = DIRECTIONS[node["direction"]], node["hidden_size"]
    each = times(steps, batch, directions, GATES["lstm"], units)
    state = (directions, batch, units)
    macs = None if each is None or features is None else each * (features + units)
    return told((steps, directions, batch, units), state, state, multiplications=macs)


_TWO = "A A_scale A_zero_point? B B_scale B_zero_point? C_scale C_zero_point?"
_ONE = "X X_scale X_zero_point? Y_scale Y_zero_point?"
_POOL: dict[str, Any] = {
    "auto_pad": "NOTSET",
    "ceil_mode": 0,
    "channels_last": 0,
    "count_include_pad": 0,
    "kernel_shape": needed(INTS),
    "pads": INTS,
    "strides": INTS,
}
_LSTM = "X W R B? sequence_lens? initial_h? initial_c? P? W_scale W_zero_point R_scale R_zero_point"

OPERATORS = (
    operator("add", "QLinearAdd", 1, _TWO, "C"),
    operator("multiply", "QLinearMul", 1, _TWO, "C"),
    operator("sigmoid", "QLinearSigmoid", 1, _ONE),
    operator("leaky_relu", "QLinearLeakyRelu", 1, _ONE, alpha=0.01),
    operator("tensor", "QLinearSoftmax", 1, _ONE, axis=-1, opset=INT),
    operator("concat", "QLinearConcat", 1, "Y_scale Y_zero_point inputs*", axis=needed(INT)),
    operator("average_pool", "QLinearAveragePool", 1, _ONE, **_POOL),
    operator("tensor", "QLinearGlobalAveragePool", 1, _ONE, channels_last=0),
    operator("matmul", "QGemm", 1, "A a_scale a_zero_point B b_scale b_zero_point C? y_scale? y_zero_point?",
             weights="B C", alpha=1.0, transA=0, transB=0),
    operator("matmul", "DynamicQuantizeMatMul", 1, "A B b_scale b_zero_point? bias?", weights="B bias"),
    operator("matmul", "MatMulIntegerToFloat", 1, "A B a_scale b_scale a_zero_point? b_zero_point? bias?"),
    operator("tensor", "QuantizeLinear", 1, "x y_scale y_zero_point?", "y", axis=INT),
    operator("tensor", "DequantizeLinear", 1, "x x_scale x_zero_point?", "y", axis=INT),
    operator("tensor", "DynamicQuantizeLSTM", 1, _LSTM, "Y? Y_h? Y_c?", direction="forward", hidden_size=needed(INT)),
)  # fmt: skip

READINGS = {
    **dict.fromkeys(("QLinearAdd", "QLinearMul"), both),
    **dict.fromkeys(("QLinearSigmoid", "QLinearLeakyRelu"), one_by_one),
    **dict.fromkeys(("QLinearSoftmax", "QuantizeLinear", "DequantizeLinear"), alike),
    "QLinearConcat": concat,
    "QLinearAveragePool": quantized_pool,
    "QLinearGlobalAveragePool": global_pool,
    "QGemm": gemm,
    **dict.fromkeys(("DynamicQuantizeMatMul", "MatMulIntegerToFloat"), matmul),
    "DynamicQuantizeLSTM": lstm,
}
