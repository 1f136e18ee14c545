"""Settings that multiply or divide every input size, by the identity, not by trial.

A transposed convolution multiplies by S for every W if and only if ``2P - output_padding = F - S``; a window that
slides divides by S if and only if ``F - S <= 2P <= F - 1``. The size drops out, so one pair of sizes stands for all.
"""

from __future__ import annotations

from collections.abc import Iterator

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ask import Limits, ask
from shapecalc.solver.inquiry import IMAGES, each_op
from shapecalc.solver.ops import OPS
from shapecalc.solver.question import Pins, Question
from shapecalc.solver.reason import Reason, explain
from shapecalc.solver.relax import further
from shapecalc.solver.search import search, served
from shapecalc.solver.several import Answers, Axis
from shapecalc.solver.solution import Solution

STANDING_FOR_ALL = 1000
NUMBER = r"\d{1,40}/\d{1,40}|(\d{1,40}\.?\d{0,40}|\.\d{1,40})(e[+-]?\d{1,3})?"
"""A factor as it may be written; an exponent of more digits would be a number that no memory holds."""
LARGEST_FRACTION = 2**24
"""Single precision, which ONNX has, holds no larger whole number exactly."""
Factor = tuple[int, int]
"""What multiplies and what divides, in lowest terms."""


def read_factor(given: object) -> tuple[int, int]:
    """Return a factor in lowest terms, as what multiplies and what divides.

    >>> read_factor(2), read_factor("1/2"), read_factor("0.5"), read_factor("6/4")
    ((2, 1), (1, 2), (1, 2), (3, 2))
    """
    import re
    from fractions import Fraction

    text = str(given).strip()
    try:
        factor = Fraction(text if re.fullmatch(NUMBER, text, re.ASCII) else 0)
    except ZeroDivisionError:
        factor = Fraction(0)
    if not 0 < factor <= 10**9 or factor.denominator > 10**9:
        why = "it must be a number over 0" if factor <= 0 else "it must be from 1/1000000000 to 1000000000"
        raise ShapecalcError(f"factor is {given!r}", why=why, fix="write 2, or 1/2", path=("factor",))
    return factor.numerator, factor.denominator


def every_factor(
    factor: Factor, op: str | None, pins: Pins, limits: Limits, framework: str
) -> Iterator[tuple[str, Answers]]:
    """Yield the answers of an op for every size, or of all that can go by the factor: by a fraction only one can."""

    def asked(word: str | None) -> Answers:
        question, solutions, reason = by_factor(factor, word, pins, limits, framework)
        rows = tuple((one,) * IMAGES for one in solutions)
        return Answers((Axis((question,), (), solutions, reason),), rows, shared=True)

    if op == "all":
        yield from each_op(asked, framework, OPS if 1 in factor else [_op_of(factor)])
        return
    found = asked(op)
    yield found.axes[0].questions[0].op, found


def by_factor(
    factor: Factor, op: str | None, pins: Pins, limits: Limits, framework: str
) -> tuple[Question, tuple[Solution, ...], Reason | None]:
    """Return every setting that is exact for the factor; only an upsampling goes by any fraction (3/2)."""
    times, over = factor
    word = _op_of(factor) if op is None else op
    if word == "upsample":
        _check_fraction(factor, framework)
    elif word in OPS:
        _check_stride(factor, word, pins.stride)
        pins = pins._replace(stride=max(factor)) if "stride" in OPS[word].settings else pins
    question = ask(STANDING_FOR_ALL * over, STANDING_FOR_ALL * times, word, pins, limits, framework)
    found = search(question)
    if word == "upsample":
        found = tuple(one._replace(stride=times, over=over) for one in found)
    solutions = tuple(served(found, _exact))
    return question, solutions, None if solutions else _reason(question, factor)


def _op_of(factor: Factor) -> str:
    """Return what goes by a factor as a rule: a stride multiplies or divides, and by a fraction only sizes go."""
    times, over = factor
    return "conv" if times == 1 else "transpose" if over == 1 else "upsample"


def _check_fraction(factor: Factor, framework: str) -> None:
    times, over = factor
    if over > 1 and framework == "keras":
        raise ShapecalcError("Keras upsamples by whole factors", fix=_by_size(factor), path=("factor",))
    if over & (over - 1) or max(factor) > LARGEST_FRACTION:
        raise ShapecalcError(
            f"no floating-point number is {times}/{over}",
            why="a scale factor is one, so some sizes would be one element short",
            fix=f"{_by_size(factor)}, or take a fraction of 2, 4, 8, ...",
            path=("factor",),
        )


def _by_size(factor: Factor) -> str:
    times, over = factor
    return f"ask for a size, --in {32 * over} --out {32 * times}"


def _check_stride(factor: Factor, word: str, stride: int | None) -> None:
    times, over = factor
    if times > 1 and over > 1:
        raise ShapecalcError(
            f"no {word} makes {times}/{over} of every size",
            why="a stride is a whole number: it multiplies, or it divides",
            fix=f"take two layers, {times} up and {over} down, or --op upsample",
            path=("factor",),
        )
    if stride not in (None, max(factor)):
        raise ShapecalcError(
            f"stride {stride} contradicts the factor {_text(factor)}",
            why="the stride is what every size is multiplied or divided by",
            fix=f"leave the stride out, or use {max(factor)}",
            path=("stride",),
        )


_OTHERS = {
    True: ("divide", "conv, pool, upsample and shuffle"),
    False: ("multiply", "transpose, upsample, unpool and shuffle"),
}
"""Whether a factor divides, and what does it."""


def _exact(one: Solution) -> Solution | None:
    return one if one.exact else None


def _reason(question: Question, factor: Factor) -> Reason:
    rule = "2P - output_padding = F - S" if question.out > question.size else "F - S <= 2P <= F - 1"
    wrong_way = (question.op in ("conv", "pool")) == (question.out > question.size) and question.out != question.size
    reason = explain(question, _exact)._replace(below=None, above=None, smallest=None, largest=None)
    if wrong_way:
        does, others = _OTHERS[factor[0] == 1]
        why = f"{question.op} does not {does} sizes, whatever its settings; {others} do"
        return reason._replace(why=why, padding_rule="")
    return further(question, reason._replace(why=f"{rule} has no solution within the bounds"), _exact)


def _text(factor: Factor) -> str:
    times, over = factor
    return str(times) if over == 1 else f"{times}/{over}"
