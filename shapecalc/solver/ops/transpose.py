"""Transposed convolution, solved for padding and output_padding: ``N = (W-1)S - 2P + F + output_padding``.

F is the effective kernel. Two constraints: ``0 <= output_padding < max(S, D)``, as PyTorch has it, and
``0 <= P <= D(F-1)``, beyond which the first and the last input would be cropped away whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import gcd
from typing import TYPE_CHECKING

from shapecalc.formulas import (
    overlap_is_uniform,
    transposed_conv_macs,
    transposed_conv_parameters,
    transposed_output_size,
    transposed_reach,
)
from shapecalc.solver.ops.op import Affine, Op, Settled, kernel_word
from shapecalc.solver.ops.recipe import Recipe
from shapecalc.solver.ops.step import Limit
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution


class Transpose(Op):
    """Every input spreads its kernel over the output."""

    word = "transpose"
    card = "conv_transpose"
    learnable = True
    padding_rule = "less than the kernel"
    growth = "S for each element more"

    def output_paddings(self, stride: int, dilation: int) -> range:
        """Return the legal ones, ``0 <= output_padding < max(S, D)``. Source: ``torch.nn.ConvTranspose2d``."""
        return range(max(stride, dilation))

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every (padding, output_padding): with ``R = N - (W-1)S - F``, ``output_padding = 2P + R``.

        So output_padding has the parity of R and lies in its own range and in that of ``2P + R``; nothing is tried in
        vain.
        """
        remainder = question.out - (question.size - 1) * window.stride - window.reach
        crops, extras = question.paddings(window.reach - 1), self._extras(question, window)
        first = max(extras.start, remainder + 2 * crops.start)
        last = min(extras.stop - 1, remainder + 2 * (crops.stop - 1))
        for extra in range(first + (first - remainder) % 2, last + 1, 2):
            yield Settled((extra - remainder) // 2, extra)

    def free(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every legal (padding, output_padding)."""
        for extra in self._extras(question, window):
            for crop in question.paddings(window.reach - 1):
                yield Settled(crop, extra)

    def reachable(self, question: Question, window: Window) -> range:
        """Return the output sizes of a window: every second one, or every one when output_padding has a choice."""
        crops, extras = question.paddings(window.reach - 1), self._extras(question, window)
        if not crops or not extras:
            return range(0)
        uncropped = (question.size - 1) * window.stride + window.reach
        smallest, largest = uncropped - 2 * crops[-1] + extras[0], uncropped - 2 * crops[0] + extras[-1]
        step = 2 if len(extras) == 1 else 1
        under_one = max(0, (step - smallest) // step)
        return range(smallest, largest + 1, step)[under_one:]

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size of a solution's numbers."""
        return transposed_output_size(size, *solution.numbers)

    def affine(self, solution: Solution) -> Affine:
        """Return ``N = S*W + (F - S - 2P + output_padding)``."""
        _, stride, padding, extra, _ = solution.numbers
        return Affine(stride, solution.effective_kernel - stride - 2 * padding + extra)

    def growing(self, wider: int, more: int) -> Limit:
        """Return ``wider*S <= more``; said the other way round too, they are equal."""
        return wider, more

    def limits(self, question: Question) -> tuple[Limit, ...]:
        """Return ``(W-1)S <= N + 2P - 1`` and ``W*S >= N - F - D + 2``, F, P and D being the largest."""
        size, out, reach = question.size, question.out, question.reach
        crop = question.largest_padding(reach - 1)
        return (size - 1, out + 2 * crop - 1), (-size, -(out - reach - question.space.dilation[-1] + 2))

    def covers(self, solution: Solution) -> bool:
        """Tell whether every output meets an input: ``gcd(S, D) = 1``, ``k >= S``, ``output_padding <= P``.

        What output_padding adds over the padding lies past the last input and holds the bias alone. With a dilation
        this is said of the interior.
        """
        kernel_size, stride, padding, extra, dilation = solution.numbers
        return gcd(stride, dilation) == 1 and kernel_size >= stride and extra <= padding

    def checkerboard_free(self, solution: Solution) -> bool:
        """Tell whether every output in the interior meets as many inputs."""
        return overlap_is_uniform(solution.kernel_size, solution.stride, solution.dilation)

    def one_window(self, question: Question) -> bool:
        """Tell whether the stride drops out of the size: a single input has no neighbour to keep a distance from."""
        return question.size == 1

    def plain(self, question: Question) -> Window | None:
        """Return the window that needs neither padding nor output_padding: ``F = N - (W-1)S`` with ``S = N // W``."""
        stride = question.pins.stride or (1 if self.one_window(question) else max(question.out // question.size, 1))
        return Window(question.out - (question.size - 1) * stride, stride)

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
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

    def sees(self, solution: Solution) -> int:
        """Return ``(k - 1)//S + 1``, for the phase that sees most; with a dilation, from the first tap to the last."""
        return transposed_reach(solution.kernel_size, solution.stride, solution.dilation)

    def equation(self, solution: Solution) -> tuple[str, str]:
        """Return the classic equation."""
        _, stride, padding, extra, _ = solution.numbers
        reach, size = solution.effective_kernel, solution.size
        return (
            f"N = (W-1)S - 2P + {kernel_word(solution)} + output_padding",
            f"({size}-1)*{stride} - 2*{padding} + {reach} + {extra} = {self.output_size(solution, size)}",
        )

    def parameters(self, kernel: Sequence[int], channels: tuple[int, int]) -> int:
        """Return how many numbers are learned."""
        return transposed_conv_parameters(*channels, kernel)

    def laid_on(self, size: int, out: int) -> int:  # noqa: ARG002 - one of both
        """Return the side of the input grid."""
        return size

    def macs(self, sizes: Sequence[int], outs: Sequence[int], kernel: Sequence[int], channels: tuple[int, int]) -> int:  # noqa: ARG002 - counted on the inputs
        """Return the multiply-adds, counted on the input grid."""
        return transposed_conv_macs(sizes, *channels, kernel)

    def _extras(self, question: Question, window: Window) -> range:
        wanted, legal = question.output_paddings, self.output_paddings(window.stride, window.dilation)
        return range(wanted.start, min(wanted.stop, legal.stop))


class OnnxTranspose(Transpose):
    """The same in ONNX, where onnxruntime demands ``output_padding < S``."""

    def output_paddings(self, stride: int, dilation: int) -> range:  # noqa: ARG002 - it does not count
        """Return the legal ones, ``0 <= output_padding < S``. Source: onnxruntime 1.31."""
        return range(stride)
