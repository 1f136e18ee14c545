"""Which legal sizes give a wanted output."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from shapecalc.sizes.pattern import Pattern, pattern_of, tried_pattern
from shapecalc.sizes.pieces import Piece, first_sizes
from shapecalc.symbolic.polynomial import plus
from shapecalc.symbolic.size import Symbolic
from shapecalc.symbolic.steady import whole_roots

if TYPE_CHECKING:
    from shapecalc.sizes.legal import AxisSizes


def giving(axis: AxisSizes, wanted: int) -> Pattern:
    """Return the legal sizes that make the model's last output ``wanted`` long where it moves with the axis.

    Where it moves with no axis, the output's axis is the one on the same place, if it has as many axes as the input.
    """
    places = _moving(axis.pieces) or _same(axis)
    found: list[Piece] = []
    others = list(axis.refused)
    for piece in axis.pieces:
        outputs = _last(piece)
        sizes = [shape[at] for output, at in places if (shape := outputs[output])]
        inside, outside = _cut(piece, sizes, wanted)
        found += inside
        others += outside
    return pattern_of(found, others) or tried_pattern(first_sizes(found))


def _last(piece: Piece) -> list[Any]:
    *_, last = piece.outcome.outputs.values()
    return last if isinstance(last, list) else [last]


def _moving(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return which output and which of its axes are not the same for all sizes."""
    seen: dict[tuple[int, int], list[Any]] = {}
    for piece in pieces:
        for output, shape in enumerate(_last(piece)):
            for axis, size in enumerate(shape or ()):
                seen.setdefault((output, axis), []).append(size)
    return [place for place, sizes in seen.items() if isinstance(sizes[0], Symbolic) or len(set(sizes)) > 1]


def _same(axis: AxisSizes) -> list[tuple[int, int]]:
    """Return the place of the axis in every output with as many axes as the input."""
    outputs = _last(axis.pieces[0]) if axis.pieces else []
    rank = 1 + len(axis.shape)
    return [(place, 1 + axis.axis) for place, shape in enumerate(outputs) if shape and len(shape) == rank]


def _cut(piece: Piece, sizes: Sequence[Any], wanted: int) -> tuple[list[Piece], list[Piece]]:
    """Return the parts of a piece where one of the sizes is the wanted one, and the rest of it."""
    if any(type(size) is int and size == wanted for size in sizes):
        return [piece], []
    hits = sorted({at for size in sizes if isinstance(size, Symbolic) for at in _hits(piece, size, wanted)})
    inside = [piece._replace(low=at, high=at) for at in hits]
    starts = [piece.low, *(at + piece.modulus for at in hits)]
    ends = [*(at - piece.modulus for at in hits), piece.high]
    outside = [piece._replace(low=low, high=high) for low, high in zip(starts, ends, strict=True) if low <= high]
    return inside, outside


def _hits(piece: Piece, size: Symbolic, wanted: int) -> Iterator[int]:
    """Yield where in the piece a moving size is the wanted one."""
    if piece.point is None:
        raise TypeError(f"{size!r} moves in a piece without a point")
    for q in whole_roots(plus(size.terms, {(): wanted} if wanted else {}, -1)):
        at = piece.high + (q - piece.point.at["q"]) * piece.modulus
        if piece.low <= at and (at <= piece.high or piece.endless):
            yield at
