"""Sizes as they are given: one, one an axis (a tuple), several cases (a list); and all ops at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ask import Limits
from shapecalc.solver.ops import OPS, op_of
from shapecalc.solver.question import Case, Pins
from shapecalc.solver.several import Answers, answers

Given = Any
"""64, (64, 48), [63, 64, 65] or [(63, 47), (64, 48)]."""
Found = TypeVar("Found")
IMAGES, MOST_AXES, MOST_CASES = 2, 3, 1000


class Inquiry(NamedTuple):
    """The cases of each axis, and how many spatial axes the layer has: one size is asked for an image."""

    cases: tuple[tuple[Case, ...], ...]
    rank: int

    @property
    def pair(self) -> Case | None:
        """The one size and its output, when there is no more to it."""
        return self.cases[0][0] if len(self.cases) == 1 and len(self.cases[0]) == 1 else None


def inquiry(size: Given, out: Given) -> Inquiry:
    """Return the cases axis by axis; refuse what does not fit together.

    >>> inquiry((64, 48), (128, 96)).cases
    (((64, 128),), ((48, 96),))
    >>> inquiry([63, 64], [126, 128]).cases
    (((63, 126), (64, 128)),)
    """
    sizes, outs = _cases(size), _cases(out)
    if len(sizes) != len(outs):
        raise _unlike("case", len(sizes), len(outs))
    rows = [tuple(zip(_axes(one), _axes(other), strict=False)) for one, other in zip(sizes, outs, strict=True)]
    lengths = {len(_axes(each)) for each in (*sizes, *outs)}
    if len(lengths) > 1 or max(lengths) > MOST_AXES or not all(rows):
        raise _unlike("axis", len(_axes(sizes[0])), next((len(_axes(each)) for each in outs), 0), lengths)
    cases = tuple(zip(*rows, strict=True))
    return Inquiry(cases, len(cases) if isinstance(sizes[0], (tuple, list)) else IMAGES)


def _full(found: Answers, rank: int) -> Answers:
    """Let one size stand for all axes."""
    return found if len(found.axes) > 1 else found._replace(rows=tuple(row * rank for row in found.rows))


def _cases(given: Given) -> list[Given]:
    return given if isinstance(given, list) and given else [given]


def _axes(given: Given) -> tuple[Given, ...]:
    return tuple(given) if isinstance(given, (tuple, list)) else (given,)


def _unlike(what: str, size: int, out: int, lengths: set[int] | None = None) -> ShapecalcError:
    many = {"case": "cases", "axis": "axes"}[what]
    if lengths and size == out:
        return ShapecalcError(
            f"there are {' and '.join(map(str, sorted(lengths)))} {many}",
            why=f"a layer has 1 to {MOST_AXES} {many}, the same number in every case",
            fix="write 64x48 for two, and 63x47,64x48 for two cases of two",
            path=("size",),
        )
    return ShapecalcError(
        f"the input has {size} {what if size == 1 else many}, and the output {out}",
        why=f"each {what} of the input goes to one of the output",
        fix=f"give as many output sizes as input sizes ({'64x48 -> 128x96' if what == 'axis' else '63,64 -> 126,128'})",
        path=("out",),
    )


def every_op(
    asked: Inquiry, op: str | None, pins: Pins, limits: Limits, framework: str
) -> Iterator[tuple[str, Answers]]:
    """Yield the answers of an op, or of all that have the pinned settings and that the framework has."""
    if op != "all":
        found = answers(asked.cases, op, pins, limits, framework)
        yield found.axes[0].questions[0].op, _full(found, asked.rank)
        return
    for word, found in each_op(lambda word: answers(asked.cases, word, pins, limits, framework), framework):
        yield word, _full(found, asked.rank)


def each_op(ask: Callable[[str], Found], framework: str, words: Iterable[str] = OPS) -> Iterator[tuple[str, Found]]:
    """Yield what is found for every op that the framework has and that has the pinned settings.

    Where none has, the first, a transposed convolution, tells why: it has every setting.
    """
    refusals: list[ShapecalcError] = []
    answered = False
    for word in words:
        try:
            op_of(word, framework)
            found = ask(word)
        except ShapecalcError as error:
            refusals.append(error)
            continue
        answered = True
        yield word, found
    if not answered:
        raise refusals[0]
