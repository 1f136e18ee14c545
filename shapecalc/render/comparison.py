"""The ways to upsample, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from shapecalc.render.numbers import engineering, grouped
from shapecalc.render.table import ASCII, HEAVY, Bold, Table
from shapecalc.solver.compare import EXAMPLE, Grid, Way, places

WIDEST = 80
_GRIDS = {
    "nearest": "copies",
    "bilinear": "weights",
    "transposed": "zeros",
    "unpool": "places",
    "shuffle": "channels",
}
_NOTES = (
    "even, smooth: no pattern from the geometry alone; the weights may still draw one",
    "Conv2DTranspose with stride 1 and same is a plain convolution: no upsampling",
)


def comparison_lines(
    ways: Sequence[Way], title: str, channels: tuple[int, int], rank: int, *, ascii_only: bool
) -> Iterator[str]:
    """Yield the table of costs, and what each way makes of ``EXAMPLE``."""
    yield Bold(f"ways from {title}, {channels[0]} to {channels[1]} channels")
    rows = [
        [way.name, grouped(way.cost(rank).params), engineering(way.cost(rank).macs, "").strip(), way.result, way.needs]
        for way in ways
    ]
    titles, box = ["way", "params", "MACs", "result", "needs"], ASCII if ascii_only else HEAVY
    flexible = [2, 0, 0, 0, 1]
    yield from Table(titles, rows, "<>><<", flexible=flexible, box=box).lines(WIDEST)
    yield "what learns is the conv, plain or transposed; the rest has 0 parameters"
    yield from _NOTES
    yield f"what becomes of {[list(row) for row in EXAMPLE]} (doubled, before a kernel is laid on it):"
    yield from _side_by_side({name: places(kind) for name, kind in _GRIDS.items()})
    yield "transposed: zeros inserted; unpool: at the places of the maxima, here as if"
    yield "remembered; shuffle: a, b, c, d are four channels"


def _side_by_side(grids: dict[str, Grid]) -> Iterator[str]:
    blocks = {}
    for name, grid in grids.items():
        size = max(len(cell) for row in grid for cell in row)
        lines = [" ".join(f"{cell:>{size}}" for cell in row) for row in grid]
        blocks[name] = [f"{line:<{max(len(name), len(lines[0]))}}" for line in (name, *lines)]
    for cells in zip(*blocks.values(), strict=True):
        yield ("  " + "   ".join(cells)).rstrip()


def comparison_data(ways: Sequence[Way], channels: tuple[int, int], rank: int) -> list[dict[str, Any]]:
    """Return the ways for JSON."""
    return [
        {
            "way": way.name,
            "channels": list(channels),
            **way.cost(rank)._asdict(),
            "learns": way.learns,
            "result": way.result,
            "needs": way.needs or None,
            "places": [list(row) for row in places(way.places)],
        }
        for way in ways
    ]
