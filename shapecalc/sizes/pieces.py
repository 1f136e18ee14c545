"""One axis in pieces: residue classes, and in each the intervals in which the model does the same.

A piece is found by one walk: the size is ``modulus*q + residue`` at the largest ``q`` of the interval, and the walk
says down to which ``q`` every comparison on the way has the same answer. Where a floor asks for smaller classes, the
class is split there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from shapecalc.sizes.stage import Stage
from shapecalc.sizes.walk import Outcome, Walk
from shapecalc.symbolic.point import IrregularError, Point, Split
from shapecalc.symbolic.size import Symbolic

FAR = 10**7
"""No axis of any tensor is as long; what holds up to here is said to hold for all sizes."""
MOST_WALKS = 20_000
"""So many walks are worth an answer without trying."""
MOST_TRIED = 1024
"""Where there is no pattern, sizes up to here are tried one by one."""


class Piece(NamedTuple):
    """The sizes ``low, low + modulus, ..., high`` (all of one residue): ``outcome`` holds for them, at ``point``."""

    modulus: int
    low: int
    high: int
    outcome: Outcome
    point: Point | None = None

    @property
    def endless(self) -> bool:
        """Tell whether the piece goes on for ever."""
        return self.high + self.modulus > FAR


class Pieces(NamedTuple):
    """All pieces of an axis. Where there is no pattern, ``irregular`` says why and the pieces are single sizes."""

    pieces: list[Piece]
    irregular: str = ""


def pieces_of(walk: Walk) -> Pieces:
    """Return the pieces of an axis; together they hold every size from 1 to ``FAR``."""
    try:
        return Pieces(list(_found(walk)))
    except IrregularError as error:
        tried = range(1, MOST_TRIED + 1)
        return Pieces([Piece(MOST_TRIED, size, size, walk.at(size)) for size in tried], str(error))


def first_sizes(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the sizes up to ``MOST_TRIED`` one by one."""
    return [
        Piece(1, size, size, piece.outcome)
        for piece in pieces
        for size in range(piece.low, min(piece.high, MOST_TRIED) + 1, piece.modulus)
    ]


class _Class(NamedTuple):
    """The sizes ``modulus*q + residue`` up to ``most``, and what is known of the walk at the top of them."""

    modulus: int
    residue: int
    most: int
    stages: Sequence[Stage] = ()

    @property
    def top(self) -> int:
        """Return the largest q."""
        return (self.most - self.residue) // self.modulus

    def still(self) -> _Class:
        """Return the class with those stages only that hold at its top."""
        top = self.top
        return self._replace(stages=[*takewhile(lambda stage: stage.low <= top, self.stages)])

    def split(self, parts: int, stages: Sequence[Stage]) -> Iterator[_Class]:
        """Yield the smaller classes."""
        for part in range(parts):
            smaller = [stage.within(parts, part) for stage in stages]
            yield _Class(self.modulus * parts, self.residue + self.modulus * part, self.most, smaller)


def _found(walk: Walk) -> Iterator[Piece]:
    classes = [_Class(1, 0, FAR)]
    walks = 0
    while classes:
        each = classes.pop()
        first = each.residue or each.modulus  # a size is 1 or more
        if each.most < first:
            continue
        walks += 1
        if walks > MOST_WALKS:
            raise IrregularError(f"the pattern repeats after {each.modulus:,} sizes or more")
        each = each.still()
        point = Point({"q": each.top}, {"q": each.stages[-1].low if each.stages else 0})
        try:
            outcome = walk.at(Symbolic.at(point, {("q",): each.modulus, (): each.residue}), each.stages)
        except Split as split:
            classes += each.split(split.parts, walk.stages)
            continue
        finally:
            point.over = True
        low = max(each.modulus * point.low["q"] + each.residue, first)
        if each.most == FAR and 2 * low > FAR:
            raise IrregularError("a comparison turns again and again, however large the size is")
        yield Piece(each.modulus, low, each.modulus * each.top + each.residue, outcome, point)
        classes.append(each._replace(most=low - each.modulus, stages=walk.stages))
