"""The door for Python: ``shapecalc.solve`` and ``shapecalc.iter_solutions``, and the solutions they give."""

from __future__ import annotations

from collections.abc import Iterator
from operator import index
from typing import Any

from shapecalc.errors import Problem, ShapecalcError, did_you_mean
from shapecalc.solver.ask import Limits
from shapecalc.solver.cases import each_common
from shapecalc.solver.factor import every_factor, read_factor
from shapecalc.solver.inquiry import every_op, inquiry
from shapecalc.solver.public.solution import Solution, made
from shapecalc.solver.public.solutions import Instead, Reason, Solutions, Unsolved
from shapecalc.solver.question import Pins
from shapecalc.solver.several import Answers, questions

__all__ = ["Instead", "Reason", "Solution", "Solutions", "iter_solutions", "solve"]


def solve(size: Any = None, out: Any = None, *, factor: Any = None, **settings: Any) -> Solutions:
    """Return every layer that takes ``size`` to ``out``, the usual first; or that goes by ``factor``, for every size.

    A tuple has a size for each axis, a list several cases that one setting is to serve; ``factor`` is 2, or "1/2". The
    settings are those of ``iter_solutions``. Where there is no solution, ``reasons`` says why and what comes near.

    >>> from shapecalc import solve
    >>> [(each.kernel_size, each.padding, each.recipe) for each in solve(64, 128, stride=2, max_kernel=4)]
    [(4, 1, 'DCGAN'), (2, 0, 'U-Net up-convolution'), (3, 1, 'CycleGAN'), (1, 0, None)]
    >>> solve((64, 48), (128, 96))[0].code("torch")
    'nn.ConvTranspose2d(c_in, c_out, 4, stride=2, padding=1)'
    >>> solve(factor="1/2", op="pool")[0].layer("keras").infer((None, 64, 64, 3)).output_shape
    (None, 32, 32, 3)
    >>> (reason,) = solve(64, 127, kernel_size=4, stride=2, output_padding=0).reasons
    >>> reason.why
    'with kernel_size 4, stride 2, output_padding 0 every output size is even (124 to 130), and 127 is odd'
    >>> reason.below.out, reason.above.out, [each.gives_up for each in reason.instead]
    (126, 128, [('kernel_size',), ('output_padding',), ('max_dilation',)])
    """
    parts = [*_parts(size, out, factor, *_taken(settings))]
    found = (made(row, sized=factor is None) for _, answers in parts for row in answers.rows)
    axes = (Unsolved(word, axis) for word, answers in parts for axis in answers.axes if not axis.solutions)
    return Solutions(found, axes)


def _parts(
    size: Any, out: Any, factor: Any, op: str | None, pins: Pins, limits: Limits, framework: str
) -> Iterator[tuple[str, Answers]]:
    """Return the answers of every op that is asked."""
    if factor is None:
        return every_op(inquiry(_plain(size), _plain(out)), op, pins, limits, framework)
    if size is not None or out is not None:
        raise ShapecalcError(
            f"both a factor, {factor!r}, and sizes are given", why="a factor holds for every size", path=("factor",)
        )
    return every_factor(read_factor(factor), op, pins, limits, framework)


def iter_solutions(size: Any = None, out: Any = None, *, factor: Any = None, **settings: Any) -> Iterator[Solution]:
    """Yield the layers that take ``size`` to ``out`` one after the other, the small kernels first.

    Settings: ``op`` (transpose, conv, pool, upsample, unpool, shuffle, all), ``framework`` (keras, torch, onnx);
    ``kernel_size``, ``stride``, ``padding``, ``output_padding`` and ``dilation`` are kept; ``max_kernel``,
    ``max_stride``, ``max_padding`` and ``max_dilation`` bound them. One axis and one op are searched while you take
    the solutions; for several axes, all ops and factors they are found at once, in the order of ``solve``.

    >>> from shapecalc import iter_solutions
    >>> next(iter_solutions(10**9, 2 * 10**9, max_kernel=10**5)).code("torch")
    'nn.ConvTranspose2d(c_in, c_out, 1, stride=2, output_padding=1)'
    """
    op, pins, limits, framework = _taken(settings)
    if factor is not None or op == "all":
        return iter(solve(size, out, factor=factor, **settings))
    asked = inquiry(_plain(size), _plain(out))
    if len(asked.cases) > 1:
        return iter(solve(size, out, **settings))
    (axis,) = questions(asked.cases, op, pins, limits, framework, lazily=True)
    return (made((one.at(*asked.cases[0][0]),) * asked.rank) for one in each_common(axis))


def _taken(settings: dict[str, Any]) -> tuple[str | None, Pins, Limits, str]:
    known = ("op", "framework", *Pins._fields, *Limits._fields)
    unknown = [_unknown(name, known) for name in settings if name not in known]
    if unknown:
        raise ShapecalcError(problems=unknown)
    pins = Pins(**{name: _plain(settings.get(name)) for name in Pins._fields})
    limits = Limits(**{name: _plain(settings.get(name)) for name in Limits._fields})
    framework = settings.get("framework")
    return settings.get("op"), pins, limits, "" if framework is None else framework


def _unknown(name: str, known: tuple[str, ...]) -> Problem:
    return Problem(f"solve has no setting {name}", f"it takes {', '.join(known)}", did_you_mean(name, known), (name,))


def _plain(value: Any) -> Any:
    """Return numpy's whole numbers as Python's, also those in a tuple or a list."""
    if isinstance(value, list):
        return [*map(_plain, value)]
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    try:
        return value if isinstance(value, bool) else index(value)
    except TypeError:  # it is none; who asks the question says so
        return value
