"""Max-unpooling, solved for the padding: ``N = (W-1)S - 2P + F``, or any size less than S from it that is asked for.

Asking is ``output_size``, an argument of PyTorch's call. One constraint: ``0 <= P <= F//2``, that of the max pool whose
indices it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shapecalc.formulas import unpooled_output_size
from shapecalc.solver.ops.op import Affine, Op, Settled, half_up
from shapecalc.solver.ops.recipe import Recipe
from shapecalc.solver.ops.step import Limit
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution

ASKED = "output_size"


class Unpool(Op):
    """The maxima go back to where they came from, zeros elsewhere."""

    word = "unpool"
    card = "max_unpool"
    settings = frozenset({"kernel_size", "stride", "padding"})
    padding_rule = "at most half the kernel"
    growth = "S for each element more"
    modes = ("", ASKED)
    pads_half = True
    spare_mode = ASKED

    def less(self, stride: int) -> int:
        """Return how many elements less than by the formula may be asked for; as many more always may."""
        return stride - 1

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield the padding with ``2P = (W-1)S + F - N``, and those that come nearer to N than S."""
        surplus = (question.size - 1) * window.stride + window.kernel_size - question.out
        allowed = question.paddings(window.kernel_size // 2)
        first = max(allowed.start, half_up(surplus - self.less(window.stride)))
        last = min(allowed.stop - 1, (surplus + window.stride - 1) // 2, (surplus + question.out) // 2)
        for padding in range(first, last + 1):
            yield Settled(padding, 0, "" if 2 * padding == surplus else ASKED)

    def free(self, question: Question, window: Window) -> Iterator[Settled]:
        """Yield every legal padding, with nothing asked for."""
        yield from map(Settled, question.paddings(window.kernel_size // 2))

    def reachable(self, question: Question, window: Window) -> range:
        """Return the output sizes of a window."""
        natural = (question.size - 1) * window.stride + window.kernel_size
        allowed = question.paddings(window.kernel_size // 2)
        if not allowed:
            return range(0)
        step = 2 if window.stride == 1 else 1
        most = min(allowed[-1], natural // 2)
        smallest = natural - 2 * most - self.less(window.stride)
        largest = natural - 2 * allowed[0] + window.stride - 1
        return range(smallest, largest + 1, step)[max(0, (step - smallest) // step) :]

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size of a solution's numbers."""
        kernel_size, stride, padding, _, _ = solution.numbers
        wanted = solution.out if solution.mode == ASKED and size == solution.size else None
        return unpooled_output_size(size, kernel_size, stride, padding, wanted)

    def affine(self, solution: Solution) -> Affine | None:
        """Return ``N = S*W + (F - S - 2P)``; what is asked for follows no rule."""
        kernel_size, stride, padding, _, _ = solution.numbers
        return None if solution.mode == ASKED else Affine(stride, kernel_size - stride - 2 * padding)

    def growing(self, wider: int, more: int) -> Limit:
        """Return ``more - wider*S <= 2(S - 1)``: each output may be asked for less than S from the rule."""
        return -(wider + 2), -(more + 2)

    def limits(self, question: Question) -> tuple[Limit, ...]:
        """Return ``(W-2)S <= N + 2P - 2`` and ``W*S >= N - F + 1``, F and P being the largest."""
        size, out, reach = question.size, question.out, question.reach
        crop = question.largest_padding(reach // 2)
        return (size - 2, out + 2 * crop - 2), (-size, -(out - reach + 1))

    def one_window(self, question: Question) -> bool:
        """Tell whether the stride drops out of the size."""
        return question.size == 1

    def plain(self, question: Question) -> Window | None:
        """Return the window without padding: ``F = N - (W-1)S`` with ``S = N // W``."""
        stride = question.pins.stride or (1 if self.one_window(question) else max(question.out // question.size, 1))
        return Window(question.out - (question.size - 1) * stride, stride)

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
        """Return the known settings. Source: SegNet (2/2)."""
        return (Recipe("SegNet", 2, 2), Recipe("no overlap", stride, stride)) if stride > 1 else ()

    def sees(self, solution: Solution) -> int:  # noqa: ARG002 - each place holds one value
        """Return 1: each place holds one value or none."""
        return 1

    def equation(self, solution: Solution) -> tuple[str, str]:
        """Return the equation of the natural size, and what is asked for."""
        kernel_size, stride, padding, _, _ = solution.numbers
        natural = (solution.size - 1) * stride - 2 * padding + kernel_size
        asked = f", and output_size asks for {solution.out}, less than {stride} away" if solution.mode == ASKED else ""
        return (
            "N = (W-1)S - 2P + F",
            f"({solution.size}-1)*{stride} - 2*{padding} + {kernel_size} = {natural}{asked}",
        )


class OnnxUnpool(Unpool):
    """The same in ONNX, where onnxruntime takes no ``output_shape`` under the size by the formula."""

    def less(self, stride: int) -> int:  # noqa: ARG002 - whatever it is
        """Return 0. Source: onnxruntime 1.31 (``output_shape is smaller than minimum required``)."""
        return 0

    def gives(self, solution: Solution, size: int, out: int) -> bool:
        """Tell whether the same settings take another size to another output."""
        natural = self.output_size(solution._replace(mode=""), size)
        return super().gives(solution, size, out) and out >= natural
