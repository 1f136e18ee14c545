"""The layers the solver knows: one file each, all with the same functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from shapecalc.solver import conv, transpose
from shapecalc.solver.question import Question, Window
from shapecalc.solver.recipe import Recipe

if TYPE_CHECKING:
    from shapecalc.solver.solution import Solution


class Op(Protocol):
    """What a layer's file says of it."""

    def output_size(
        self, size: int, kernel_size: int, stride: int, padding: int, output_padding: int, dilation: int
    ) -> int:
        """Return the output size, by the formula."""
        ...

    def output_paddings(self, stride: int, dilation: int) -> range:
        """Return the legal output_paddings; ``range(1)`` where there is no such setting."""
        ...

    def paddings(self, question: Question, window: Window) -> Iterator[tuple[int, int]]:
        """Yield every (padding, output_padding) with which the window answers the question."""
        ...

    def reachable(self, question: Question, window: Window) -> range:
        """Return every output size, 1 or more, that the window gives with the paddings of the question."""
        ...

    def exact(self, solution: Solution) -> bool:
        """Tell whether the sizes go by the stride, for this input and every other that can."""
        ...

    def covers(self, solution: Solution) -> bool:
        """Tell whether no output is without an input, and no input without an output."""
        ...

    def checkerboard_free(self, solution: Solution) -> bool | None:
        """Tell whether every output meets as many inputs; None where that is no question."""
        ...

    def one_window(self, question: Question) -> bool:
        """Tell whether the stride makes no difference to the answer."""
        ...

    def plain(self, question: Question) -> Window:
        """Return the window that does it without padding, whatever the bounds."""
        ...

    def recipes(self, stride: int) -> tuple[Recipe, ...]:
        """Return the settings the field knows by name, the usual first."""
        ...


OPS: dict[str, Op] = {"transpose": transpose, "conv": conv}
