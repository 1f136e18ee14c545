"""``Conv2D`` and ``MaxPooling2D``: a window that slides, ``valid`` or ``same``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shapecalc.formulas import input_sizes, output_size, same_input_sizes, same_output_size
from shapecalc.solver.ops.conv import Conv, Slide
from shapecalc.solver.ops.keras.words import SAME, VALID, windows, words
from shapecalc.solver.ops.op import EVERY_SETTING, Affine, Settled, kernel_word
from shapecalc.solver.ops.pool import Pool
from shapecalc.solver.ops.recipe import Recipe
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution


class _Worded(Slide):
    """A window that slides, ``valid`` or ``same``."""

    padding_rule = ""
    for_all_axes = "one padding"

    def windows(self, question: Question) -> Iterator[Window]:
        """Yield the windows that Keras takes."""
        return windows(question)

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield the words that give the size."""
        yield from (
            settled for settled in self.free(question, window) if _slid(question.size, window, settled) == question.out
        )

    def free(self, question: Question, window: Window) -> Iterator[Settled]:  # noqa: ARG002 - words are always legal
        """Yield the words."""
        yield from map(Settled, words(question))

    def reached(self, question: Question) -> list[range]:
        """Return the output sizes of all windows, one by one."""
        sizes = {
            size
            for window in self.windows(question)
            for settled in self.free(question, window)
            if (size := _slid(question.size, window, settled)) > 0
        }
        return [range(size, size + 1) for size in sorted(sizes)]

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size, by the word."""
        if solution.padding == SAME:
            return same_output_size(size, solution.stride)
        return output_size(size, solution.kernel_size, solution.stride, 0, solution.dilation)

    def affine(self, solution: Solution) -> Affine:
        """Return ``ceil(W/S)`` for ``same``, ``(W - F + S)//S`` for ``valid``."""
        stride = solution.stride
        return Affine(1, stride - 1 if solution.padding == SAME else stride - solution.effective_kernel, stride)

    def inputs(self, solution: Solution) -> range:
        """Return the sizes that lead to the same output."""
        if solution.padding == SAME:
            return same_input_sizes(solution.out, solution.stride)
        return input_sizes(solution.out, solution.kernel_size, solution.stride, 0, solution.dilation)

    def once(self, solution: Solution) -> object:
        """Return the word."""
        return solution.padding

    def spelled(self, solution: Solution) -> Solution:
        """Return the solution: a word stands for all there is."""
        return solution

    def covers(self, solution: Solution) -> bool:
        """Tell whether every input meets a window."""
        left = 0 if solution.padding == SAME else (solution.size - solution.effective_kernel) % solution.stride
        return solution.kernel_size >= solution.stride and left == 0

    def plain(self, question: Question) -> Window | None:
        """Return None: no window says more than the bounds."""

    def equation(self, solution: Solution) -> tuple[str, str]:
        """Return Keras' rule."""
        size, reach, stride = solution.size, solution.effective_kernel, solution.stride
        if solution.padding == SAME:
            return "same: N = ceil(W/S)", f"ceil({size}/{stride}) = {solution.out}"
        return f"valid: N = (W - {kernel_word(solution)})//S + 1", f"({size} - {reach})//{stride} + 1 = {solution.out}"


class KerasConv(_Worded, Conv):
    """``Conv2D``."""

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
        """Return the known settings of a stride, in Keras' words."""
        if stride == 1:
            return (Recipe("same", 3, 1, SAME), Recipe("pointwise", 1, 1, SAME), Recipe("unpadded U-Net", 3, 1, VALID))
        return (
            Recipe("Keras' usual", 3, 2, SAME),
            Recipe("patches", stride, stride, VALID),
            Recipe("AlexNet stem", 11, 4, VALID),
            Recipe("Inception stem", 3, 2, VALID),
        )


class KerasPool(_Worded, Pool):
    """``MaxPooling2D``, which has no dilation."""

    settings = EVERY_SETTING - {"output_padding", "dilation"}

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
        """Return the known settings of a stride, in Keras' words."""
        return (Recipe("no overlap", stride, stride, VALID), Recipe("same", 3, stride, SAME))


def _slid(size: int, window: Window, settled: Settled) -> int:
    if settled.padding == SAME:
        return same_output_size(size, window.stride)
    return (size - window.reach) // window.stride + 1
