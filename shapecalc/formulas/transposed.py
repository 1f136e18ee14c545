"""Windows that spread: transposed convolution and unpooling along one axis.

Letters as in ``window``; q is the output padding. In the literature's letters W is the input size and N the output size.
"""

from __future__ import annotations

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.checks import Pads, at_least, before_after
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

    ``padding`` crops the result, ``output_padding`` adds to its end and lies in ``0 <= output_padding < max(stride, dilation)``.
    Raises ``ShapecalcError`` outside that range and when the result would be under 1. Source: ``torch.nn.ConvTranspose2d``.

    >>> transposed_output_size(3, kernel_size=3, stride=2, padding=1, output_padding=1)  # (3-1)*2 - 2*1 + 3 + 1
    6
    >>> transposed_output_size(64, kernel_size=4, stride=2, padding=1)
    128
    """
    at_least(0, size=size, output_padding=output_padding)
    at_least(1, stride=stride)
    before, after = before_after(padding)
    if output_padding >= max(stride, dilation):
        raise _too_much_output_padding(output_padding, stride, dilation)
    output = (size - 1) * stride - before - after + effective_kernel(kernel_size, dilation) + output_padding
    if output < 1:
        raise ShapecalcError(
            f"the output size would be {output}",
            why=f"({size} - 1)*{stride} - {before} - {after} + {effective_kernel(kernel_size, dilation)}"
            f" + {output_padding} = {output}",
            fix=f"use a padding of at most {before + after + output - 1} in all",
        )
    return output


def full_transposed_output_size(
    size: int, kernel_size: int, stride: int = 1, output_padding: int | None = None, dilation: int = 1
) -> int:
    """Return the uncropped (``valid``) output size: ``o = (i - 1)*s + max(K, s)``, or ``(i - 1)*s + K + q`` with q given.

    Left out is not zero: without ``output_padding`` every input element keeps its ``s`` outputs. Source: ``keras.layers.Conv2DTranspose``.

    >>> full_transposed_output_size(4, kernel_size=2, stride=3)
    12
    >>> full_transposed_output_size(4, kernel_size=2, stride=3, output_padding=0)
    11
    """
    at_least(1, stride=stride)
    reach = effective_kernel(kernel_size, dilation)
    if output_padding is None:
        return (size - 1) * stride + max(reach, stride)
    return (size - 1) * stride + reach + output_padding


def same_transposed_output_size(
    size: int, kernel_size: int, stride: int = 1, output_padding: int | None = None, dilation: int = 1
) -> int:
    """Return the output size of ``same``: ``o = i*s``, or ``(i - 1)*s + K % 2 + q`` with q given.

    Source: ``keras.layers.Conv2DTranspose``, where ``output_padding=0`` is not the same as leaving it out.

    >>> [same_transposed_output_size(12, k, stride=2, output_padding=q) for k, q in ((3, None), (4, 0), (3, 0))]
    [24, 22, 23]
    """
    at_least(1, stride=stride)
    reach = effective_kernel(kernel_size, dilation)
    if output_padding is None:
        return size * stride
    return (size - 1) * stride + reach % 2 + output_padding


def output_padding_for(
    output: int, size: int, kernel_size: int, stride: int = 1, padding: Pads = 0, dilation: int = 1
) -> int:
    """Return the output padding that yields ``output``: ``q = o - ((i - 1)*s - 2p + K)``, legal in ``0 <= q < s``.

    Source: ``torch.nn.ConvTranspose2d(...)(x, output_size=...)``, whose window is ``stride`` wide even if the dilation is larger.

    >>> output_padding_for(128, 64, kernel_size=3, stride=2, padding=1)
    1
    """
    smallest = (size - 1) * stride - sum(before_after(padding)) + effective_kernel(kernel_size, dilation)
    if not smallest <= output < smallest + stride:
        raise _unreachable(output, smallest, smallest + stride - 1)
    return output - smallest


def unpooled_output_size(
    size: int, kernel_size: int, stride: int | None = None, padding: int = 0, output_size: int | None = None
) -> int:
    """Undo a max pool: ``o = (i - 1)*s - 2p + k``; a wanted ``output_size`` may differ from it by less than the stride.

    The stride is the kernel size when left out. Source: ``torch.nn.MaxUnpool2d``.

    >>> unpooled_output_size(3, kernel_size=2), unpooled_output_size(3, kernel_size=2, output_size=7)
    (6, 7)
    """
    stride = kernel_size if stride is None else stride
    natural = (size - 1) * stride - 2 * padding + kernel_size
    if output_size is None:
        return natural
    if not natural - stride < output_size < natural + stride:
        raise _unreachable(output_size, natural - stride + 1, natural + stride - 1)
    return output_size


def _unreachable(wanted: int, smallest: int, largest: int) -> ShapecalcError:
    return ShapecalcError(
        f"output_size {wanted} cannot be reached",
        why=f"the legal sizes are {smallest} to {largest}",
        fix="ask for one of these, or change the stride or the kernel_size",
        path=("output_size",),
    )


def _too_much_output_padding(output_padding: int, stride: int, dilation: int) -> ShapecalcError:
    return ShapecalcError(
        f"output_padding {output_padding} is too large",
        why=f"it must be less than the stride ({stride}) or the dilation ({dilation})",
        fix=f"use 0 to {max(stride, dilation) - 1}",
        path=("output_padding",),
    )
