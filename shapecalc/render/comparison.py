"""The ways to upsample, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shapecalc.render.numbers import engineering, grouped
from shapecalc.render.table import ASCII, HEAVY, Bold, Table, wrap
from shapecalc.solver.compare import EXAMPLE, Comparison, Grid, places

WIDEST = 80
READ_IN_FULL = 10**12
_GRIDS = {
    "nearest": "copies",
    "bilinear": "weights",
    "transposed": "zeros",
    "unpool": "places",
    "shuffle": "channels",
}
_MEANING = {
    "zeros": "transposed: zeros inserted",
    "places": "unpool: at the places of the maxima, here as if remembered",
    "channels": "shuffle: a, b, c, d are four channels",
}
_NOTES = (
    "even, smooth: no pattern from the geometry alone; the weights may still draw one",
    "Conv2DTranspose with stride 1 and same is a plain convolution: no upsampling",
)


def comparison_lines(compared: Comparison, title: str, *, ascii_only: bool) -> Iterator[str]:
    """Yield the table of costs, and what each way makes of ``EXAMPLE``."""
    about = f"ways from {title}, {compared.channels[0]} to {compared.channels[1]} channels"
    yield from map(Bold, wrap(about, WIDEST))
    yield from _table(compared, ascii_only=ascii_only).lines()
    if compared.sizes is None:
        yield "MACs: for each element (pixel) of the input; the parameters are for any size"
    yield "what learns is the conv, plain or transposed; the rest has 0 parameters"
    yield from _NOTES
    yield f"what becomes of {[list(row) for row in EXAMPLE]} (doubled, before a kernel is laid on it):"
    shown = {each.places for each in compared.ways}
    yield from _side_by_side({name: places(kind) for name, kind in _GRIDS.items() if kind in shown})
    yield from wrap("; ".join(text for kind, text in _MEANING.items() if kind in shown), WIDEST)


def _table(compared: Comparison, *, ascii_only: bool) -> Table:
    rows = []
    for way in compared.ways:
        paid = compared.cost(way)
        params = grouped(paid.params) if paid.params < READ_IN_FULL else engineering(paid.params, "").strip()
        rows.append([way.name, params, engineering(paid.macs, "").strip(), way.result, way.needs])
    titles, box = ["way", "params", "MACs", "result", "needs"], ASCII if ascii_only else HEAVY
    return Table(titles, rows, "<>><<", flexible=[2, 0, 0, 0, 1], box=box, width=WIDEST)


def _side_by_side(grids: dict[str, Grid]) -> Iterator[str]:
    blocks = {}
    for name, grid in grids.items():
        size = max(len(cell) for row in grid for cell in row)
        lines = [" ".join(f"{cell:>{size}}" for cell in row) for row in grid]
        blocks[name] = [f"{line:<{max(len(name), len(lines[0]))}}" for line in (name, *lines)]
    for cells in zip(*blocks.values(), strict=True):
        yield ("  " + "   ".join(cells)).rstrip()


def comparison_data(compared: Comparison) -> list[dict[str, Any]]:
    """Return the ways for JSON; where no size was asked for, the MACs are those of each element of the input."""
    macs = "macs_per_input_element" if compared.sizes is None else "macs"
    return [
        {
            "way": way.name,
            "channels": list(compared.channels),
            "params": compared.cost(way).params,
            macs: compared.cost(way).macs,
            "learns": way.learns,
            "result": way.result,
            "needs": way.needs or None,
            "places": [list(row) for row in places(way.places)],
        }
        for way in compared.ways
    ]
