"""Operators that onnxruntime makes of several of ONNX's: a convolution or product with what follows, activations."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.onnx.convolutions import CONV, conv
from shapecalc.dialects.onnx.elements import one_by_one
from shapecalc.dialects.onnx.made import alike
from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import FLOAT, FLOATS, INT, STRING, needed, operator
from shapecalc.dialects.onnx.products import gemm
from shapecalc.shape import Shape


def fused_matmul(node: Node) -> Reading:
    """Read a matrix product; either side may be transposed, and have its first axis moved before the last one."""
    a, b = (
        _turned(node.shape(side), bool(node[f"trans{side}"]), bool(node[f"transBatch{side}"])) for side in ("A", "B")
    )
    return Reading({}, (a, b))


def _turned(shape: Shape, transposed: bool, batch_moved: bool) -> Shape:
    if len(shape) < 2:
        return shape
    if batch_moved:
        shape = (*shape[1:-1], shape[0], shape[-1])
    return (*shape[:-2], shape[-1], shape[-2]) if transposed else shape


def packed_matmul(node: Node) -> Reading:
    """Read a product with a matrix whose numbers are packed: its sizes are attributes."""
    return Reading({}, (node.shape("A"), (node["K"], node["N"])))


_MATMUL: dict[str, Any] = {"alpha": 1.0, "transA": 0, "transB": 0, "transBatchA": 0, "transBatchB": 0}
_GEMM: dict[str, Any] = {"alpha": 1.0, "beta": 1.0, "transA": 0, "transB": 0}
_PACKED: dict[str, Any] = {"K": needed(INT), "N": needed(INT), "block_size": INT, "bits": 4}

OPERATORS = (
    operator("conv", "FusedConv", 1, "X W B? Z?", weights="W B", activation=STRING, activation_params=FLOATS, **CONV),
    *(operator("matmul", name, 1, "A B", **_MATMUL) for name in ("FusedMatMul", "TransposeMatMul")),
    operator("matmul", "FusedMatMulActivation", 1, "A B", activation=STRING, **_MATMUL),
    operator("matmul", "FusedGemm", 1, "A B C?", weights="B C", activation=STRING, **_GEMM),
    operator("matmul", "MatMulNBits", 1, "A B scales zero_points? g_idx? bias?", weights="B", **_PACKED),
    operator("matmul", "MatMulBnb4", 1, "A B absmax", weights="B", **_PACKED),
    operator("gelu", "Gelu", 1),
    operator("gelu", "FastGelu", 1, "X bias?"),
    operator("gelu", "BiasGelu", 1, "A B"),
    operator("swish", "QuickGelu", 1, alpha=FLOAT),
    operator("tensor", "BiasSoftmax", 1, "data bias", axis=1, is_inner_broadcast=0),
    operator("tensor", "BiasAdd", 1, "X bias skip"),
    operator("tensor", "Inverse", 1),
)

READINGS = {
    "FusedConv": conv,
    **dict.fromkeys(("FusedMatMul", "TransposeMatMul", "FusedMatMulActivation"), fused_matmul),
    "FusedGemm": gemm,
    **dict.fromkeys(("MatMulNBits", "MatMulBnb4"), packed_matmul),
    **dict.fromkeys(("gelu", "swish"), one_by_one),
    **dict.fromkeys(("BiasSoftmax", "BiasAdd", "Inverse"), alike),
}
