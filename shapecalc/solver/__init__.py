"""The solver: which kernel_size, stride, padding, output_padding and dilation take one size to another.

Along each axis, with the standard library alone. The padding is solved for, never tried, so that a size of a thousand
million takes no longer than 64. ``shapecalc.solve`` is the door for Python (``public``); here are plain tuples.
"""

from __future__ import annotations

from typing import Any, NamedTuple

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


def answer(size: int, out: int, *, op: str | None = None, framework: str | None = None, **settings: Any) -> Answer:
    """Return every layer that takes ``size`` to ``out``; what is given is kept, the rest is solved for.

    Settings are those of ``Pins`` and ``Limits``; ``shapecalc.solver.ask.bounds`` tells the defaults of the limits.
    Without ``op`` a larger size asks for a transposed convolution (``transpose``), the same or a smaller one for a
    convolution (``conv``). Raises ``ShapecalcError`` when the question makes no sense.

    >>> for solution in answer(64, 128, max_padding=1).solutions:
    ...     print(solution[1:5], solution.recipe)
    (4, 2, 1, 0) DCGAN
    (2, 2, 0, 0) U-Net up-convolution
    (3, 2, 1, 1) CycleGAN
    (1, 2, 0, 1) None
    >>> reason = answer(64, 127, kernel_size=4, stride=2, output_padding=0).reason
    >>> reason.below.out, reason.above.out, [instead.solution[1:5] for instead in reason.instead]
    (126, 128, [(3, 2, 1, 0), (4, 2, 2, 1)])
    """
    pins = Pins(**{name: settings.pop(name) for name in Pins._fields if name in settings})
    return answered(ask(size, out, op, pins, Limits(**settings), framework))


def answered(question: Question) -> Answer:
    """Return the answer to a question that makes sense."""
    solutions = search(question)
    return Answer(question, solutions, None if solutions else explain(question))
