"""Exactly which elements of the input an element anywhere in a network depends on, along one axis.

A set of elements is the bits of a whole number, and neighbouring elements of a layer see the same but for a shift, with
a period: so a whole network is traced with a few shifts and ORs a layer, and every hole that a dilation leaves is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from shapecalc.formulas.receptive_field import ReceptiveField
from shapecalc.formulas.taps import MOST_READS, Taps

MOST_ELEMENTS = 2**20
"""No receptive field that is larger is traced: its sets would fill the memory."""


class Dependency(NamedTuple):
    """Element ``n = len(sets)*t + r`` depends on the input elements ``low + advance*t + b`` for each bit ``b`` of
    ``sets[r]``; ``start`` is the middle of what element 0 reads, in input elements, taken as ``ReceptiveField`` does.

    Left out: an element of the input depends on itself. Source: the definition; see ``Taps``.

    >>> Dependency().field
    ReceptiveField(size=Fraction(1, 1), jump=Fraction(1, 1), start=Fraction(0, 1))
    """  # noqa: D205 - one sentence

    sets: tuple[int, ...] = (1,)
    low: int = 0
    advance: int = 1
    start: Fraction = Fraction(0)

    @property
    def jump(self) -> Fraction:
        """Return the distance between neighbouring elements, in input elements."""
        return Fraction(self.advance, len(self.sets))

    @property
    def field(self) -> ReceptiveField:
        """Return size (of the element that sees most, from the first to the last it sees), jump and start."""
        return ReceptiveField(Fraction(max(map(_reach, self.sets))), self.jump, self.start)

    def elements(self, n: int) -> list[int]:
        """Return the input elements that element ``n`` depends on; those under 0 are padding.

        >>> Dependency(sets=(0b101,), low=-1, advance=2).elements(3)
        [5, 7]
        """
        t, r = divmod(n, len(self.sets))
        bits = self.sets[r]
        return [self.low + self.advance * t + b for b in range(bits.bit_length()) if bits >> b & 1]


def through(seen: Dependency, taps: Taps) -> Dependency | None:
    """Go through a layer: an element depends on whatever the elements that it reads depend on.

    None where the sets would be larger than ``MOST_ELEMENTS``, or the reads more than ``MOST_READS``. The start moves
    by the mean of all reads: ``c' = c + j*mean(x - r*advance/phases)``. Source: the definition of a dependency.

    >>> from shapecalc.formulas.taps import transposed_taps, window_taps
    >>> pooled = through(through(Dependency(), window_taps(3, before=1)), window_taps(2, 2))
    >>> [str(value) for value in through(pooled, transposed_taps(2, 2)).field]
    ['4', '1', '0']
    """
    period, old = len(taps.reads), len(seen.sets)
    repeats = old // gcd(old, taps.advance)
    if repeats * _count(taps) > MOST_READS:
        return None
    found = [_read(seen, taps, n) for n in range(period * repeats)]
    lows = [low for low, bits in found if bits]
    low = min(lows, default=0)
    if any(at - low + bits.bit_length() > MOST_ELEMENTS for at, bits in found if bits):
        return None
    sets = tuple(bits << (at - low) if bits else 0 for at, bits in found)
    advance = seen.advance * (taps.advance * repeats // old)
    return Dependency(sets, low, advance, seen.start + seen.jump * _mean(taps))


def together(branches: Sequence[Dependency]) -> Dependency | None:
    """Return what an element depends on that is made of one element of each branch; None where the jumps differ.

    Where the starts differ, it is in the middle between the outermost. Source: the definition of a dependency.

    >>> from shapecalc.formulas.taps import window_taps
    >>> both = [through(Dependency(), window_taps(k, before=k // 2)) for k in (5, 3)]
    >>> str(together(both).field.size)
    '5'
    """
    if len({each.jump for each in branches}) > 1:
        return None
    period, low = lcm(*(len(each.sets) for each in branches)), min(each.low for each in branches)
    sets = [0] * period
    for each in branches:
        old = len(each.sets)
        for n in range(period):
            sets[n] |= each.sets[n % old] << (each.low - low + each.advance * (n // old))
    first = branches[0]
    starts = [each.start for each in branches]
    return Dependency(tuple(sets), low, first.advance * period // len(first.sets), (min(starts) + max(starts)) / 2)


def _read(seen: Dependency, taps: Taps, n: int) -> tuple[int, int]:
    """Return the lowest element, and the bits from there on, that element ``n`` depends on."""
    t, r = divmod(n, len(taps.reads))
    parts = []
    for x in taps.reads[r]:
        at, phase = divmod(taps.advance * t + x, len(seen.sets))
        parts.append((seen.low + seen.advance * at, seen.sets[phase]))
    low = min((at for at, bits in parts if bits), default=0)
    merged = 0
    if max((at for at, bits in parts if bits), default=0) - low > MOST_ELEMENTS:
        return low, 1 << MOST_ELEMENTS
    for at, bits in parts:
        if bits:
            merged |= bits << (at - low)
    return low, merged


def _mean(taps: Taps) -> Fraction:
    """Return how far, on average, the elements that are read lie from where the output element stands."""
    period = len(taps.reads)
    count = _count(taps)
    if not count:
        return Fraction(0)
    total = sum(sum(reads) - Fraction(r * taps.advance, period) * len(reads) for r, reads in enumerate(taps.reads))
    return Fraction(total) / count


def _count(taps: Taps) -> int:
    return sum(len(reads) for reads in taps.reads)


def _reach(bits: int) -> int:
    return bits.bit_length() - ((bits & -bits).bit_length() - 1) if bits else 0
