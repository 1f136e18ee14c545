"""Every answer, the usual first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shapecalc.solver.ops import OPS
from shapecalc.solver.question import Question
from shapecalc.solver.solution import Solution


def search(question: Question) -> tuple[Solution, ...]:
    """Return every solution in the question's space, ranked."""
    found: Iterable[Solution] = _found(question)
    if OPS[question.op].one_window(question):
        found = _without_idle_strides(found)
    return tuple(sorted(found, key=rank))


def rank(solution: Solution) -> tuple[int, ...]:
    """Return the sort key, smallest first. It is a total order, so the ranking never depends on the search.

    1. exact, or the kernel that is the whole of a single element's other side, before what fits this one size only;
    2. what covers before what leaves gaps, or elements at the end;
    3. the recipes the field knows, in its order of preference;
    4. dilation 1 (a dilated strided layer is rare, and Keras refuses it);
    5. no output_padding, then little: each step of 2 only shifts the content by one element;
    6. the smaller kernel, the smaller padding, the smaller stride.
    """
    return (
        not (solution.exact or _projects(solution)),
        not solution.covers,
        solution.recipe_place,
        solution.dilation,
        solution.output_padding,
        solution.kernel_size,
        solution.padding,
        solution.stride,
    )


def _projects(solution: Solution) -> bool:
    """Tell whether a single element becomes the kernel, or the kernel a single element, as at the ends of a DCGAN."""
    one, other = sorted((solution.size, solution.out))
    return one == 1 and solution.effective_kernel == other and solution.padding == solution.output_padding == 0


def _found(question: Question) -> Iterator[Solution]:
    op = OPS[question.op]
    for window in question.windows():
        for padding, output_padding in op.paddings(question, window):
            yield Solution(
                question.op,
                kernel_size=window.kernel_size,
                stride=window.stride,
                padding=padding,
                output_padding=output_padding,
                dilation=window.dilation,
                size=question.size,
                out=question.out,
            )


def _without_idle_strides(found: Iterable[Solution]) -> Iterable[Solution]:
    """Of solutions that differ in an idle stride alone keep the exact one, and of the others the smallest stride.

    Windows come with their strides ascending, so the smallest is the first.
    """
    kept: dict[tuple[object, ...], Solution] = {}
    for solution in found:
        kept.setdefault((solution.exact, solution._replace(stride=0)), solution)
    return kept.values()
