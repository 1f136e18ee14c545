"""The solver: which kernel_size, stride, padding, output_padding and dilation take one size to another.

Along each axis, with the standard library alone. The padding is solved for, never tried, so that a size of a thousand
million takes no longer than 64. ``shapecalc.solve`` is the door for Python (``public``); here are plain tuples.
"""

from __future__ import annotations

from typing import NamedTuple

from shapecalc.solver.ask import Limits, ask
from shapecalc.solver.ops import FRAMEWORKS, OPS
from shapecalc.solver.question import Pins, Question, Space
from shapecalc.solver.reason import Instead, Reason, explain
from shapecalc.solver.search import rank, search
from shapecalc.solver.solution import Solution

__all__ = [
    "FRAMEWORKS",
    "OPS",
    "Answer",
    "Instead",
    "Limits",
    "Pins",
    "Question",
    "Reason",
    "Solution",
    "Space",
    "answer",
    "rank",
]


class Answer(NamedTuple):
    """Every solution, the usual first (``rank`` tells the order); where there is none, the reason.

    ``factor`` is what multiplies and what divides, when it was asked for instead of two sizes.
    """

    question: Question
    solutions: tuple[Solution, ...]
    reason: Reason | None
    factor: tuple[int, int] | None = None


def answer(
    size: int,
    out: int,
    *,
    op: str | None = None,
    kernel_size: int | None = None,
    stride: int | None = None,
    padding: int | str | None = None,
    output_padding: int | None = None,
    dilation: int | None = None,
    max_kernel: int | None = None,
    max_stride: int | None = None,
    max_padding: int | None = None,
    max_dilation: int | None = None,
    framework: str | None = None,
) -> Answer:
    """Return every layer that takes ``size`` to ``out``; what is given is kept, the rest is solved for.

    Without ``op`` a larger size asks for a transposed convolution (``transpose``), the same or a smaller one for a
    convolution (``conv``). The defaults of the limits are told by ``shapecalc.solver.ask.bounds``.
    Raises ``ShapecalcError`` when the question makes no sense.

    >>> for solution in answer(64, 128, max_padding=3).solutions:
    ...     print(solution[1:5], solution.recipe)
    (4, 2, 1, 0) DCGAN
    (2, 2, 0, 0) U-Net up-convolution
    (3, 2, 1, 1) CycleGAN
    (6, 2, 2, 0) None
    (5, 2, 2, 1) None
    (7, 2, 3, 1) None
    (1, 2, 0, 1) None
    >>> [solution[1:4] for solution in answer(128, 64).solutions]
    [(3, 2, 1), (4, 2, 1), (2, 2, 0), (7, 2, 3), (5, 2, 2), (6, 2, 2), (1, 2, 0)]
    >>> reason = answer(64, 127, kernel_size=4, stride=2, output_padding=0).reason
    >>> reason.below.out, reason.above.out, [instead.solution[1:5] for instead in reason.instead]
    (126, 128, [(3, 2, 1, 0), (4, 2, 2, 1)])
    """
    pins = Pins(kernel_size, stride, padding, output_padding, dilation)
    limits = Limits(max_kernel, max_stride, max_padding, max_dilation)
    return answered(ask(size, out, op, pins, limits, framework))


def answered(question: Question) -> Answer:
    """Return the answer to a question that makes sense."""
    solutions = search(question)
    return Answer(question, solutions, None if solutions else explain(question))
