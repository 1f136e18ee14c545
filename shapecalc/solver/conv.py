"""Convolution, solved for the padding: ``o = (i + 2p - K)//s + 1``, K the effective kernel.

One constraint: ``0 <= p <= K//2``, so that the middle of every window lies on the input.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from typing import TYPE_CHECKING

from shapecalc import formulas
from shapecalc.solver.question import Question, Window
from shapecalc.solver.recipe import Recipe

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution


def output_size(
    size: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,  # noqa: ARG001 - a convolution has none, and its solutions say 0
    dilation: int = 1,
) -> int:
    """Return the output size of a solution's numbers."""
    return formulas.output_size(size, kernel_size, stride, padding, dilation)


def output_paddings(stride: int, dilation: int) -> range:  # noqa: ARG001 - none, whatever they are
    """Return the legal ones: a convolution has no output_padding, which is 0."""
    return range(1)


def paddings(question: Question, window: Window) -> Iterator[tuple[int, int]]:
    """Yield every (padding, 0): ``s(o - 1) + K - i <= 2p <= s*o + K - 1 - i`` is an interval."""
    excess = window.reach - question.size
    allowed = question.paddings(window.reach // 2)
    first = max(allowed.start, _half_up(window.stride * (question.out - 1) + excess))
    last = min(allowed.stop - 1, (window.stride * question.out - 1 + excess) // 2)
    for padding in range(first, last + 1):
        yield padding, 0


def reachable(question: Question, window: Window) -> range:
    """Return the output sizes of a window: every one, or every second one with a stride of 1 (padding adds two)."""
    excess = window.reach - question.size
    allowed = question.paddings(window.reach // 2)
    first, last = max(allowed.start, _half_up(excess)), allowed.stop - 1
    if first > last:
        return range(0)
    smallest, largest = ((2 * padding - excess) // window.stride + 1 for padding in (first, last))
    return range(smallest, largest + 1, 2 if window.stride == 1 else 1)


def exact(solution: Solution) -> bool:
    """Tell whether the stride divides the size, and every size ``s*n`` gives n, which is ``K - s <= 2p <= K - 1``."""
    reach = solution.effective_kernel
    return (
        solution.size == solution.stride * solution.out and reach - solution.stride <= 2 * solution.padding <= reach - 1
    )


def covers(solution: Solution) -> bool:
    """Tell whether every input meets a window: ``gcd(s, d) = 1``, ``k >= s``, and the last window leaves padding only.

    It leaves ``(i + 2p - K) mod s`` elements, of which p are padding. With a dilation this is said of the interior.
    """
    coprime = gcd(solution.stride, solution.dilation) == 1
    left = (solution.size + 2 * solution.padding - solution.effective_kernel) % solution.stride
    return coprime and solution.kernel_size >= solution.stride and left <= solution.padding


def checkerboard_free(solution: Solution) -> None:
    """Return None: only a transposed convolution can overlap unevenly."""


def one_window(question: Question) -> bool:
    """Tell whether the window stands in one place only, so that the stride leads nowhere."""
    return question.out == 1


def plain(question: Question) -> Window:
    """Return the window that needs no padding and loses nothing: ``K = i - (o - 1)s`` with ``s = i // o``."""
    stride = question.pins.stride or (1 if one_window(question) else max(question.size // question.out, 1))
    return Window(question.size - (question.out - 1) * stride, stride)


def recipes(stride: int) -> tuple[Recipe, ...]:
    """Return the known settings of a stride, the usual first.

    Sources: ``torchvision.models`` (ResNet, AlexNet), ``pytorch/examples`` (DCGAN), Dosovitskiy et al. 2021 and Liu et
    al. 2022 (ViT and ConvNeXt cut patches), Xie et al. 2021 (SegFormer), Ronneberger et al. 2015 (U-Net, unpadded).
    """
    if stride == 1:
        return (
            Recipe("same", 3, 1, 1),
            Recipe("pointwise", 1, 1),
            Recipe("same", 5, 1, 2),
            Recipe("same", 7, 1, 3),
            Recipe("unpadded U-Net", 3, 1),
            Recipe("DCGAN last layer", 4, 1),
        )
    return (
        Recipe("ResNet", 3, 2, 1),
        Recipe("DCGAN discriminator", 4, 2, 1),
        Recipe("patches", stride, stride),
        Recipe("ResNet stem", 7, 2, 3),
        Recipe("SegFormer stem", 7, 4, 3),
        Recipe("AlexNet stem", 11, 4, 2),
        Recipe("ResNet shortcut", 1, 2),
    )


def _half_up(number: int) -> int:
    return -(-number // 2)
