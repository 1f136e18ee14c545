"""ONNX's operators that make a tensor out of sizes or bounds: constants, ranges, random numbers, windows."""

from __future__ import annotations

from math import isfinite
from typing import Any

from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import ANY, FLOAT, INT, INTS, Operator, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape


def told(*shapes: Shape, multiplications: Any = 0, kept: tuple[int, ...] | None = None) -> Reading:
    """Return what a node comes to whose outputs have these shapes; ``kept`` are the inputs that training keeps."""
    return Reading({"shapes": shapes, "multiplications": multiplications, "kept": kept}, ())


def anew(*shapes: Shape) -> Reading:
    """Return what a node comes to that makes its outputs anew: no gradient goes through it, and nothing is kept."""
    return told(*shapes, kept=())


def constant_of_shape(node: Node) -> Reading | None:
    """Read a constant of a shape that is fed; a shape of no sizes is a single number."""
    sizes, vector = node.numbers("input"), node.shape("input")
    if sizes is None:
        return anew((None,) * vector[0]) if len(vector) == 1 and type(vector[0]) is int else None
    if any(size < 0 for size in sizes):
        raise ShapecalcError(f"the shape is {list(sizes)}", why="no size may be negative", path=("inputs", 0))
    return anew(tuple(sizes))


def range_(node: Node) -> Reading:
    """Read a range: as many steps as fit before the limit."""
    bounds = [node.factors(name) for name in ("start", "limit", "delta")]
    if any(bound is None for bound in bounds):
        return anew((None,))
    start, limit, step = (bound[0] for bound in bounds if bound)
    if step == 0:
        raise ShapecalcError("delta is 0", why="the range would never end", path=("inputs", 2))
    count = -((limit - start) // -step)
    if isinstance(count, float) and not isfinite(count):
        raise ShapecalcError(f"the range goes from {start} to {limit} by {step}", why="it never ends", path=("inputs",))
    return anew((int(count) if isinstance(count, float) else max(count, 0),))


def random(node: Node) -> Reading:
    """Read random numbers of a shape that is an attribute."""
    if min(node["shape"], default=0) < 0:
        raise ShapecalcError(f"shape is {list(node['shape'])}", why="no size may be negative", path=("shape",))
    return anew(tuple(node["shape"]))


def alike(node: Node) -> Reading:
    """Read a tensor of the first input's shape."""
    return told(node.shape(node.operator.inputs[0].name))


def random_alike(node: Node) -> Reading:
    """Read random numbers of the first input's shape."""
    return anew(node.shape(node.operator.inputs[0].name))


def eye(node: Node) -> Reading:
    """Read ones on a diagonal, of a matrix' shape."""
    x = node.shape("input")
    if len(x) != 2:
        raise ShapecalcError(
            f"the input has {len(x)} axes", why=f"its shape is {x}, and 2 are needed", path=("inputs",)
        )
    return anew(x)


def multinomial(node: Node) -> Reading:
    """Read so many draws for each row."""
    return anew((node.shape("input")[0], node["sample_size"]))


def window(node: Node) -> Reading:
    """Read a window function of a size."""
    size = node.numbers("size")
    return anew((None if size is None else size[0],))


def mel_weights(node: Node) -> Reading:
    """Read the matrix from a spectrum to mel bins."""
    bins, length = node.numbers("num_mel_bins"), node.numbers("dft_length")
    return anew((None if length is None else length[0] // 2 + 1, None if bins is None else bins[0]))


def size_of(_: Node) -> Reading:
    """Read the number of elements, which is a single number."""
    return anew(())


def _random(name: str, **attributes: Any) -> tuple[Operator, ...]:
    common: dict[str, Any] = {"seed": FLOAT, **attributes}
    return (
        operator("tensor", name, 1, "", "output", shape=needed(INTS), dtype=1, **common),
        operator("tensor", f"{name}Like", 1, "input", "output", dtype=INT, **common),
    )


OPERATORS = (
    operator("tensor", "ConstantOfShape", 9, "input", "output", value=ANY),
    operator("tensor", "Range", 11, "start limit delta", "output"),
    operator("tensor", "Range", 27, "start limit delta", "output", stash_type=1),
    *_random("RandomNormal", mean=0.0, scale=1.0),
    *_random("RandomUniform", low=0.0, high=1.0),
    operator("tensor", "Bernoulli", 15, "input", "output", dtype=INT, seed=FLOAT),
    operator("tensor", "Multinomial", 7, "input", "output", dtype=6, sample_size=1, seed=FLOAT),
    operator("tensor", "EyeLike", 9, "input", "output", dtype=INT, k=0),
    operator("tensor", "Size", 1, "data", "size"),
    operator("tensor", "MelWeightMatrix", 17,
             "num_mel_bins dft_length sample_rate lower_edge_hertz upper_edge_hertz", "output", output_datatype=1),
    *(operator("tensor", name, 17, "size", "output", output_datatype=1, periodic=1)
      for name in ("HannWindow", "HammingWindow", "BlackmanWindow")),
)  # fmt: skip

READINGS = {
    "ConstantOfShape": constant_of_shape,
    "Range": range_,
    **dict.fromkeys(("RandomNormal", "RandomUniform"), random),
    **dict.fromkeys(("RandomNormalLike", "RandomUniformLike", "Bernoulli"), random_alike),
    "Multinomial": multinomial,
    "EyeLike": eye,
    "Size": size_of,
    "MelWeightMatrix": mel_weights,
    **dict.fromkeys(("HannWindow", "HammingWindow", "BlackmanWindow"), window),
}
