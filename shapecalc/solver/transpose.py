"""Transposed convolution, solved for padding and output_padding: ``N = (W-1)S - 2P + F + output_padding``.

F is the effective kernel. Two constraints: ``0 <= output_padding < max(S, D)``, as PyTorch has it, and
``0 <= P <= D(F-1)``, beyond which the first and the last input would be cropped away whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from typing import TYPE_CHECKING

from shapecalc.formulas import overlap_is_uniform
from shapecalc.formulas import transposed_output_size as output_size
from shapecalc.solver.question import Question, Window
from shapecalc.solver.recipe import Recipe

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution

__all__ = [
    "checkerboard_free",
    "covers",
    "exact",
    "one_window",
    "output_paddings",
    "output_size",
    "paddings",
    "plain",
    "reachable",
    "recipes",
]


def output_paddings(stride: int, dilation: int) -> range:
    """Return the legal ones, ``0 <= output_padding < max(S, D)``. Source: ``torch.nn.ConvTranspose2d``."""
    return range(max(stride, dilation))


def paddings(question: Question, window: Window) -> Iterator[tuple[int, int]]:
    """Yield every (padding, output_padding): with ``R = N - (W-1)S - F``, ``output_padding = 2P + R``.

    So output_padding has the parity of R and lies in its own range and in that of ``2P + R``; nothing is tried in vain.
    """
    remainder = question.out - (question.size - 1) * window.stride - window.reach
    crops, extras = question.paddings(window.reach - 1), _output_paddings(question, window)
    first = max(extras.start, remainder + 2 * crops.start)
    last = min(extras.stop - 1, remainder + 2 * (crops.stop - 1))
    for extra in range(first + (first - remainder) % 2, last + 1, 2):
        yield (extra - remainder) // 2, extra


def reachable(question: Question, window: Window) -> range:
    """Return the output sizes of a window: every second one, or every one when output_padding has a choice."""
    crops, extras = question.paddings(window.reach - 1), _output_paddings(question, window)
    if not crops or not extras:
        return range(0)
    uncropped = (question.size - 1) * window.stride + window.reach
    smallest, largest = uncropped - 2 * crops[-1] + extras[0], uncropped - 2 * crops[0] + extras[-1]
    step = 2 if len(extras) == 1 else 1
    under_one = max(0, (step - smallest) // step)
    return range(smallest, largest + 1, step)[under_one:]


def exact(solution: Solution) -> bool:
    """Tell whether ``N = S*W`` for every W, which is ``2P - output_padding = F - S``."""
    return 2 * solution.padding - solution.output_padding == solution.effective_kernel - solution.stride


def covers(solution: Solution) -> bool:
    """Tell whether every output meets an input: ``gcd(S, D) = 1``, ``k >= S``, ``output_padding <= P``.

    What output_padding adds over the padding lies past the last input and holds the bias alone. With a dilation this is
    said of the interior.
    """
    coprime = gcd(solution.stride, solution.dilation) == 1
    return coprime and solution.kernel_size >= solution.stride and solution.output_padding <= solution.padding


def checkerboard_free(solution: Solution) -> bool:
    """Tell whether every output in the interior meets as many inputs."""
    return overlap_is_uniform(solution.kernel_size, solution.stride, solution.dilation)


def one_window(question: Question) -> bool:
    """Tell whether the stride drops out of the size: a single input has no neighbour to keep a distance from."""
    return question.size == 1


def plain(question: Question) -> Window:
    """Return the window that needs neither padding nor output_padding: ``F = N - (W-1)S`` with ``S = N // W``."""
    stride = question.pins.stride or (1 if one_window(question) else max(question.out // question.size, 1))
    return Window(question.out - (question.size - 1) * stride, stride)


def recipes(stride: int) -> tuple[Recipe, ...]:
    """Return the known settings of a stride, the usual first.

    Sources: ``pytorch/examples`` (DCGAN), ``caffe/filler.hpp`` (BilinearFiller), Ronneberger et al. 2015 (U-Net),
    ``pytorch-CycleGAN-and-pix2pix``, ``fcn.berkeleyvision.org`` (FCN, which crops afterwards).
    """
    if stride == 1:
        return (
            Recipe("same", 3, 1, 1),
            Recipe("pointwise", 1, 1),
            Recipe("same", 5, 1, 2),
            Recipe("DCGAN first layer", 4, 1),
        )
    return (
        Recipe("DCGAN", 4, 2, 1),
        Recipe("Caffe bilinear", 2 * stride - stride % 2, stride, stride // 2),
        Recipe("U-Net up-convolution", stride, stride),
        Recipe("CycleGAN", 3, 2, 1, 1),
        Recipe("FCN", 2 * stride, stride),
    )


def _output_paddings(question: Question, window: Window) -> range:
    wanted, legal = question.space.output_padding, output_paddings(window.stride, window.dilation)
    return range(wanted.start, min(wanted.stop, legal.stop))
