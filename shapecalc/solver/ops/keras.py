"""Keras' layers: no numbers for the padding but ``valid`` and ``same``, and an output_padding that may be left out.

Left out is not 0. A stride and a dilation over 1 exclude each other. What gives the same output element for element is
listed once: with ``output_padding`` only where leaving it out does something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shapecalc.formulas import (
    full_transposed_output_size,
    input_sizes,
    output_size,
    same_input_sizes,
    same_output_size,
    same_transposed_output_size,
)
from shapecalc.solver.ops.conv import Conv, Slide
from shapecalc.solver.ops.op import EVERY_SETTING, Affine, Op, Settled
from shapecalc.solver.ops.pool import Pool
from shapecalc.solver.ops.recipe import Recipe
from shapecalc.solver.ops.transpose import Transpose
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution

VALID, SAME = "valid", "same"


def _words(question: Question) -> tuple[str, ...]:
    pinned = question.pins.padding
    return (pinned,) if isinstance(pinned, str) else (SAME, VALID)


def _windows(question: Question) -> Iterator[Window]:
    return (window for window in question.windows() if window.stride == 1 or window.dilation == 1)


class KerasTranspose(Transpose):
    """``Conv2DTranspose``: five ways to say a size, each of which settles output_padding."""

    padding_rule = ""

    def windows(self, question: Question) -> Iterator[Window]:
        """Yield the windows that Keras takes."""
        return _windows(question)

    def output_paddings(self, stride: int, dilation: int) -> range:  # noqa: ARG002 - Keras has no exception for it
        """Return the legal ones, ``0 <= output_padding < S``."""
        return range(stride)

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield what gives the size: left out, or the one output_padding that does it."""
        for settled in self.free(question, window):
            if _spread(question.size, window, settled) == question.out:
                yield settled

    def free(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every (padding, output_padding) that does something of its own."""
        pinned = question.pins.output_padding
        if pinned is not None:
            yield from (Settled(padding, pinned) for padding in _words(question) if pinned < window.stride)
            return
        for padding in _words(question):
            yield Settled(padding, None)
            left_out = _spread(1, window, Settled(padding, None))
            yield from (
                settled
                for extra in range(window.stride)
                if _spread(1, window, settled := Settled(padding, extra)) != left_out
            )

    def reachable(self, question: Question, window: Window) -> range:
        """Return the output sizes of a window; a range of all between the smallest and the largest."""
        raise NotImplementedError

    def reached(self, question: Question) -> list[range]:
        """Return the output sizes of all windows, one by one."""
        sizes = {
            size
            for window in self.windows(question)
            for settled in self.free(question, window)
            if (size := _spread(question.size, window, settled)) > 0
        }
        return [range(size, size + 1) for size in sorted(sizes)]

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size, by Keras' formulas."""
        window = Window(solution.kernel_size, solution.stride, solution.dilation)
        return _spread(size, window, Settled(solution.padding, solution.output_padding))

    def affine(self, solution: Solution) -> Affine:
        """Return ``N = S*W + b``."""
        return Affine(solution.stride, self.output_size(solution, 1) - solution.stride)

    def covers(self, solution: Solution) -> bool:
        """Tell whether every output meets an input: the kernel reaches over the stride, and nothing is added."""
        added = self.affine(solution).plus > max(solution.effective_kernel - solution.stride, 0)
        return solution.kernel_size >= solution.stride and not added

    def plain(self, question: Question) -> Window | None:
        """Return None: no window says more than the bounds."""

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
        """Return the known settings of a stride, in Keras' words."""
        if stride == 1:
            return (Recipe("same", 3, 1, SAME, None), Recipe("pointwise", 1, 1, SAME, None))
        return (
            Recipe("DCGAN", 4, 2, SAME, None),
            Recipe("Caffe bilinear", 2 * stride - stride % 2, stride, SAME, None),
            Recipe("U-Net up-convolution", stride, stride, SAME, None),
            Recipe("TensorFlow's usual", 3, 2, SAME, None),
        )

    def equation(self, solution: Solution) -> tuple[str, str]:
        """Return Keras' rule."""
        size, reach, stride, extra = solution.size, solution.effective_kernel, solution.stride, solution.output_padding
        if extra is None and solution.padding == SAME:
            return "same: N = W*S", f"{size}*{stride} = {solution.out}"
        if extra is None:
            return "valid: N = (W-1)S + max(F, S)", f"({size}-1)*{stride} + max({reach}, {stride}) = {solution.out}"
        if solution.padding == SAME:
            numbers = f"({size}-1)*{stride} + {reach} % 2 + {extra} = {solution.out}"
            return "same: N = (W-1)S + F % 2 + output_padding", numbers
        return "valid: N = (W-1)S + F + output_padding", f"({size}-1)*{stride} + {reach} + {extra} = {solution.out}"


class _Worded(Slide):
    """A window that slides, ``valid`` or ``same``."""

    padding_rule = ""

    def windows(self, question: Question) -> Iterator[Window]:
        """Yield the windows that Keras takes."""
        return _windows(question)

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield the words that give the size."""
        yield from (
            settled for settled in self.free(question, window) if _slid(question.size, window, settled) == question.out
        )

    def free(self, question: Question, window: Window) -> Iterator[Settled]:  # noqa: ARG002 - words are always legal
        """Yield the words."""
        yield from map(Settled, _words(question))

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
        return "valid: N = (W - F)//S + 1", f"({size} - {reach})//{stride} + 1 = {solution.out}"


class KerasConv(_Worded, Conv):
    """``Conv2D``."""

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
        """Return the known settings of a stride, in Keras' words."""
        if stride == 1:
            return (Recipe("same", 3, 1, SAME), Recipe("pointwise", 1, 1, SAME), Recipe("unpadded U-Net", 3, 1, VALID))
        return (Recipe("Keras' usual", 3, 2, SAME), Recipe("patches", stride, stride, VALID))


class KerasPool(_Worded, Pool):
    """``MaxPooling2D``, which has no dilation."""

    settings = EVERY_SETTING - {"output_padding", "dilation"}

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
        """Return the known settings of a stride, in Keras' words."""
        return (Recipe("no overlap", stride, stride, VALID), Recipe("same", 3, stride, SAME))


def _spread(size: int, window: Window, settled: Settled) -> int:
    formula = same_transposed_output_size if settled.padding == SAME else full_transposed_output_size
    return formula(size, window.kernel_size, window.stride, settled.output_padding, window.dilation)


def _slid(size: int, window: Window, settled: Settled) -> int:
    if settled.padding == SAME:
        return same_output_size(size, window.stride)
    return (size - window.reach) // window.stride + 1


OPS: dict[str, Op] = {"transpose": KerasTranspose(), "conv": KerasConv(), "pool": KerasPool()}
