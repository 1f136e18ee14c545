"""Windows that undo a max pool, along one axis: every maximum goes back to its place in its window."""

from __future__ import annotations

from shapecalc.formulas.checks import Pads, at_least, before_after
from shapecalc.formulas.spread_sizes import nothing_left, unreachable


def unpooled_output_size(
    size: int, kernel_size: int, stride: int | None = None, padding: Pads = 0, output_size: int | None = None
) -> int:
    """Undo a max pool: ``o = (i - 1)*s - 2p + k``; a wanted ``output_size`` may differ from it by less than the stride.

    The stride is the kernel size when left out; 0 puts all windows in one place. A padding may be a pair. In elements.
    Raises ``ShapecalcError`` with the legal range ``o - s < output_size < o + s``, when the result would be negative,
    and for a kernel under 1 or a stride under 0.
    Source: ``torch.nn.MaxUnpool2d``, ``onnx.MaxUnpool``.

    >>> unpooled_output_size(3, kernel_size=2), unpooled_output_size(3, kernel_size=2, output_size=7)
    (6, 7)
    """
    stride = kernel_size if stride is None else stride
    at_least(0, size=size, stride=stride)
    at_least(1, kernel_size=kernel_size)
    before, after = before_after(padding)
    natural = (size - 1) * stride - before - after + kernel_size
    if output_size is not None:
        at_least(0, output_size=output_size)
        if not natural - stride < output_size < natural + stride:
            raise unreachable(output_size, max(natural - stride + 1, 0), natural + stride - 1)
        return output_size
    if natural < 0:
        cropped = f"2*{before}" if before == after else f"{before} - {after}"
        equation = f"({size} - 1)*{stride} - {cropped} + {kernel_size} = {natural}"
        raise nothing_left(natural, equation, before + after + natural)
    return natural
