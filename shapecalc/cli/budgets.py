"""Budgets on the command line: numbers with units, and the words when one is overrun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from shapecalc.budget import Budget, Overrun, Surprise, overruns, surprises
from shapecalc.cli.arguments import shapes_by_name
from shapecalc.errors import Problem, ShapecalcError
from shapecalc.render.numbers import shape_text, size_in_bytes
from shapecalc.shape import is_known

if TYPE_CHECKING:
    from shapecalc.layers.layer import Output
    from shapecalc.model.graph import Model
    from shapecalc.shape import Shape
    from shapecalc.summary import Summary

COUNTS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
BYTES = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12} | {
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
    "tib": 2**40,
}
_NUMBER = re.compile(r"(\d{1,18}(?:\.\d{1,18})?) ?([A-Za-z]*)")
MOST_SHOWN = 3
"""What is not counted is named up to so many."""
_NAMES = {"params": "parameters", "macs": "MACs", "memory": "bytes"}


def budget_of(params: str | None, macs: str | None, memory: str | None, outputs: Iterable[str]) -> Budget:
    """Return the budget that the options name."""
    return Budget(
        None if params is None else _number("--max-params", params, COUNTS, "5M"),
        None if macs is None else _number("--max-macs", macs, COUNTS, "1.5G"),
        None if memory is None else _number("--max-memory", memory, BYTES, "8GiB"),
        shapes_by_name("--expect-output", outputs, "1,21,512,512"),
    )


def check(budget: Budget, model: Model, summary: Summary) -> list[Problem]:
    """Return everything that the summary overruns, and every output of another shape."""
    over = [_overrun(each, summary) for each in overruns(budget, summary)]
    return over + [_surprise(each) for each in surprises(budget, model, summary)]


def _number(option: str, text: str, units: dict[str, int], example: str) -> int:
    found = _NUMBER.fullmatch(text.replace(",", "").replace("_", "").strip())
    if found is None or found[2].lower() not in units:
        known = ", ".join(_spelled(unit) for unit in units if unit)
        raise ShapecalcError(
            f"{option} {text}", why=f"it takes a number with one of the units {known}", fix=f"write {option} {example}"
        )
    return int(Fraction(found[1]) * units[found[2].lower()])


def _spelled(unit: str) -> str:
    return unit if unit == "k" else unit.upper().replace("IB", "iB").replace("KB", "kB")


def _overrun(over: Overrun, summary: Summary) -> Problem:
    option = f"--max-{over.what}"
    name = _NAMES[over.what]
    if over.what == "memory" and summary.memory is not None:
        name = f"bytes for {'training' if summary.memory.optimizer else 'inference'}"
    limit = f"{option} allows {_text(over.what, over.limit)}"
    if over.found is None or over.unknown:
        counted = "" if over.found is None else f", the rest is {_text(over.what, over.found)}"
        more = len(over.unknown) - MOST_SHOWN
        missing = [*over.unknown[:MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])]
        why = f"{limit}, and not counted: {'; '.join(missing)}{counted}"
        return Problem(f"whether the {name} keep to the budget is not known", why=why)
    more = over.found - over.limit
    return Problem(
        f"{over.found:,} {name} are too many",
        why=f"{limit}; these are {_text(over.what, more)} more{_percent(more, over.limit)}",
    )


def _text(count: str, number: int) -> str:
    return f"{number:,} bytes ({size_in_bytes(number)})" if count == "memory" else f"{number:,}"


def _percent(more: int, limit: int) -> str:
    return f" ({float(Fraction(100 * more, limit)):,.1f} %)" if limit else ""


def _surprise(surprise: Surprise) -> Problem:
    expected, found = surprise.expected, surprise.found
    return Problem(
        f"the output {surprise.output} has the shape {shape_text(found)}",
        why=f"--expect-output says {shape_text(expected)}: {'; '.join(_differences(expected, found))}",
    )


def _differences(expected: Shape, found: Output | None) -> Iterator[str]:
    if not isinstance(found, tuple):
        yield "it is no single shape"
    elif len(found) != len(expected):
        yield f"{len(expected)} axes against {len(found)}"
    else:
        for axis, (want, has) in enumerate(zip(expected, found, strict=True)):
            if want != has and (axis or is_known(has)):  # an open batch is whatever is expected
                yield f"axis {axis} is {has}, not {want}"
