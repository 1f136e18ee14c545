"""Which single bound to relax, and how far: the least that lets a solution in, the other bounds standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from shapecalc.solver.ask import LIMITED, Limits, ask, usual_op
from shapecalc.solver.ops import op_of
from shapecalc.solver.question import Question
from shapecalc.solver.reason import Instead, Reason, alone
from shapecalc.solver.search import Serve, find, search, served

FARTHEST = 1024
MOST_WINDOWS = 100_000


def further(question: Question, reason: Reason, serve: Serve = alone) -> Reason:
    """Add to a reason what relaxing one bound alone would do."""
    return reason._replace(instead=with_bounds(reason.instead, question, serve))


def with_bounds(known: Sequence[Instead], question: Question, serve: Serve) -> tuple[Instead, ...]:
    """Return what gives up a pin, then each bound that alone does it, then what is plain but asks for more of one.

    The plain one may ask for two bounds: it stands only where none does it alone. Where nothing helps, the usual layer
    may.
    """
    plain = [each for each in known if set(each.gives_up) <= set(LIMITED.values())]
    pins = [each for each in known if each not in plain]
    least = {each.gives_up: each for each in _relaxed(question, serve)}
    more = [each for each in plain if not least or (len(each.gives_up) == 1 and not _as_far(each, least))]
    return (*pins, *least.values(), *more) or tuple(_of_the_usual_op(question, serve))


def _of_the_usual_op(question: Question, serve: Serve) -> Iterator[Instead]:
    """Yield the best solution of the layer that is asked when none is named, if that is another one."""
    word = usual_op(question.size, question.out)
    if question.op != word and not any(pin is not None for pin in question.pins):
        usual = ask(question.size, question.out, word, question.pins, Limits(), question.framework)
        yield from (Instead(("op",), best) for best in islice(served(search(usual), serve), 1))


def _as_far(plain: Instead, least: Mapping[tuple[str, ...], Instead]) -> bool:
    """Tell whether a bound is relaxed as far as it is anyway."""
    known, (bound,) = least.get(plain.gives_up), plain.gives_up
    setting = next(name for name, limit in LIMITED.items() if limit == bound)
    return known is not None and getattr(known.solution, setting) == getattr(plain.solution, setting)


def _relaxed(question: Question, serve: Serve) -> Iterator[Instead]:
    """Yield each bound that alone does it, with the best solution just beyond."""
    op = op_of(question.op, question.framework)
    for name, limit in LIMITED.items():
        if name in op.settings and getattr(question.pins, name) is None:
            found = _least(question, name, serve)
            if found is not None:
                yield Instead((limit,), next(served(search(found), serve)))


def _least(question: Question, name: str, serve: Serve) -> Question | None:
    """Double the bound until there is a solution, and halve the way back."""
    low = high = getattr(question.bounds, name)[-1]
    while True:
        low, high = high, max(2 * high, 1)
        wider = _widened(question, name, high)
        if high > FARTHEST or op_of(wider.op, wider.framework).narrowed(wider).tried > MOST_WINDOWS:
            return None
        if _solved(wider, serve):
            break
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _solved(_widened(question, name, middle), serve) else (middle, high)
    return _widened(question, name, high)


def _solved(question: Question, serve: Serve) -> bool:
    return next(served(find(question), serve), None) is not None


def _widened(question: Question, name: str, last: int) -> Question:
    """Return the question with a larger bound; the output_paddings follow from the larger one."""
    bounds = question.bounds
    first = getattr(bounds, name).start
    wider = question._replace(bounds=bounds._replace(**{name: range(first, last + 1)}))
    space = wider.space
    extras = op_of(question.op, question.framework).output_paddings(space.stride[-1], space.dilation[-1])
    return wider._replace(bounds=wider.bounds._replace(output_padding=extras))
