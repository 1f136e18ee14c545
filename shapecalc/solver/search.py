"""Every answer, the usual first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from shapecalc.solver.ops import Settled, op_of
from shapecalc.solver.question import Question, Window
from shapecalc.solver.solution import Solution

Serve = Callable[[Solution], "Solution | None"]
"""Return a solution as it serves more than the two sizes of a question; None where it does not."""


def search(question: Question) -> tuple[Solution, ...]:
    """Return every solution in the question's space, ranked."""
    found: Iterable[Solution] = find(question)
    if op_of(question.op, question.framework).one_window(question):
        found = _without_idle_strides(found)
    return tuple(sorted(found, key=rank))


def find(question: Question) -> Iterator[Solution]:
    """Yield every solution in the question's space one after the other, the smallest kernels first."""
    op = op_of(question.op, question.framework)
    for window in op.windows(op.narrowed(question)):
        for settled in op.settle(question, window):
            yield solution(question, window, settled)


def served(found: Iterable[Solution], serve: Serve) -> Iterator[Solution]:
    """Yield what serves."""
    return (one for each in found if (one := serve(each)) is not None)


def solution(question: Question, window: Window, settled: Settled) -> Solution:
    """Return a window and what is solved for as a solution."""
    return Solution(
        question.op,
        kernel_size=window.kernel_size,
        stride=window.stride,
        padding=settled.padding,
        output_padding=settled.output_padding,
        dilation=window.dilation,
        size=question.size,
        out=question.out,
        mode=settled.mode,
        framework=question.framework,
    )


def rank(solution: Solution) -> tuple[int, ...]:
    """Return the sort key, smallest first. It is a total order, so the ranking never depends on the search.

    1. exact, or the kernel that is the whole of a single element's other side, before what fits this one size only;
    2. what covers before what leaves gaps, or elements at the end;
    3. what an op does by default before its other modes (``ceil_mode``, a size that is asked for);
    4. the recipes the field knows, in its order of preference;
    5. dilation 1 (a dilated strided layer is rare, and Keras refuses it);
    6. no output_padding, then little: each step of 2 only shifts the content by one element;
    7. the smaller kernel, the smaller padding, the smaller stride.
    """
    return (
        not (solution.exact or _projects(solution)),
        not solution.covers,
        solution.layer.modes.index(solution.mode),
        solution.recipe_place,
        *usual(solution),
    )


def usual(solution: Solution) -> tuple[int, ...]:
    """Return the end of the sort key, which is quick to compute: little of everything before much."""
    padding, extra = solution.padding, solution.output_padding
    return (
        solution.dilation,
        -1 if extra is None else extra,
        solution.kernel_size,
        _WORDS[padding] if isinstance(padding, str) else padding,
        solution.stride,
    )


_WORDS = {"same": 0, "valid": 1}


def _projects(solution: Solution) -> bool:
    """Tell whether a single element becomes the kernel, or the kernel a single element, as at the ends of a DCGAN."""
    one, other = sorted((solution.size, solution.out))
    unpadded = solution.padding in (0, "valid") and not solution.output_padding
    return one == 1 and solution.effective_kernel == other and unpadded


def _without_idle_strides(found: Iterable[Solution]) -> Iterable[Solution]:
    """Of solutions that differ in an idle stride alone keep the exact one, and of the others the smallest stride.

    Windows come with their strides ascending, so the smallest is the first.
    """
    kept: dict[tuple[object, ...], Solution] = {}
    for solution in found:
        kept.setdefault((solution.exact, solution._replace(stride=0)), solution)
    return kept.values()
