"""Upsampling without weights: every element is repeated (nearest), or lies between two neighbours (bilinear)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shapecalc.solver.ops.op import Affine, Op, Settled
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution


class Upsample(Op):
    """A whole factor, which stands in ``stride``; where there is none, resizing to ``out``.

    Only who asks for a factor gets a fraction, and that is rounded down.
    """

    word = "upsample"
    card = "upsample"
    settings = frozenset()
    modes = ("nearest", "bilinear")
    for_all_axes = "one interpolation"

    def windows(self, question: Question) -> Iterator[Window]:
        """Yield the factor; 0 stands for a size that is asked for."""
        factor, rest = divmod(question.out, question.size)
        yield Window(1, 0 if rest else factor)

    def steps(self, question: Question) -> Iterator[Window]:
        """Yield every factor over 1 up to the largest stride."""
        yield from (Window(1, factor) for factor in question.space.stride if factor > 1)

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:  # noqa: ARG002 - nothing to solve
        """Yield both interpolations."""
        yield from (Settled(mode=mode) for mode in self.modes)

    def free(self, question: Question, window: Window) -> Iterator[Settled]:  # noqa: ARG002 - nothing to solve
        """Yield one interpolation, which stands for both."""
        yield Settled(mode=self.modes[0])

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size by the factor, or the one asked for."""
        return size * solution.stride // solution.over if solution.stride else solution.out

    def gives(self, solution: Solution, size: int, out: int) -> bool:
        """Tell whether the factor does it, or the size that is asked for is the same."""
        return self.output_size(solution, size) == out if solution.stride else solution.out == out

    def affine(self, solution: Solution) -> Affine | None:
        """Return ``N = factor*W``; a size that is asked for follows no rule."""
        return Affine(solution.stride, 0, solution.over) if solution.stride else None

    def once(self, solution: Solution) -> object:
        """Return the interpolation."""
        return solution.mode

    def sees(self, solution: Solution) -> int:
        """Return 1 for nearest, 2 for bilinear."""
        return 1 + (solution.mode == self.modes[1] and solution.stride != 1)

    def equation(self, solution: Solution) -> tuple[str, str]:
        """Return the equation."""
        if not solution.stride:
            return "N is asked for", str(solution.out)
        return "N = factor*W", f"{solution.factor}*{solution.size} = {solution.out}"
