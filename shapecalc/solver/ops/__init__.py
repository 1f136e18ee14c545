"""The layers the solver knows: one file each, and those that a framework takes with other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ops.conv import Conv
from shapecalc.solver.ops.op import Affine, Op, Settled
from shapecalc.solver.ops.pool import Pool
from shapecalc.solver.ops.shuffle import Shuffle
from shapecalc.solver.ops.transpose import OnnxTranspose, Transpose
from shapecalc.solver.ops.unpool import OnnxUnpool, Unpool
from shapecalc.solver.ops.upsample import Upsample

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FRAMEWORKS", "OPS", "Affine", "Op", "Settled", "op_of"]

OPS: dict[str, Op] = {op.word: op for op in (Transpose(), Conv(), Pool(), Upsample(), Unpool(), Shuffle())}
"""Numbers for every setting, as PyTorch takes them."""
FRAMEWORKS = ("torch", "keras", "onnx")
_ONNX: dict[str, Op] = {"transpose": OnnxTranspose(), "unpool": OnnxUnpool()}


def op_of(word: str, framework: str = "") -> Op:
    """Return an op with the settings that a framework takes; refuse what the framework has not got.

    >>> op_of("conv").word, type(op_of("conv", "keras")).__name__
    ('conv', 'KerasConv')
    """
    if framework == "keras" and word == "unpool":
        raise ShapecalcError("Keras has no max-unpool", fix="use --op upsample, or --framework torch", path=("op",))
    return _of(framework).get(word) or OPS[word]


def _of(framework: str) -> Mapping[str, Op]:
    if framework != "keras":
        return _ONNX if framework == "onnx" else {}
    from shapecalc.solver.ops import keras

    return keras.OPS
