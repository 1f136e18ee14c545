"""The ways to upsample by a whole factor, side by side: what they cost, what they need, what they place where.

Each way is a layer that moves the elements apart and, unless it learns itself, a 3x3 convolution that learns.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from shapecalc.solver.cost import Cost, cost
from shapecalc.solver.ops import op_of
from shapecalc.solver.solution import Solution

Channels = tuple[int, int]
Grid = tuple[tuple[str, ...], ...]
EXAMPLE = ((1, 2), (3, 4))
CONV = "the conv"
LINEAR = {1: "linear", 2: "bilinear", 3: "trilinear"}
SHUFFLED_AXES = 2
"""No framework shuffles pixels along one axis, or three."""


class Way(NamedTuple):
    """A way to upsample. ``learns`` is the layer that learns; ``places`` what becomes of ``EXAMPLE`` before it does.

    ``stages`` are for a single element; for any other size theirs are as many times as large.
    """

    name: str
    stages: tuple[Solution, ...]
    channels: tuple[int, ...]
    learns: str
    result: str
    needs: str
    places: str

    def cost(self, sizes: tuple[int, ...]) -> Cost:
        """Return parameters and MACs of all stages for an input with a size for each axis."""
        paid = [
            cost(tuple(stage.at(stage.size * size, stage.out * size) for size in sizes), pair)
            for stage, pair in zip(self.stages, pairwise(self.channels), strict=True)
        ]
        return Cost(sum(each.params for each in paid), sum(each.macs for each in paid))


class Comparison(NamedTuple):
    """The ways to upsample by a factor, for an input with a size for each axis; for each element of any, if not."""

    ways: tuple[Way, ...]
    channels: Channels
    rank: int
    sizes: tuple[int, ...] | None = None

    def cost(self, way: Way) -> Cost:
        """Return what a way costs."""
        return way.cost(self.sizes or (1,) * self.rank)


def ways(factor: int, channels: Channels, rank: int = 2, framework: str = "") -> tuple[Way, ...]:
    """Return the ways to upsample by a whole factor along ``rank`` axes that a framework has."""
    found = [*_resized(factor, channels, rank), *(_spread(one, channels) for one in _spreads(factor))]
    if framework != "keras":
        found.append(_unpooled(factor, channels, rank))
    if rank == SHUFFLED_AXES:
        found.append(_shuffled(factor, channels, rank))
    return tuple(found)


def _after(factor: int) -> Solution:
    return Solution("conv", 3, 1, 1, 0, 1, factor, factor)


def _conv(rank: int) -> str:
    return f"conv {'x'.join('3' * rank)}"


def _resized(factor: int, channels: Channels, rank: int) -> list[Way]:
    near, kept = Solution("upsample", 1, factor, 0, 0, 1, 1, factor, "nearest"), (channels[0], *channels)
    names = (("nearest", "nearest", "copies"), (LINEAR[rank], "bilinear", "weights"))
    return [
        Way(f"{name} + {_conv(rank)}", (near._replace(mode=mode), _after(factor)), kept, CONV, "smooth", "", places)
        for name, mode, places in names
    ]


def _unpooled(factor: int, channels: Channels, rank: int) -> Way:
    unpool, kept = Solution("unpool", factor, factor, 0, 0, 1, 1, factor), (channels[0], *channels)
    name, needs = f"max-unpool + {_conv(rank)}", "indices of its pool"
    return Way(name, (unpool, _after(factor)), kept, CONV, "sparse", needs, "places")


def _shuffled(factor: int, channels: Channels, rank: int) -> Way:
    inputs, filters = channels
    shuffle, blocks = Solution("shuffle", 1, factor, 0, 0, 1, 1, factor, "up"), factor**rank
    moved, needs = (inputs, filters * blocks, filters), f"{blocks}x the channels"
    return Way(f"{_conv(rank)} + pixel shuffle", (_after(1), shuffle), moved, CONV, "can checker", needs, "channels")


def _spreads(factor: int) -> list[Solution]:
    op = op_of("transpose")
    named = [recipe for recipe in op.recipes(factor) if recipe.stride == factor]
    numbers = dict.fromkeys(recipe[1:5] for recipe in named)
    tried = [Solution("transpose", *each, 1, 1, factor) for each in numbers]
    return [one for one in tried if one.exact]


def _spread(one: Solution, channels: Channels) -> Way:
    result = "even" if one.checkerboard_free else "checkerboard"
    settings = "/".join(map(str, one[1 : 4 if not one.output_padding else 5]))
    return Way(f"transposed conv {settings}", (one,), channels, "itself", result, "", "zeros")


def places(kind: str) -> Grid:
    """Return what becomes of ``EXAMPLE`` when it is doubled, before a kernel is laid on it.

    >>> for row in places("weights"):
    ...     print(*row)
    1 1.25 1.75 2
    1.5 1.75 2.25 2.5
    2.5 2.75 3.25 3.5
    3 3.25 3.75 4
    """
    return tuple(tuple(_PLACES[kind](y, x) for x in range(4)) for y in range(4))


def _copies(y: int, x: int) -> str:
    return str(EXAMPLE[y // 2][x // 2])


def _zeros(y: int, x: int) -> str:
    return "0" if y % 2 or x % 2 else _copies(y, x)


def _weights(y: int, x: int) -> str:
    total = sum(
        EXAMPLE[row][column] * (3 if row == y // 2 else 1) * (3 if column == x // 2 else 1)
        for row in (y // 2, _neighbour(y))
        for column in (x // 2, _neighbour(x))
    )
    weight = (4 if y // 2 != _neighbour(y) else 6) * (4 if x // 2 != _neighbour(x) else 6)
    return f"{total / weight:g}"


def _neighbour(place: int) -> int:
    """Return the other of the two elements that an output lies between; at the edge it is the same one."""
    return min(max((place - 1) // 2 if place % 2 == 0 else (place + 1) // 2, 0), 1)


_MAXIMA = {(0, 1): 1, (1, 2): 2, (3, 0): 3, (2, 3): 4}


def _remembered(y: int, x: int) -> str:
    return str(_MAXIMA.get((y, x), 0))


def _channels(y: int, x: int) -> str:
    return f"{'abcd'[y % 2 * 2 + x % 2]}{_copies(y, x)}"


_PLACES = {
    "copies": _copies,
    "weights": _weights,
    "zeros": _zeros,
    "places": _remembered,
    "channels": _channels,
}
