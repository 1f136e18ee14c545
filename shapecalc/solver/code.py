"""The line of Keras or PyTorch code for a solution, for images (two spatial axes)."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.keras import KERAS
from shapecalc.dialects.torch import TORCH
from shapecalc.formulas import (
    effective_kernel,
    full_transposed_output_size,
    same_output_size,
    same_padding,
    same_transposed_output_size,
)
from shapecalc.solver.solution import Solution

RANK = 2
_LAYERS = {"transpose": "conv_transpose", "conv": "conv"}


def torch_code(solution: Solution) -> str:
    """Return the PyTorch line; ``c_in`` and ``c_out`` are for the reader to fill in.

    >>> torch_code(Solution("transpose", 3, stride=2, padding=1, output_padding=1, dilation=1, size=64, out=128))
    'nn.ConvTranspose2d(c_in, c_out, 3, stride=2, padding=1, output_padding=1)'
    """
    settings = {"padding": solution.padding, "in_channels": "c_in", "filters": "c_out"}
    if solution.output_padding:
        settings["output_padding"] = solution.output_padding
    return _line(TORCH, solution, settings)


def keras_code(solution: Solution) -> str:
    """Return the Keras line; ``filters`` is for the reader to fill in.

    Keras takes no numbers: where ``valid``, ``same`` or ``output_padding`` give the size they stand alone, elsewhere a
    layer that pads or crops stands beside. ``same`` gives the size, and may put an odd row on the other side: see
    ``shifted``.

    >>> keras_code(Solution("transpose", 4, stride=2, padding=1, output_padding=0, dilation=1, size=64, out=128))
    'layers.Conv2DTranspose(filters, 4, strides=2, padding="same")'
    >>> keras_code(Solution("conv", 5, stride=1, padding=1, output_padding=0, dilation=1, size=64, out=62))
    'layers.ZeroPadding2D(1), layers.Conv2D(filters, 5)'
    """
    if solution.stride > 1 and solution.dilation > 1:
        return "none: Keras takes strides or a dilation_rate over 1, not both"
    return (_keras_conv if solution.op == "conv" else _keras_transpose)(solution)


def shifted(solution: Solution) -> bool:
    """Tell whether Keras' ``same`` gives the size with other padding than PyTorch's: the content is shifted by one."""
    if 'padding="same"' not in keras_code(solution):
        return False
    if solution.op == "conv":
        same, _ = same_padding(solution.size, solution.kernel_size, solution.stride, solution.dilation)
    else:
        same = max(solution.effective_kernel - solution.stride, 0) // 2
    return same != solution.padding


def _keras_conv(solution: Solution) -> str:
    if solution.padding == 0:
        return _line(KERAS, solution, {})
    if same_output_size(solution.size, solution.stride) == solution.out:
        return _line(KERAS, solution, {"padding": "same"})
    return f"layers.ZeroPadding2D({solution.padding}), {_line(KERAS, solution, {})}"


def _keras_transpose(solution: Solution) -> str:
    window = (solution.kernel_size, solution.stride)
    dilation = solution.dilation
    if full_transposed_output_size(solution.size, *window, dilation=dilation) == solution.out:
        return _line(KERAS, solution, {})
    if same_transposed_output_size(solution.size, *window, dilation=dilation) == solution.out:
        return _line(KERAS, solution, {"padding": "same"})
    extra = {"output_padding": max(solution.output_padding - solution.padding, 0)}
    end = max(solution.padding - solution.output_padding, 0)
    start = solution.padding
    shortest = effective_kernel(solution.kernel_size, dilation) >= solution.stride and not extra["output_padding"]
    line = _line(KERAS, solution, {} if shortest else extra)
    crop = str(start) if start == end else f"(({start}, {end}), ({start}, {end}))"
    return f"{line}, layers.Cropping2D({crop})" if start else line


def _line(dialect: Dialect, solution: Solution, settings: dict[str, Any]) -> str:
    window = {"kernel_size": solution.kernel_size, "stride": solution.stride, "dilation": solution.dilation}
    return dialect.write(_LAYERS[solution.op], RANK, {**window, **settings})
