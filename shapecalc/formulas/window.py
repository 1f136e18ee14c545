"""Windows that slide: convolution and pooling along one axis.

Letters in the equations: i input size, o output size, k kernel size, s stride, d dilation, p padding (p0 before,
p1 after), K effective kernel. All are in elements of the axis.
"""

from __future__ import annotations

from typing import Literal

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.checks import Pads, at_least, before_after

Overhang = Literal["strict", "free", "added"]


def effective_kernel(kernel_size: int, dilation: int = 1) -> int:
    """Return how many elements a dilated kernel reaches over: ``K = d*(k - 1) + 1``.

    Raises ``ShapecalcError`` for numbers under 1.
    Source: Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", section 5.1.

    >>> effective_kernel(kernel_size=3, dilation=2)
    5
    """
    at_least(1, kernel_size=kernel_size, dilation=dilation)
    return dilation * (kernel_size - 1) + 1


def output_size(
    size: int,
    kernel_size: int,
    stride: int = 1,
    padding: Pads = 0,
    dilation: int = 1,
    *,
    ceil_mode: bool = False,
) -> int:
    """Return the number of windows that fit: ``o = (i + p0 + p1 - K) // s + 1``, with ``//`` rounding down.

    With ``ceil_mode`` the division rounds up, and the last window is dropped if it would start in the padding after the
    input: ``(o - 1)*s >= i + p0``. PyTorch's pooling documentation leaves that last rule out; its code has it.

    Sizes are in elements. Raises ``ShapecalcError`` when not one window fits, for a size, stride, kernel or dilation
    under 1 and for a negative padding. Source: ``torch.nn.Conv2d``, ``torch.nn.MaxPool2d``, ``onnx.Conv``.

    >>> output_size(224, kernel_size=7, stride=2, padding=3)
    112
    >>> output_size(5, kernel_size=2, stride=2), output_size(5, kernel_size=2, stride=2, ceil_mode=True)
    (2, 3)
    >>> output_size(4, kernel_size=9)
    Traceback (most recent call last):
    shapecalc.errors.ShapecalcError: the kernel reaches over 9, but the padded input has only 4. \
Input 4 + padding 0 + 0 < effective kernel 9. Use a kernel_size of at most 4, or a padding of 5 or more in all.
    """
    at_least(1, size=size, stride=stride)
    before, after = before_after(padding)
    room = size + before + after - effective_kernel(kernel_size, dilation)
    if ceil_mode:
        output = (room + stride - 1) // stride + 1
        if (output - 1) * stride >= size + before:
            output = output - 1
    else:
        output = room // stride + 1
    if output < 1:
        raise _does_not_fit(size, kernel_size, before, after, dilation)
    return output


def truncated_output_size(
    size: int,
    kernel_size: int,
    stride: int = 1,
    padding: Pads = 0,
    dilation: int = 1,
    *,
    ceil_mode: bool = False,
    overhang: Overhang = "strict",
) -> int:
    """Return ``o = trunc((i + p0 + p1 - K) / s) + 1``: rounded toward zero, it never refuses.

    Where the window fits it is ``output_size``. Where not, the result may be 1 or 0, and negative when ``K`` is larger
    than the padded input by much. With ``ceil_mode`` the division rounds up, and ``overhang`` says what becomes of a
    last window that would start in the padding after the input: ``strict`` drops it, ``free`` keeps it, ``added`` drops
    it and rounds up by adding ``s - 1`` before the division (which is more where the window does not fit).

    Sizes are in elements. Raises ``ShapecalcError`` for a stride, kernel or dilation under 1 and for negative padding.
    Source: ``onnx/defs/nn/defs.cc``, ``convPoolShapeInference`` (``added``); ``onnx/defs/nn/old.cc``, before operator
    set 22 (``free``); onnxruntime (``strict``).

    >>> [truncated_output_size(size, kernel_size=3, stride=2) for size in (5, 2, 1, 0)]
    [2, 1, 0, 0]
    >>> [truncated_output_size(5, 2, stride=2, padding=1, ceil_mode=True, overhang=how) for how in ("strict", "free")]
    [3, 4]
    """
    at_least(0, size=size)
    at_least(1, stride=stride)
    before, after = before_after(padding)
    room = size + before + after - effective_kernel(kernel_size, dilation)
    if not ceil_mode:
        return _toward_zero(room, stride) + 1
    output = _toward_zero(room + stride - 1, stride) + 1 if overhang == "added" else -(-room // stride) + 1
    return output - 1 if overhang != "free" and (output - 1) * stride >= size + before else output


def unreached_elements(size: int, kernel_size: int, stride: int = 1, padding: Pads = 0, dilation: int = 1) -> int:
    """Return how many elements at the end the floor cuts off: ``(i + p0 + p1 - K) % s - p1 - (s - K)``, at least 0.

    What windows step over between them (``s - K``, where the stride is the larger, else 0) is no loss at the end
    either. Sizes are in elements. Raises ``ShapecalcError`` for a stride, kernel or dilation under 1 and for a negative
    padding. Source: ``torch.nn.MaxPool2d``, whose ``ceil_mode`` is there to lose none.

    >>> [unreached_elements(size, kernel_size=2, stride=2) for size in (5, 6)]
    [1, 0]
    >>> unreached_elements(32, kernel_size=3, stride=2, padding=1), unreached_elements(32, kernel_size=1, stride=2)
    (0, 0)
    """
    at_least(0, size=size)
    at_least(1, stride=stride)
    before, after = before_after(padding)
    reach = effective_kernel(kernel_size, dilation)
    rest = (size + before + after - reach) % stride
    return max(rest - after - max(stride - reach, 0), 0)


def input_sizes(
    output: int,
    kernel_size: int,
    stride: int = 1,
    padding: Pads = 0,
    dilation: int = 1,
    *,
    ceil_mode: bool = False,
) -> range:
    """Return the preimage of an output size: ``s*(o - 1) + K - p0 - p1 <= i <= s*o + K - p0 - p1 - 1``.

    These are the ``s`` consecutive input sizes that a convolution or pool maps to ``output``, without those under 1.
    With ``ceil_mode`` they are ``s*(o - 1) - c + 1 <= i <= s*o - c``, where ``c`` is ``p0``, but not under
    ``p0 + p1 - K`` and not over ``p0 + p1 - K + s``.

    Sizes are in elements. Raises ``ShapecalcError`` for an output, stride, kernel or dilation under 1.
    Source: ``torch.nn.Conv2d``, ``torch.nn.MaxPool2d``, solved for the input.

    >>> input_sizes(112, kernel_size=7, stride=2, padding=3)
    range(223, 225)
    >>> input_sizes(3, kernel_size=2, stride=2), input_sizes(3, kernel_size=2, stride=2, ceil_mode=True)
    (range(6, 8), range(5, 7))
    """
    at_least(1, output=output, stride=stride)
    before, after = before_after(padding)
    slack = before + after - effective_kernel(kernel_size, dilation)
    if ceil_mode:
        smallest = stride * (output - 1) - min(max(before, slack), slack + stride) + 1
    else:
        smallest = stride * (output - 1) - slack
    return range(max(smallest, 1), max(smallest + stride, 1))


def _toward_zero(number: int, divisor: int) -> int:
    return number // divisor if number >= 0 else -(-number // divisor)


def _does_not_fit(size: int, kernel_size: int, before: int, after: int, dilation: int) -> ShapecalcError:
    reach = effective_kernel(kernel_size, dilation)
    padded = size + before + after
    fits = (padded - 1) // dilation + 1
    return ShapecalcError(
        f"the kernel reaches over {reach}, but the padded input has only {padded}",
        why=f"input {size} + padding {before} + {after} < effective kernel {reach}",
        fix=f"use a kernel_size of at most {fits}, or a padding of {before + after + reach - padded} or more in all",
        path=("kernel_size",),
    )
