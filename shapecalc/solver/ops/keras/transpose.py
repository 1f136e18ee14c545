"""``Conv2DTranspose``: five ways to say a size, each of which settles output_padding."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from shapecalc.formulas import full_transposed_output_size, same_transposed_output_size
from shapecalc.solver.ops.keras.words import SAME, windows, words
from shapecalc.solver.ops.op import Affine, Settled, kernel_word
from shapecalc.solver.ops.recipe import Recipe
from shapecalc.solver.ops.transpose import Transpose
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution


class KerasTranspose(Transpose):
    """``Conv2DTranspose``."""

    padding_rule = ""
    for_all_axes = "one padding, and an output_padding or none"

    def windows(self, question: Question) -> Iterator[Window]:
        """Yield the windows that Keras takes."""
        return windows(question)

    def output_paddings(self, stride: int, dilation: int) -> range:  # noqa: ARG002 - Keras has no exception for it
        """Return the legal ones, ``0 <= output_padding < S``."""
        return range(stride)

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield what gives the size: left out, or the one output_padding that does it, which is what is missing."""
        pinned = question.pins.output_padding
        for padding in words(question):
            if pinned is None and _spread(question.size, window, Settled(padding, None)) == question.out:
                yield Settled(padding, None)
                continue
            extra = question.out - _spread(question.size, window, Settled(padding, 0))
            if extra in range(window.stride) and pinned in (None, extra):
                yield Settled(padding, extra)

    def free(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every (padding, output_padding) that does something of its own."""
        pinned = question.pins.output_padding
        if pinned is not None:
            yield from (Settled(padding, pinned) for padding in words(question) if pinned < window.stride)
            return
        for padding in words(question):
            yield Settled(padding, None)
            left_out = _spread(1, window, Settled(padding, None))
            yield from (
                settled
                for extra in range(window.stride)
                if _spread(1, window, settled := Settled(padding, extra)) != left_out
            )

    def reached(self, question: Question) -> list[range]:
        """Return the output sizes of all windows: without output_padding, and with each."""
        pinned, found = question.pins.output_padding, set()
        for window, padding in product(self.windows(question), words(question)):
            least = _spread(question.size, window, Settled(padding, 0))
            extras = range(window.stride) if pinned is None else range(pinned, min(pinned + 1, window.stride))
            found.add(range(max(least + extras.start, 1), least + extras.stop))
            if pinned is None and (size := _spread(question.size, window, Settled(padding, None))) > 0:
                found.add(range(size, size + 1))
        return [sizes for sizes in found if sizes]

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size, by Keras' formulas."""
        window = Window(solution.kernel_size, solution.stride, solution.dilation)
        return _spread(size, window, Settled(solution.padding, solution.output_padding))

    def affine(self, solution: Solution) -> Affine:
        """Return ``N = S*W + b``."""
        return Affine(solution.stride, self.output_size(solution, 1) - solution.stride)

    def once(self, solution: Solution) -> object:
        """Return the word, and whether output_padding is left out."""
        return solution.padding, solution.output_padding is None

    def spelled(self, solution: Solution) -> Solution:
        """Return the same with its output_padding, where one does what leaving it out does."""
        extra = solution.out - self.output_size(solution._replace(output_padding=0), solution.size)
        said = solution.output_padding is not None or extra not in range(solution.stride)
        return solution if said else solution._replace(output_padding=extra)

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
        word = kernel_word(solution)
        if extra is None and solution.padding == SAME:
            return "same: N = W*S", f"{size}*{stride} = {solution.out}"
        if extra is None:
            return (
                f"valid: N = (W-1)S + max({word}, S)",
                f"({size}-1)*{stride} + max({reach}, {stride}) = {solution.out}",
            )
        if solution.padding == SAME:
            numbers = f"({size}-1)*{stride} + {reach} % 2 + {extra} = {solution.out}"
            return f"same: N = (W-1)S + {word} % 2 + output_padding", numbers
        return (
            f"valid: N = (W-1)S + {word} + output_padding",
            f"({size}-1)*{stride} + {reach} + {extra} = {solution.out}",
        )


def _spread(size: int, window: Window, settled: Settled) -> int:
    formula = same_transposed_output_size if settled.padding == SAME else full_transposed_output_size
    return formula(size, window.kernel_size, window.stride, settled.output_padding, window.dilation)
