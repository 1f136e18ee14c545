"""Convolution, solved for the padding: ``o = (i + 2p - K)//s + 1``, K the effective kernel.

One constraint: ``0 <= p <= K//2``, so that the middle of every window lies on the input.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import gcd
from typing import TYPE_CHECKING

from shapecalc.formulas import conv_macs, conv_parameters, input_sizes, output_size
from shapecalc.solver.ops.op import EVERY_SETTING, Affine, Op, Settled, half_up, kernel_word
from shapecalc.solver.ops.recipe import Recipe
from shapecalc.solver.ops.step import Limit
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution


_RECIPES_AT_1 = (
    Recipe("same", 3, 1, 1),
    Recipe("pointwise", 1, 1),
    Recipe("same", 5, 1, 2),
    Recipe("same", 7, 1, 3),
    Recipe("unpadded U-Net", 3, 1),
    Recipe("DCGAN last layer", 4, 1),
)


class Slide(Op):
    """A window that slides: what convolution and pooling share."""

    settings = EVERY_SETTING - {"output_padding"}
    padding_rule = "at most half the kernel"
    growth = "1 for every S elements more"

    def limit(self, window: Window) -> int:
        """Return the largest padding that makes sense: half of what the window reaches over."""
        return window.reach // 2

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every padding: ``s(o - 1) + K - i <= 2p <= s*o + K - 1 - i`` is an interval."""
        excess = window.reach - question.size
        allowed = question.paddings(self.limit(window))
        first = max(allowed.start, half_up(window.stride * (question.out - 1) + excess))
        last = min(allowed.stop - 1, (window.stride * question.out - 1 + excess) // 2)
        for padding in range(first, last + 1):
            yield Settled(padding)

    def free(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every legal padding."""
        yield from map(Settled, question.paddings(self.limit(window)))

    def reachable(self, question: Question, window: Window) -> range:
        """Return the output sizes of a window: all, or every second one with a stride of 1 (padding adds two)."""
        excess = window.reach - question.size
        allowed = question.paddings(self.limit(window))
        first, last = max(allowed.start, half_up(excess)), allowed.stop - 1
        if first > last:
            return range(0)
        smallest, largest = ((2 * padding - excess) // window.stride + 1 for padding in (first, last))
        return range(smallest, largest + 1, 2 if window.stride == 1 else 1)

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size of a solution's numbers."""
        kernel_size, stride, padding, _, dilation = solution.numbers
        return output_size(size, kernel_size, stride, padding, dilation)

    def affine(self, solution: Solution) -> Affine:
        """Return ``o = (i + 2p - K + s)//s``, which is exact for ``K - s <= 2p <= K - 1``."""
        _, stride, padding, _, _ = solution.numbers
        return Affine(1, 2 * padding - solution.effective_kernel + stride, stride)

    def growing(self, wider: int, more: int) -> Limit:
        """Return ``(more - 1)S <= wider - 1``: of two sizes that are rounded down, each leaves less than S."""
        return more - 1, wider - 1

    def limits(self, question: Question) -> tuple[Limit, ...]:
        """Return ``(o - 1)s <= i + overhang`` and ``s*o >= i - K + 1``, K being the largest."""
        size, out = question.size, question.out
        return (out - 1, size + self.overhang(question)), (-out, -(size - question.reach + 1))

    def overhang(self, question: Question) -> int:
        """Return the most that the windows' starts span over the input, ``2p - K``: 0, where p is not pinned with K."""
        return max(2 * question.largest_padding(0) - 1, 0)

    def inputs(self, solution: Solution) -> range:
        """Return the sizes that lead to the same output."""
        kernel_size, stride, padding, _, dilation = solution.numbers
        return input_sizes(solution.out, kernel_size, stride, padding, dilation)

    def covers(self, solution: Solution) -> bool:
        """Tell whether every input meets a window: ``gcd(s, d) = 1``, ``k >= s``, the last one leaves padding only.

        It leaves ``(i + 2p - K) mod s`` elements, of which p are padding. With a dilation this is said of the interior.
        """
        kernel_size, stride, padding, _, dilation = solution.numbers
        left = (solution.size + 2 * padding - solution.effective_kernel) % stride
        return gcd(stride, dilation) == 1 and kernel_size >= stride and left <= padding

    def one_window(self, question: Question) -> bool:
        """Tell whether the window stands in one place only, so that the stride leads nowhere."""
        return question.out == 1

    def plain(self, question: Question) -> Window | None:
        """Return the window that needs no padding and loses nothing: ``K = i - (o - 1)s`` with ``s = i // o``."""
        stride = question.pins.stride or (1 if self.one_window(question) else max(question.size // question.out, 1))
        return Window(question.size - (question.out - 1) * stride, stride)

    def sees(self, solution: Solution) -> int:
        """Return the effective kernel."""
        return solution.effective_kernel

    def equation(self, solution: Solution) -> tuple[str, str]:
        """Return the classic equation."""
        _, stride, padding, _, _ = solution.numbers
        reach, size = solution.effective_kernel, solution.size
        return (
            f"N = (W + 2P - {kernel_word(solution)})//S + 1",
            f"({size} + 2*{padding} - {reach})//{stride} + 1 = {self.output_size(solution, size)}",
        )


class Conv(Slide):
    """A kernel that slides over the input."""

    word = "conv"
    card = "conv"
    learnable = True

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
        """Return the known settings of a stride, the usual first.

        Sources: ``torchvision.models`` (ResNet, AlexNet, Inception), Krizhevsky et al. 2012 (AlexNet, of 227),
        ``pytorch/examples`` (DCGAN), Dosovitskiy et al. 2021 and Liu et al. 2022 (ViT and ConvNeXt cut patches), Xie
        et al. 2021 (SegFormer), Ronneberger et al. 2015 (U-Net, unpadded).
        """
        if stride == 1:
            return _RECIPES_AT_1
        return (
            Recipe("ResNet", 3, 2, 1),
            Recipe("DCGAN discriminator", 4, 2, 1),
            Recipe("patches", stride, stride),
            Recipe("ResNet stem", 7, 2, 3),
            Recipe("SegFormer stem", 7, 4, 3),
            Recipe("AlexNet stem", 11, 4, 2),
            Recipe("AlexNet stem", 11, 4),
            Recipe("Inception stem", 3, 2),
            Recipe("ResNet shortcut", 1, 2),
        )

    def parameters(self, kernel: Sequence[int], channels: tuple[int, int]) -> int:
        """Return how many numbers are learned."""
        return conv_parameters(*channels, kernel)

    def laid_on(self, size: int, out: int) -> int:  # noqa: ARG002 - one of both
        """Return the side of the output grid."""
        return out

    def macs(self, sizes: Sequence[int], outs: Sequence[int], kernel: Sequence[int], channels: tuple[int, int]) -> int:  # noqa: ARG002 - counted on the outputs
        """Return the multiply-adds, counted on the output grid."""
        return conv_macs(outs, *channels, kernel)
