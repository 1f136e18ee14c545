"""Pooling, solved for the padding. Rounding down as a convolution; with ``ceil_mode`` ``o = ceil((i + c)/s)``.

There ``c = min(p, 2p - K + s)``, because a last window that starts in the padding is dropped. One constraint:
``0 <= p <= k//2`` with k undilated, as ``torch.nn.MaxPool2d`` has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shapecalc.formulas import input_sizes, output_size
from shapecalc.solver.ops.conv import Slide
from shapecalc.solver.ops.op import Affine, Settled, half_up, kernel_word
from shapecalc.solver.ops.recipe import Recipe
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution

CEIL = "ceil"


class Pool(Slide):
    """One number for each window; ``ceil_mode`` is listed where it makes a difference."""

    word = "pool"
    card = "max_pool"
    modes = ("", CEIL)
    pads_half = True
    spare_mode = CEIL
    for_all_axes = "one ceil_mode"

    def limit(self, window: Window) -> int:
        """Return the largest legal padding."""
        return window.kernel_size // 2

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every padding that does it rounding down, then those that do it with ``ceil_mode`` alone."""
        down = [settled.padding for settled in super().settle(question, window)]
        yield from map(Settled, down)
        least, most = window.stride * (question.out - 1) + 1 - question.size, window.stride * question.out
        most -= question.size
        surplus = window.reach - window.stride
        allowed = question.paddings(self.limit(window))
        first = max(allowed.start, least, half_up(least + surplus))
        last = min(allowed.stop - 1, max(most, (most + surplus) // 2))
        for padding in range(first, last + 1):
            if padding not in down:
                yield Settled(padding, 0, CEIL)

    def overhang(self, question: Question) -> int:
        """Return the same; rounding up, the last window may start ``p - 1`` further than the input is long."""
        return max(super().overhang(question), question.largest_padding(question.space.kernel_size[-1] // 2) - 1)

    def free(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every legal padding, rounding down and up."""
        for settled in super().free(question, window):
            yield settled
            if window.stride > 1:
                yield settled._replace(mode=CEIL)

    def reachable(self, question: Question, window: Window) -> range:
        """Return the output sizes of a window, with ``ceil_mode`` and without: they leave no gap."""
        down = super().reachable(question, window)
        surplus = window.reach - window.stride
        allowed = question.paddings(self.limit(window))
        first, last = max(allowed.start, half_up(surplus + 1 - question.size)), allowed.stop - 1
        if window.stride == 1 or first > last:
            return down
        up = [-(-(question.size + min(p, 2 * p - surplus)) // window.stride) for p in (first, last)]
        ends = [*up, *down[:1], *down[-1:]]
        return range(min(ends), max(ends) + 1)

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size of a solution's numbers."""
        kernel_size, stride, padding, _, dilation = solution.numbers
        return output_size(size, kernel_size, stride, padding, dilation, ceil_mode=solution.mode == CEIL)

    def affine(self, solution: Solution) -> Affine:
        """Return the rule of a convolution, or ``o = (i + c + s - 1)//s``."""
        if solution.mode != CEIL:
            return super().affine(solution)
        _, stride, padding, _, _ = solution.numbers
        shift = min(padding, 2 * padding - solution.effective_kernel + stride)
        return Affine(1, shift + stride - 1, stride)

    def unless(self, solution: Solution) -> Affine | None:
        """Return the rule of rounding down, which is what ``ceil_mode`` does where nothing is left over."""
        return super().affine(solution) if solution.mode == CEIL else None

    def inputs(self, solution: Solution) -> range:
        """Return the sizes that lead to the same output."""
        kernel_size, stride, padding, _, dilation = solution.numbers
        return input_sizes(solution.out, kernel_size, stride, padding, dilation, ceil_mode=solution.mode == CEIL)

    def once(self, solution: Solution) -> object:
        """Return the rounding, which no framework has for each axis."""
        return solution.mode

    def spelled(self, solution: Solution) -> Solution:
        """Return the same rounding up, where that makes no difference."""
        up = solution._replace(mode=CEIL)
        return up if self.gives(up, solution.size, solution.out) else solution

    def covers(self, solution: Solution) -> bool:
        """Tell whether every input meets a window; rounding up leaves none over."""
        return super().covers(solution) if solution.mode != CEIL else solution.kernel_size >= solution.stride

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
        """Return the known settings. Sources: VGG (2/2), ResNet's stem (3/2/1), Inception and AlexNet (3/2)."""
        if stride == 1:
            return (Recipe("Inception branch", 3, 1, 1),)
        return (Recipe("no overlap", stride, stride), Recipe("ResNet stem", 3, 2, 1), Recipe("AlexNet", 3, 2))

    def equation(self, solution: Solution) -> tuple[str, str]:
        """Return the classic equation."""
        formula, numbers = super().equation(solution)
        if solution.mode != CEIL:
            return formula, numbers
        rule = self.affine(solution)
        return (
            f"N = (W + min(P, 2P - {kernel_word(solution)} + S) + S - 1)//S   (ceil_mode)",
            f"({solution.size} + {rule.plus - rule.over + 1} + {rule.over} - 1)//{rule.over} = {solution.out}",
        )
