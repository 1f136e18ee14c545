"""Pixel shuffle (depth to space): ``r**2`` channels become r times the height and width; and back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from shapecalc.formulas import space_to_depth_size, upsampled_size
from shapecalc.solver.ops.op import Affine, Op, Settled
from shapecalc.solver.question import Question, Window

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution

LARGEST_BLOCK = 64
UP, DOWN = "up", "down"


class Shuffle(Op):
    """The block stands in ``stride``; ``down`` is the inverse."""

    word = "shuffle"
    card = "depth_to_space"
    settings = frozenset()
    modes = (UP, DOWN)
    moves_channels = True
    whole = True
    for_all_axes = "one factor"

    def windows(self, question: Question) -> Iterator[Window]:
        """Yield the block where one does it; one of 1 does nothing, and Keras refuses it."""
        small, large = sorted((question.size, question.out))
        if large % small == 0 and large > small:
            yield Window(1, large // small)

    def steps(self, question: Question) -> Iterator[Window]:
        """Yield every factor over 1 up to the largest stride."""
        yield from (Window(1, factor) for factor in question.space.stride if factor > 1)

    def settle(self, question: Question, window: Window) -> Iterator[Settled]:  # noqa: ARG002 - nothing to solve
        """Yield the direction."""
        yield Settled(mode=UP if question.out >= question.size else DOWN)

    def free(self, question: Question, window: Window) -> Iterator[Settled]:  # noqa: ARG002 - whatever they are
        """Yield both directions."""
        yield from (Settled(mode=mode) for mode in self.modes)

    def reached(self, question: Question) -> list[range]:
        """Return the multiples of the size, and its parts, with blocks up to 64."""
        size = question.size
        parts = [size // block for block in range(2, LARGEST_BLOCK + 1) if size % block == 0]
        return [range(2 * size, size * LARGEST_BLOCK + 1, size), *(range(part, part + 1) for part in parts)]

    def output_size(self, solution: Solution, size: int) -> int:
        """Return the output size of the block."""
        formula = upsampled_size if solution.mode == UP else space_to_depth_size
        return formula(size, solution.stride)

    def channel_factor(self, solution: Solution) -> tuple[int, int]:
        """Return that the block divides them, or multiplies them on the way down."""
        return (1, solution.stride) if solution.mode == UP else (solution.stride, 1)

    def affine(self, solution: Solution) -> Affine:
        """Return ``N = r*W``, or ``N = W/r`` where it divides."""
        return Affine(solution.stride) if solution.mode == UP else Affine(over=solution.stride)

    def passes(self, solution: Solution, before: int, after: int) -> bool:
        """Tell whether ``r**2`` channels become one on the way up, or one becomes ``r**2`` on the way down."""
        many, few = (before, after) if solution.mode == UP else (after, before)
        return many == few * solution.stride**2

    def beside(self, channels: Collection[int], factors: Collection[int]) -> frozenset[int]:
        """Return the channels that may stand on the other side, in either direction."""
        blocks = [factor**2 for factor in factors if factor > 1]
        more = {each * block for each in channels for block in blocks}
        return frozenset(more | {each // block for each in channels for block in blocks if each % block == 0})

    def once(self, solution: Solution) -> object:
        """Return the block and the direction."""
        return solution.settings

    def sees(self, solution: Solution) -> int:
        """Return 1, or the block on the way down."""
        return 1 if solution.mode == UP else solution.stride

    def equation(self, solution: Solution) -> tuple[str, str]:
        """Return the equation."""
        if solution.mode == UP:
            return "N = r*W, C = c/r**2", f"{solution.stride}*{solution.size} = {solution.out}"
        return "N = W/r, C = c*r**2", f"{solution.size}/{solution.stride} = {solution.out}"
