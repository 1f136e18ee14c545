"""Padding that follows the size: ``same`` and ``causal``. Letters as in ``window``; all are in elements of the axis."""

from __future__ import annotations

from shapecalc.formulas.checks import at_least
from shapecalc.formulas.window import effective_kernel


def same_output_size(size: int, stride: int = 1) -> int:
    """Return the output size of ``same`` and ``causal`` padding: ``o = ceil(i / s)``, whatever the kernel.

    Sizes are in elements. Raises ``ShapecalcError`` for a negative size or a stride under 1.
    Source: ``keras.layers.Conv2D``, ``onnx.Conv`` with ``auto_pad=SAME_UPPER``.

    >>> [same_output_size(size, stride=2) for size in (7, 8, 9)]
    [4, 4, 5]
    """
    at_least(0, size=size)
    at_least(1, stride=stride)
    return (size + stride - 1) // stride


def same_input_sizes(output: int, stride: int = 1) -> range:
    """Return the preimage of an output size under ``same``: ``s*(o - 1) + 1 <= i <= s*o``.

    Sizes are in elements. Raises ``ShapecalcError`` for numbers under 1.
    Source: ``keras.layers.Conv2D``, ``tf.nn.conv2d_transpose``, whose legal ``output_shape`` this is.

    >>> same_input_sizes(4, stride=2)
    range(7, 9)
    """
    at_least(1, output=output, stride=stride)
    return range(stride * (output - 1) + 1, stride * output + 1)


def same_padding(
    size: int, kernel_size: int, stride: int = 1, dilation: int = 1, *, lower: bool = False
) -> tuple[int, int]:
    """Return how ``same`` splits: ``t = max((ceil(i/s) - 1)*s + K - i, 0)``, as ``(t // 2, t - t // 2)``.

    The odd element comes after, with ``lower`` before. The split depends on the input size when the stride is over 1;
    PyTorch's symmetric number does not. In elements.
    Raises ``ShapecalcError`` for a negative size and for a kernel, stride or dilation under 1.
    Source: ``tf.nn.convolution`` (SAME), ``onnx.Conv`` (SAME_UPPER, SAME_LOWER).

    >>> same_padding(224, kernel_size=3, stride=2), same_padding(225, kernel_size=3, stride=2)
    ((0, 1), (1, 1))
    >>> same_padding(8, kernel_size=2, lower=True)
    (1, 0)
    """
    needed = (same_output_size(size, stride) - 1) * stride + effective_kernel(kernel_size, dilation) - size
    total = max(needed, 0)
    half = total // 2
    return (total - half, half) if lower else (half, total - half)


def causal_padding(kernel_size: int, dilation: int = 1) -> tuple[int, int]:
    """Return the padding of a causal convolution, all of it before: ``(d*(k - 1), 0)``, in elements.

    Raises ``ShapecalcError`` for numbers under 1.
    Source: ``keras.layers.Conv1D``; van den Oord et al., "WaveNet", 2016.

    >>> causal_padding(kernel_size=2, dilation=8)
    (8, 0)
    """
    return effective_kernel(kernel_size, dilation) - 1, 0
