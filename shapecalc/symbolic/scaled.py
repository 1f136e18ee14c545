"""A size times a float, until it is rounded down: exact where the float is as good as a simple fraction.

Let ``p/q`` be the simple fraction that the float ``f`` is nearest to, and ``m = n*p/q``. Where ``m`` is no whole
number, ``floor(n*f)`` is ``n*p // q`` for every size that is not astronomic. Where it is one, the product is ``m``
itself unless ``f`` falls short of ``p/q`` by over half a step of a float; then ``m`` is met in the lower part of each
power of two only, and above that the floor gives ``m - 1``.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from shapecalc.symbolic.point import IrregularError
from shapecalc.symbolic.size import Symbolic

MOST_PARTS = 1000
"""A denominator over this is no scale that anyone wrote down."""
DOUBLE, SINGLE = 53, 24
"""How many bits the product is rounded to."""


class Scaled:
    """``size * scale``, not yet rounded to a whole number."""

    def __init__(self, size: Symbolic, scale: float, bits: int = DOUBLE) -> None:
        self.size = size
        self.scale = scale
        self.bits = bits

    def in_single_precision(self) -> Scaled:
        """Return the product rounded to 24 bits; sizes are taken to be under ``2**24``, which those hold exactly."""
        return Scaled(self.size, self.scale, SINGLE)

    def __floor__(self) -> Any:
        simple = Fraction(self.scale).limit_denominator(MOST_PARTS)
        short = (simple - Fraction(self.scale)) / simple * 2**self.bits if simple else Fraction(2)
        if abs(short) > 1:
            raise IrregularError(f"the scale {self.scale} is no simple fraction")
        whole, rest = divmod(self.size * simple.numerator, simple.denominator)
        return whole - 1 if rest == 0 and 2 * short > 1 and _falls_short(whole, short) else whole


def _falls_short(whole: int, short: Fraction) -> bool:
    """Tell whether ``whole * (1 - short * 2**-bits)`` is rounded to less than ``whole``."""
    if not whole:
        return False
    power = Fraction(2) ** ((int.__add__(whole, -1)).bit_length() - 1)  # power < whole <= 2*power
    return bool(floor(power) < whole <= floor(2 * power) and whole > floor(power / short))
