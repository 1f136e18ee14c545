"""A set of whole numbers as residues from a minimum on, and the few members outside of that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import lcm
from typing import NamedTuple

from shapecalc.sizes.pieces import MOST_TRIED, Piece

MOST_EXTRA = 10_000
"""More members outside the pattern are no exceptions."""


class Pattern(NamedTuple):
    """The set ``{n >= minimum, n mod modulus in residues}`` together with ``extra``.

    >>> sixteens = Pattern(modulus=16, residues=(0,), minimum=16, extra=(7,))
    >>> 7 in sixteens, 16 in sixteens, 17 in sixteens, sixteens.below(500), sixteens.above(500)
    (True, True, False, 496, 512)
    """

    modulus: int
    residues: tuple[int, ...]
    minimum: int
    extra: tuple[int, ...]

    def __contains__(self, size: object) -> bool:
        if not isinstance(size, int):
            return False
        return (size >= self.minimum and size % self.modulus in self.residues) or size in self.extra

    def below(self, size: int) -> int | None:
        """Return the largest member that is not over a size."""
        found = [extra for extra in self.extra if extra <= size]
        found += [n for r in self.residues if (n := size - (size - r) % self.modulus) >= self.minimum]
        return max(found, default=None)

    def above(self, size: int) -> int | None:
        """Return the smallest member that is not under a size."""
        found = [extra for extra in self.extra if extra >= size]
        least = max(size, self.minimum)
        found += [least + (residue - least) % self.modulus for residue in self.residues]
        return min(found, default=None)

    def members(self) -> Iterator[int]:
        """Yield the members in order; there is no end where there are residues."""
        size = self.above(1)
        while size is not None:
            yield size
            size = self.above(size + 1)


def pattern_of(legal: Sequence[Piece], illegal: Sequence[Piece]) -> Pattern | None:
    """Return the pattern of the pieces that are legal; None where too many sizes stand outside of any.

    Together the pieces hold every size once.
    """
    modulus, residues = _shortest(*_residues([piece for piece in legal if piece.endless]))
    last = max((top for piece in illegal if (top := _last(piece, modulus, residues))), default=0)
    pattern = Pattern(modulus, tuple(sorted(residues)), last + 1, ())
    minimum = pattern.above(1)
    if minimum is not None:
        pattern = pattern._replace(minimum=minimum)
    extra = []
    for piece in legal:
        for size in takewhile(lambda n: n < pattern.minimum, _sizes(piece)) if piece.endless else _sizes(piece):
            if size not in pattern:
                extra.append(size)
            if len(extra) > MOST_EXTRA:
                return None
    return pattern._replace(minimum=minimum or min(extra, default=1), extra=tuple(sorted(extra)))


def tried_pattern(legal: Sequence[Piece]) -> Pattern:
    """Return the sizes that were tried one by one, all of them as exceptions."""
    sizes = sorted(piece.low for piece in legal if piece.low <= MOST_TRIED)
    return Pattern(1, (), min(sizes, default=1), tuple(sizes))


def _sizes(piece: Piece) -> range:
    return range(piece.low, piece.high + 1, piece.modulus)


def _residues(pieces: Sequence[Piece]) -> tuple[int, set[int]]:
    modulus = lcm(*(piece.modulus for piece in pieces))
    return modulus, {
        residue for piece in pieces for residue in range(piece.low % piece.modulus, modulus, piece.modulus)
    }


def _shortest(modulus: int, residues: set[int]) -> tuple[int, set[int]]:
    """Return the same set with the smallest modulus."""
    for prime in _primes(modulus):
        while modulus % prime == 0:
            shorter = modulus // prime
            if {(residue + shorter) % modulus for residue in residues} != residues:
                break
            modulus, residues = shorter, {residue % shorter for residue in residues}
    return modulus, residues


def _primes(number: int) -> Iterator[int]:
    prime = 2
    while number > 1:
        if number % prime == 0:
            yield prime
            while number % prime == 0:
                number //= prime
        prime = prime + 1 if prime * prime <= number else max(number, prime + 1)


def _last(piece: Piece, modulus: int, residues: set[int]) -> int | None:
    """Return the largest size of a piece that the pattern would hold; none of an endless one does it."""
    if piece.endless or not residues:
        return None
    several = lcm(piece.modulus, modulus)
    sizes = range(piece.high, max(piece.low - 1, piece.high - several), -piece.modulus)
    return next((size for size in sizes if size % modulus in residues), None)
