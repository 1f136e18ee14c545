"""The line of code for a solution, in Keras, PyTorch or ONNX, and the layer that it makes.

>>> dcgan = Solution("transpose", 4, stride=2, padding=1, output_padding=0, dilation=1, size=64, out=128)
>>> code((dcgan, dcgan), "torch")
'nn.ConvTranspose2d(c_in, c_out, 4, stride=2, padding=1)'
>>> code((dcgan, dcgan), "keras")
'layers.Conv2DTranspose(filters, 4, strides=2, padding="same")'
>>> code((dcgan, dcgan), "onnx")
'ConvTranspose(kernel_shape=[4, 4], strides=[2, 2], pads=[1, 1, 1, 1])'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.code.call import Axes, Call, Channels
from shapecalc.solver.solution import Solution

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Dialect
    from shapecalc.dialects.framework_layer import AnyLayer

__all__ = ["RANK", "Axes", "Line", "Solution", "code", "layer", "line", "stacked"]

RANK = 2
"""How many axes the code is for when one size is asked for: images."""


class Line(NamedTuple):
    """Code, or why there is none; ``shifted`` says that an odd row lies on the other side than in PyTorch."""

    code: str | None
    why: str = ""
    shifted: bool = False


def line(axes: Axes, framework: str, channels: tuple[int, int] | None = None) -> Line:
    """Return the code in a framework, or why it has none."""
    try:
        text = code(axes, framework, channels)
    except ShapecalcError as error:
        return Line(None, error.problems[0].what)
    if framework != "keras":
        return Line(text)
    from shapecalc.solver.code.keras import shifted

    return Line(text, shifted=shifted(axes))


def code(axes: Axes, framework: str, channels: tuple[int, int] | None = None) -> str:
    """Return the code in a framework; ``c_in``, ``c_out`` and ``filters`` are for the reader where they are open.

    Raises ``ShapecalcError`` for what the framework cannot say.
    """
    dialect, calls = _calls(axes, framework, Channels.of(channels))
    return ", ".join(_text(dialect, len(axes), each) for each in calls)


def layer(axes: Axes, framework: str, channels: tuple[int, int]) -> AnyLayer:
    """Return the layer that ``code`` writes, which computes shapes; refuse what takes several layers."""
    from shapecalc.dialects import read_layer

    dialect, calls = _calls(axes, framework, Channels.of(channels))
    if len(calls) > 1:
        raise ShapecalcError(f"{dialect.title} needs {len(calls)} layers for it", fix="take the code instead")
    word, settings, _ = calls[0]
    name, theirs = dialect.spell(word, len(axes), settings)
    fed = [each for each in theirs if each not in dialect.find(name)[0].arguments]
    if fed:
        raise ShapecalcError(f"{name} takes {' and '.join(fed)} as an input", fix="take the code instead")
    return read_layer(dialect, name, theirs)


def _calls(axes: Axes, framework: str, channels: Channels) -> tuple[Dialect, tuple[Call, ...]]:
    if framework == "torch":
        from shapecalc.dialects.torch import TORCH
        from shapecalc.solver.code import torch

        return TORCH, torch.calls(axes, channels)
    if framework == "onnx":
        from shapecalc.dialects.onnx import ONNX
        from shapecalc.solver.code import onnx

        return ONNX, onnx.calls(axes, channels)
    from shapecalc.dialects.keras import KERAS
    from shapecalc.solver.code import keras

    return KERAS, keras.calls(axes, channels)


_OPERATIONS: dict[tuple[str, str], str] = {
    ("keras", "depth_to_space"): "ops.depth_to_space(x, {block})",
    ("keras", "space_to_depth"): "ops.space_to_depth(x, {block})",
}
"""What is a function, no layer."""


def stacked(axes: Axes, framework: str, channels: tuple[int, int] | None = None) -> Line:
    """Return the code as it stands among the layers of a stack, where a function is made a layer.

    >>> up = Solution("shuffle", 1, stride=2, padding=0, output_padding=0, dilation=1, size=4, out=8, mode="up")
    >>> stacked((up, up), "keras").code
    'layers.Lambda(lambda x: ops.depth_to_space(x, 2))'
    """
    found = line(axes, framework, channels)
    is_function = found.code is not None and found.code.startswith("ops.")
    return found._replace(code=f"layers.Lambda(lambda x: {found.code})") if is_function else found


def _text(dialect: Dialect, rank: int, call: Call) -> str:
    operation = _OPERATIONS.get((dialect.name, call.word))
    if operation:
        return operation.format(**call.settings)
    return f"{dialect.write(call.word, rank, call.settings)}{call.then}"
