"""Why there is no answer, and what comes near."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from shapecalc.solver.ask import LARGEST_SETTING, MOST_SETTINGS
from shapecalc.solver.ops import Settled, op_of
from shapecalc.solver.question import Pins, Question, Window
from shapecalc.solver.search import Serve, search, served, solution
from shapecalc.solver.solution import Solution

Kind = Literal["parity", "gap", "too_large", "too_small", "nothing_fits", "cases"]


class Instead(NamedTuple):
    """A solution that gives up one pin (``kernel_size``) or the bounds (``max_kernel``, ``max_stride``)."""

    gives_up: tuple[str, ...]
    solution: Solution


class Reason(NamedTuple):
    """Why the pins and bounds exclude the output size, and which sizes they reach.

    ``kind``: every reachable size has the other ``parity``; the size lies in a ``gap`` between two settings; it is
    ``too_large`` or ``too_small``; ``nothing_fits`` at all. ``smallest`` and ``largest`` are the ends of what is
    reachable, ``below`` and ``above`` the best settings for the reachable sizes next to the one asked for, ``instead``
    solutions outside the question, each giving something up.
    """

    kind: Kind
    why: str
    smallest: int | None
    largest: int | None
    below: Solution | None
    above: Solution | None
    instead: tuple[Instead, ...]
    padding_rule: str = ""
    """What bounded the paddings that were tried; the empty text where a pin settled them."""
    any_padding: bool = False
    """Whether another padding may be had by pinning it together with the kernel."""


def alone(one: Solution) -> Solution:
    """Serve the two sizes of a question, and nothing more."""
    return one


def explain(question: Question, serve: Serve = alone) -> Reason:
    """Say why a question has no solution; what is done instead must ``serve``."""
    out = question.out
    reached = op_of(question.op, question.framework).reached(question)
    smallest = min((sizes[0] for sizes in reached), default=None)
    largest = max((sizes[-1] for sizes in reached), default=None)
    below = max((under[-1] for sizes in reached if (under := smaller(sizes, out))), default=None)
    above = min((over[0] for sizes in reached if (over := larger(sizes, out))), default=None)
    kind = _kind(out, reached, below, above)
    told = _why(kind, question, (smallest, largest), (below, above))
    return Reason(
        kind,
        f"with {_settings(question)} {told}",
        smallest,
        largest,
        below=_best(question, below),
        above=_best(question, above),
        instead=tuple(instead(question, serve)),
        padding_rule=_padding_rule(question),
        any_padding=not op_of(question.op, question.framework).pads_half,
    )


def _why(kind: Kind, question: Question, ends: tuple[int | None, ...], near: tuple[int | None, ...]) -> str:
    out = question.out
    why: dict[Kind, str] = {
        "parity": f"every output size is {_parity(out + 1)} ({ends[0]} to {ends[1]}), and {out} is {_parity(out)}",
        "gap": f"the output sizes jump from {near[0]} to {near[1]}",
        "too_large": f"the largest output size is {ends[1]}",
        "too_small": f"the smallest output size is {ends[0]}",
        "nothing_fits": f"nothing is left of an input of {question.size}",
    }
    return why[kind]


def _padding_rule(question: Question) -> str:
    both = question.pins.kernel_size is not None and question.pins.padding is not None
    return "" if both else op_of(question.op, question.framework).padding_rule


def smaller(sizes: range, size: int) -> range:
    """Return those less than ``size``.

    >>> smaller(range(3, 10, 2), 7), smaller(range(3, 10, 2), 2)
    (range(3, 7, 2), range(3, 2, 2))
    """
    return range(sizes.start, min(size, sizes.stop), sizes.step)


def larger(sizes: range, size: int) -> range:
    """Return those greater than ``size``.

    >>> larger(range(3, 10, 2), 7), larger(range(3, 10, 2), 2)
    (range(9, 11, 2), range(3, 11, 2))
    """
    return sizes[len(smaller(sizes, size + 1)) :]


def _kind(out: int, reached: list[range], below: int | None, above: int | None) -> Kind:
    if not reached:
        return "nothing_fits"
    if above is None:
        return "too_large"
    if below is None:
        return "too_small"
    one_parity = all(sizes.step == 2 or len(sizes) == 1 for sizes in reached)
    return "parity" if one_parity and all((sizes[0] - out) % 2 for sizes in reached) else "gap"


def _best(question: Question, out: int | None) -> Solution | None:
    return None if out is None else search(question._replace(out=out))[0]


def instead(question: Question, serve: Serve) -> Iterator[Instead]:
    """Yield the best solution without each pin alone, and the plain one beyond the bounds, where they serve."""
    op = op_of(question.op, question.framework)
    for name, pin in question.pins._asdict().items():
        freer = op.narrowed(question._replace(pins=question.pins._replace(**{name: None})))
        if pin is not None and freer.tries <= MOST_SETTINGS and (best := next(served(search(freer), serve), None)):
            yield Instead((name,), best)
    window = op.plain(question)
    if window and (plain := _plain(question, window)) and serve(plain):
        over = {"max_kernel": window.kernel_size, "max_stride": window.stride}
        within = {"max_kernel": question.space.kernel_size, "max_stride": question.space.stride}
        yield Instead(tuple(name for name, value in over.items() if value not in within[name]), plain)


def _plain(question: Question, window: Window) -> Solution | None:
    """Return a window without padding as a solution, if it is one that may be asked for and keeps the pins."""
    if not 1 <= window.kernel_size <= LARGEST_SETTING or window.stride > LARGEST_SETTING:
        return None
    agrees = _agrees(question.pins, Pins(window.kernel_size, window.stride, 0, 0, 1))
    return solution(question, window, Settled()) if agrees else None


def _agrees(pins: Pins, settings: Pins) -> bool:
    return all(pin in (None, value) for pin, value in zip(pins, settings, strict=True))


def _settings(question: Question) -> str:
    """Return the space in words, without what is as free as can be: ``kernel_size 4, stride 1 to 4, padding 0``."""
    space, op = question.space, op_of(question.op, question.framework)
    if not op.settings:
        return "a whole factor"
    widest = Window(space.kernel_size[-1], space.stride[-1], space.dilation[-1])
    legal = op.output_paddings(widest.stride, widest.dilation)
    narrowed = {
        "padding": len(space.padding) < widest.reach,
        "output_padding": len(space.output_padding) < len(legal),
        "dilation": space.dilation != range(1, 2),
    }
    return ", ".join(
        f"{name} {values[0]}" if len(values) == 1 else f"{name} {values[0]} to {values[-1]}"
        for name, values in space._asdict().items()
        if narrowed.get(name, True)
    )


def _parity(size: int) -> str:
    return "odd" if size % 2 else "even"
