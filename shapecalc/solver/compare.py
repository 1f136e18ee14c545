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


class Way(NamedTuple):
    """A way to upsample. ``learns`` is the layer that learns; ``places`` what becomes of ``EXAMPLE`` before it does."""

    name: str
    stages: tuple[Solution, ...]
    channels: tuple[int, ...]
    learns: str
    result: str
    needs: str
    places: str

    def cost(self, rank: int) -> Cost:
        """Return parameters and MACs of all stages."""
        pairs = pairwise(self.channels)
        costs = [cost((one,) * rank, pair) for one, pair in zip(self.stages, pairs, strict=True)]
        return Cost(sum(each.params for each in costs), sum(each.macs for each in costs))


def ways(size: int, factor: int, channels: Channels, rank: int = 2) -> tuple[Way, ...]:
    """Return the ways from ``size`` to ``factor*size``."""
    out, (inputs, filters) = factor * size, channels
    kept, after = (inputs, inputs, filters), Solution("conv", 3, 1, 1, 0, 1, out, out)
    near = Solution("upsample", 1, factor, 0, 0, 1, size, out, "nearest")
    found = [
        Way("nearest + conv 3x3", (near, after), kept, "the conv", "smooth", "", "copies"),
        Way("bilinear + conv 3x3", (near._replace(mode="bilinear"), after), kept, "the conv", "smooth", "", "weights"),
    ]
    found += [_spread(one, channels) for one in _spreads(size, factor)]
    unpool = Solution("unpool", factor, factor, 0, 0, 1, size, out)
    found.append(
        Way("max-unpool + conv 3x3", (unpool, after), kept, "the conv", "sparse", "indices of its pool", "places")
    )
    before = Solution("conv", 3, 1, 1, 0, 1, size, size)
    shuffle = Solution("shuffle", 1, factor, 0, 0, 1, size, out, "up")
    blocks = (inputs, filters * factor**rank, filters)
    needs = f"{factor**rank}x the channels"
    found.append(
        Way("conv 3x3 + pixel shuffle", (before, shuffle), blocks, "the conv", "can checker", needs, "channels")
    )
    return tuple(found)


def _spreads(size: int, factor: int) -> list[Solution]:
    op = op_of("transpose")
    named = [recipe for recipe in op.recipes(factor) if recipe.stride == factor]
    numbers = dict.fromkeys(recipe[1:5] for recipe in named)
    tried = [Solution("transpose", *each, 1, size, factor * size) for each in numbers]
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
