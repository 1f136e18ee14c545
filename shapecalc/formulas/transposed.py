"""Windows that spread: transposed convolution along one axis.

Letters as in ``window``; q is the output padding. In the literature's letters W is the input size and N the output
size, F the effective kernel, S the stride, P the padding. All are in elements of the axis.
"""

from __future__ import annotations

from math import gcd

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.checks import Pads, at_least, before_after
from shapecalc.formulas.spread_sizes import nothing_left, unreachable
from shapecalc.formulas.window import effective_kernel


def transposed_output_size(
    size: int,
    kernel_size: int,
    stride: int = 1,
    padding: Pads = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int:
    """Undo a window: ``N = (W-1)S - 2P + F + output_padding``, with F the effective kernel ``d*(k - 1) + 1``.

    ``padding`` crops the result (a pair crops P0 before and P1 after instead of 2P), ``output_padding`` adds to its end
    and lies in ``0 <= output_padding < max(stride, dilation)``. Sizes are in elements.
    Raises ``ShapecalcError`` outside that range, for a size, stride, kernel or dilation under 1, for a negative
    padding and when the result would be under 1. Source: ``torch.nn.ConvTranspose2d``, ``onnx.ConvTranspose``.

    >>> transposed_output_size(3, kernel_size=3, stride=2, padding=1, output_padding=1)  # (3-1)*2 - 2*1 + 3 + 1
    6
    >>> transposed_output_size(64, kernel_size=4, stride=2, padding=1)
    128
    """
    at_least(1, size=size, stride=stride)
    at_least(0, output_padding=output_padding)
    before, after = before_after(padding)
    reach = effective_kernel(kernel_size, dilation)
    if output_padding >= stride and output_padding >= dilation:
        raise _too_much(output_padding, max(stride, dilation), f"stride {stride} or dilation {dilation}")
    output = bare_transposed_output_size(size, kernel_size, stride, padding, output_padding, dilation)
    if output < 1:
        equation = f"({size} - 1)*{stride} - {before} - {after} + {reach} + {output_padding} = {output}"
        raise nothing_left(output, equation, before + after + output - 1)
    return output


def bare_transposed_output_size(
    size: int,
    kernel_size: int,
    stride: int = 1,
    padding: Pads = 0,
    output_padding: int = 0,
    dilation: int = 1,
) -> int:
    """Return ``(i - 1)*s - p0 - p1 + K + q``, whatever comes out (0 or less too), and however large ``q`` is.

    Sizes are in elements. Raises ``ShapecalcError`` for a stride, kernel or dilation under 1 and for negative numbers.
    Source: ``onnx/defs/nn/defs.cc``, ``convTransposeShapeInference``.

    >>> bare_transposed_output_size(3, kernel_size=3, stride=2, padding=1, output_padding=1)
    6
    >>> bare_transposed_output_size(1, kernel_size=3, stride=2, padding=6)
    -9
    """
    at_least(0, size=size, output_padding=output_padding)
    at_least(1, stride=stride)
    before, after = before_after(padding)
    return (size - 1) * stride - before - after + effective_kernel(kernel_size, dilation) + output_padding


def fitted_transposed_output_size(size: int, output: int, kernel_size: int, stride: int = 1, dilation: int = 1) -> int:
    """Return the wanted output size, whose padding follows: it is legal in ``1 <= o <= (i - 1)*s + K + s - 1``.

    Up to ``(i - 1)*s + K`` it is cropped, beyond that an output padding under the stride is added.
    Sizes are in elements. Raises ``ShapecalcError`` with the legal range, and for a stride, kernel or dilation under 1.
    Source: ``onnx.ConvTranspose`` with ``output_shape``, as onnxruntime runs it.

    >>> fitted_transposed_output_size(64, output=127, kernel_size=4, stride=2)
    127
    """
    at_least(0, size=size)
    at_least(1, output=output, stride=stride)
    largest = size * stride + effective_kernel(kernel_size, dilation) - 1
    if not 1 <= output <= largest:
        raise unreachable(output, 1, largest)
    return output


def full_transposed_output_size(
    size: int, kernel_size: int, stride: int = 1, output_padding: int | None = None, dilation: int = 1
) -> int:
    """Return the uncropped (``valid``) output size: ``o = (i-1)*s + max(K, s)``, or ``(i-1)*s + K + q`` with q given.

    Left out is not zero: without ``output_padding`` every input element keeps its ``s`` outputs. Sizes are in elements.
    Raises ``ShapecalcError`` unless ``0 <= q < s``, for a stride, kernel or dilation under 1, and when the result would
    be negative, which only an empty input can bring about.
    Source: ``keras.layers.Conv2DTranspose``.

    >>> full_transposed_output_size(4, kernel_size=2, stride=3)
    12
    >>> full_transposed_output_size(4, kernel_size=2, stride=3, output_padding=0)
    11
    """
    at_least(0, size=size)
    at_least(1, stride=stride)
    reach = effective_kernel(kernel_size, dilation)
    if output_padding is None:
        return (size - 1) * stride + max(reach, stride)
    _less_than_stride(output_padding, stride)
    return _not_negative((size - 1) * stride + reach + output_padding, size)


def same_transposed_output_size(
    size: int, kernel_size: int, stride: int = 1, output_padding: int | None = None, dilation: int = 1
) -> int:
    """Return the output size of ``same``: ``o = i*s``, or ``(i - 1)*s + K % 2 + q`` with q given.

    So ``output_padding=0`` is not the same as leaving it out; an even kernel can then leave nothing of one element.
    Sizes are in elements. Raises ``ShapecalcError`` unless ``0 <= q < s``, for a stride, kernel or dilation under 1,
    and when the result would be negative, which only an empty input can bring about.
    Source: ``keras.layers.Conv2DTranspose``.

    >>> [same_transposed_output_size(12, k, stride=2, output_padding=q) for k, q in ((3, None), (4, 0), (3, 0))]
    [24, 22, 23]
    """
    at_least(0, size=size)
    at_least(1, stride=stride)
    reach = effective_kernel(kernel_size, dilation)
    if output_padding is None:
        return size * stride
    _less_than_stride(output_padding, stride)
    return _not_negative((size - 1) * stride + reach % 2 + output_padding, size)


def same_transposed_crop(
    kernel_size: int, stride: int = 1, dilation: int = 1, output_padding: int | None = None
) -> int:
    """Return what ``same`` crops before: ``max(T, 0) // 2`` with ``T = K - s``, or ``K - K % 2 - q`` with q given.

    In elements. Raises ``ShapecalcError`` unless ``0 <= q < s``, and for a stride, kernel or dilation under 1.
    Source: ``keras.layers.Conv2DTranspose``, whose backends all crop so.

    >>> same_transposed_crop(kernel_size=5, stride=2), same_transposed_crop(kernel_size=3, stride=2)
    (1, 0)
    """
    at_least(1, stride=stride)
    reach = effective_kernel(kernel_size, dilation)
    if output_padding is None:
        return max(reach - stride, 0) // 2
    _less_than_stride(output_padding, stride)
    return max(reach - reach % 2 - output_padding, 0) // 2


def output_padding_for(
    output: int, size: int, kernel_size: int, stride: int = 1, padding: Pads = 0, dilation: int = 1
) -> int:
    """Return the output padding that yields ``output``: ``q = o - ((i - 1)*s - 2p + K)``, legal in ``0 <= q < s``.

    Sizes are in elements. Raises ``ShapecalcError`` with the legal range where ``output`` is out of reach.
    Source: ``torch.nn.ConvTranspose2d(...)(x, output_size=...)``, whose range is ``stride`` wide even if the dilation
    is larger.

    >>> output_padding_for(128, 64, kernel_size=3, stride=2, padding=1)
    1
    """
    at_least(1, output_size=output, size=size, stride=stride)
    smallest = (size - 1) * stride - sum(before_after(padding)) + effective_kernel(kernel_size, dilation)
    if not smallest <= output < smallest + stride:
        raise unreachable(output, max(smallest, 1), smallest + stride - 1)
    return output - smallest


def transposed_reach(kernel_size: int, stride: int = 1, dilation: int = 1) -> int:
    """Return from how many inputs in a row an output is made: ``n = (g*(k - 1) // s)*d/g + 1`` with ``g = gcd(s, d)``.

    In input elements, of the phase that sees most. The taps of a phase lie ``s/g`` apart, and as inputs ``d/g``: with a
    dilation the inputs between them are not seen, and count. Without one it is ``(k - 1)//s + 1``.
    Raises ``ShapecalcError`` for numbers under 1.
    Source: the definition, the taps f with ``f*d = u mod s``.

    >>> transposed_reach(kernel_size=4, stride=2), transposed_reach(kernel_size=4, stride=2, dilation=3)
    (2, 4)
    """
    at_least(1, kernel_size=kernel_size, stride=stride, dilation=dilation)
    common = gcd(stride, dilation)
    return common * (kernel_size - 1) // stride * (dilation // common) + 1


def _not_negative(output: int, size: int) -> int:
    if output < 0:
        raise nothing_left(output, f"the input has {size} elements", -1)
    return output


def _less_than_stride(output_padding: int, stride: int) -> None:
    at_least(0, output_padding=output_padding)
    if output_padding >= stride:
        raise _too_much(output_padding, stride, f"stride {stride}")


def _too_much(output_padding: int, limit: int, bound: str) -> ShapecalcError:
    return ShapecalcError(
        f"output_padding {output_padding} is too large",
        why=f"it must be less than {bound}",
        fix="use 0" if limit == 1 else f"use 0 to {limit - 1}",
        path=("output_padding",),
    )
