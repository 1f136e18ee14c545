"""ONNX's products: of matrices, of anything by an equation, and the columns that become an image again."""

from __future__ import annotations

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INTS, STRING, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_known

INNER_CHECKED_SINCE = 13
"""From this operator set on the shape inference looks at the inner sizes of Gemm."""


def gemm(node: Node) -> Reading:
    """Read a product of two matrices, either of them transposed, and a sum with a third that is stretched to fit."""
    a, b = _matrix(node, "A"), _matrix(node, "B")
    rows, inner = a[::-1] if node["transA"] else a
    height, columns = b[::-1] if node["transB"] else b
    if node.opset < INNER_CHECKED_SINCE and not node.runs:
        inner = None
    if node.runs and node.has("C"):
        _check_addend(node.shape("C"), (rows, columns))
    return Reading({}, ((rows, inner), (height, columns)))


def matmul(node: Node) -> Reading:
    """Read a matrix product."""
    return Reading({}, (node.shape("A"), node.shape("B")))


def einsum(node: Node) -> Reading | None:
    """Read an Einstein sum; an empty equation says nothing."""
    if not node["equation"]:
        return None
    return Reading({"equation": node["equation"], "lenient": not node.runs}, node.many)


def fold(node: Node) -> Reading | None:
    """Read columns that become an image."""
    x, sizes, kernel = node.shape("input"), node.numbers("image_shape"), node.numbers("block_shape")
    if sizes is None or kernel is None:
        return None
    if len(x) != 3:
        raise ShapecalcError(f"the input has {len(x)} axes", why="3 are needed", path=("inputs",))
    rank = len(sizes)
    pads = node["pads"] or (0,) * 2 * rank
    lengths = {"block_shape": len(kernel), "pads": len(pads) / 2}
    lengths |= {name: len(node[name]) for name in ("strides", "dilations") if node[name] is not None}
    wrong = [name for name, length in lengths.items() if length != rank]
    if wrong:
        raise ShapecalcError(f"{wrong[0]} has another length", why=f"the image has {rank} axes", path=(wrong[0],))
    settings = {
        "rank": rank,
        "output_size": sizes,
        "kernel_size": kernel,
        "stride": node["strides"] or 1,
        "dilation": node["dilations"] or 1,
        "padding": tuple(zip(pads[:rank], pads[rank:], strict=True)),
        "lenient": not node.runs,
    }
    return Reading(settings, ((x[0] if is_known(x[0]) else None, *x[1:]),))


def _matrix(node: Node, name: str) -> Shape:
    shape = node.shape(name)
    if len(shape) != 2:
        raise ShapecalcError(
            f"{name} has {len(shape)} axes", why=f"its shape is {shape}, and 2 are needed", path=("inputs",)
        )
    return shape


def _check_addend(c: Shape, product: Shape) -> None:
    fits = all(have in (1, want) for have, want in zip(c[::-1], product[::-1], strict=False))
    if len(c) > len(product) or not fits:
        raise ShapecalcError(f"C has the shape {c}", why=f"it must be stretched to {product}", path=("inputs", 2))


OPERATORS = (
    operator("matmul", "Gemm", 1, "A B C", weights="B C", alpha=1.0, beta=1.0, transA=0, transB=0, broadcast=0),
    operator("matmul", "Gemm", 7, "A B C", weights="B C", alpha=1.0, beta=1.0, transA=0, transB=0),
    operator("matmul", "Gemm", 11, "A B C?", weights="B C", alpha=1.0, beta=1.0, transA=0, transB=0),
    operator("matmul", "MatMul", 1, "A B"),
    operator("einsum", "Einsum", 12, "Inputs*", "Output", equation=needed(STRING)),
    operator("fold", "Col2Im", 18, "input image_shape block_shape", "output", dilations=INTS, pads=INTS, strides=INTS),
)

READINGS = {"Gemm": gemm, "matmul": matmul, "einsum": einsum, "fold": fold}
