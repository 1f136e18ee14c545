"""ONNX's operators on small whole numbers that stand for others: each does what the one without scales does."""

from __future__ import annotations

from dataclasses import replace

from shapecalc.dialects.onnx.convolutions import CONV, conv
from shapecalc.dialects.onnx.made import alike, told
from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INT, operator


def whole_conv(node: Node) -> Reading | None:
    """Read a convolution of whole numbers."""
    renamed = {"X": node.inputs["x"], "W": node.inputs["w"], "B": node.inputs.get("B")}
    return conv(replace(node, inputs=renamed))


def whole_product(node: Node) -> Reading:
    """Read a matrix product of whole numbers."""
    names = ("a", "b") if node.operator.name == "QLinearMatMul" else ("A", "B")
    return Reading({}, (node.shape(names[0]), node.shape(names[1])))


def dynamic(node: Node) -> Reading:
    """Read a quantization that finds its own scale, which comes out too."""
    return told(node.shape("x"), (), ())


OPERATORS = (
    operator("conv", "ConvInteger", 10, "x w x_zero_point? w_zero_point?", "y", weights="w", **CONV),
    operator("conv", "QLinearConv", 10, "x x_scale x_zero_point w w_scale w_zero_point y_scale y_zero_point B?", "y",
             weights="w B", **CONV),
    operator("matmul", "MatMulInteger", 10, "A B a_zero_point? b_zero_point?"),
    operator("matmul", "QLinearMatMul", 10, "a a_scale a_zero_point b b_scale b_zero_point y_scale y_zero_point", "y"),
    operator("tensor", "QuantizeLinear", 10, "x y_scale y_zero_point?", "y"),
    operator("tensor", "QuantizeLinear", 13, "x y_scale y_zero_point?", "y", axis=1),
    operator("tensor", "QuantizeLinear", 19, "x y_scale y_zero_point?", "y", axis=1, saturate=1),
    operator("tensor", "QuantizeLinear", 21, "x y_scale y_zero_point?", "y", axis=1, saturate=1, block_size=0,
             output_dtype=0),
    operator("tensor", "QuantizeLinear", 23, "x y_scale y_zero_point?", "y", axis=1, saturate=1, block_size=0,
             output_dtype=0, precision=0),
    operator("tensor", "DequantizeLinear", 10, "x x_scale x_zero_point?", "y"),
    operator("tensor", "DequantizeLinear", 13, "x x_scale x_zero_point?", "y", axis=1),
    operator("tensor", "DequantizeLinear", 21, "x x_scale x_zero_point?", "y", axis=1, block_size=0),
    operator("tensor", "DequantizeLinear", 23, "x x_scale x_zero_point?", "y", axis=1, block_size=0, output_dtype=INT),
    operator("tensor", "DynamicQuantizeLinear", 11, "x", "y y_scale y_zero_point"),
)  # fmt: skip

READINGS = {
    **dict.fromkeys(("ConvInteger", "QLinearConv"), whole_conv),
    **dict.fromkeys(("MatMulInteger", "QLinearMatMul"), whole_product),
    **dict.fromkeys(("QuantizeLinear", "DequantizeLinear"), alike),
    "DynamicQuantizeLinear": dynamic,
}
