"""A size that stands for many: its whole number at one point, and the polynomial that it is at every other point.

It *is* the whole number, so every formula and every card runs on it unchanged. Arithmetic carries the polynomial along.
A comparison is answered at the point, and the ``Point`` remembers how far its variable may move until the answer turns.
A floor is exact where the divisor divides the coefficients; where not, ``Split`` asks for smaller residue classes.
"""

from __future__ import annotations

from math import gcd
from typing import Any

from shapecalc.symbolic.point import IrregularError, Point, Split
from shapecalc.symbolic.polynomial import Terms, plus, product, quotient, value


class Symbolic(int):
    """A whole number that knows its polynomial."""

    terms: Terms
    point: Point

    @classmethod
    def at(cls, point: Point, terms: Terms) -> Any:
        """Return the size that a polynomial is at a point."""
        return cls.of(value(terms, point.at), plus({}, terms), point)

    @classmethod
    def of(cls, here: int, terms: Terms, point: Point) -> Any:
        """Return a polynomial whose value at the point is ``here``; without a variable in it a plain whole number."""
        if not terms or (len(terms) == 1 and () in terms):
            return here
        made = cls.__new__(cls, here)
        made.terms, made.point = terms, point
        return made

    def __add__(self, other: Any) -> Any:
        terms = terms_of(other)
        if terms is None:
            return NotImplemented
        return Symbolic.of(int.__add__(self, other), plus(self.terms, terms), self.point)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        terms = terms_of(other)
        if terms is None:
            return NotImplemented
        return Symbolic.of(int.__sub__(self, other), plus(self.terms, terms, -1), self.point)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __neg__(self) -> Any:
        terms = {factors: -number for factors, number in self.terms.items()}
        return Symbolic.of(int.__neg__(self), terms, self.point)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return self if self >= 0 else -self

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, float):
            from shapecalc.symbolic.scaled import Scaled

            return Scaled(self, other)
        terms = terms_of(other)
        if terms is None:
            return NotImplemented
        return Symbolic.of(int.__mul__(self, other), product(self.terms, terms), self.point)

    __rmul__ = __mul__

    def __pow__(self, exponent: Any, modulo: Any = None) -> Any:
        if modulo is not None or type(exponent) is not int or exponent < 0:
            raise IrregularError(f"the power {exponent} of a size")
        result: Any = 1
        for _ in range(exponent):
            result = self * result
        return result

    def __divmod__(self, other: Any) -> Any:
        if type(other) is not int:
            return _quotient(self, other, self.point) if isinstance(other, Symbolic) else NotImplemented
        return _floor(self, other)

    def __rdivmod__(self, other: Any) -> Any:
        return _quotient(other, self, self.point) if type(other) is int else NotImplemented

    def __floordiv__(self, other: Any) -> Any:
        found = self.__divmod__(other)
        return found if found is NotImplemented else found[0]

    def __rfloordiv__(self, other: Any) -> Any:
        found = self.__rdivmod__(other)
        return found if found is NotImplemented else found[0]

    def __mod__(self, other: Any) -> Any:
        found = self.__divmod__(other)
        return found if found is NotImplemented else found[1]

    def __rmod__(self, other: Any) -> Any:
        found = self.__rdivmod__(other)
        return found if found is NotImplemented else found[1]

    def _reaches(self, other: Any, least: int) -> bool:
        """Tell whether the difference is at least a number: all four comparisons by order are this one."""
        if type(other) is int:
            self.point.reach(self.terms, other + least)
            return int.__ge__(self, other + least)
        if type(other) is float and other in (float("inf"), float("-inf")):
            return other < 0
        terms = terms_of(other)
        if terms is None:
            raise IrregularError("a size beside a number of another kind")
        self.point.reach(plus(self.terms, terms, -1), least)
        return int.__sub__(self, other) >= least

    def __eq__(self, other: object) -> bool:
        if self.point.over or (isinstance(other, Symbolic) and other.point is not self.point):
            return self is other
        terms = terms_of(other)
        if terms is None:
            return False
        self.point.decide(plus(self.terms, terms, -1))
        return int.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: Any) -> bool:
        return not self._reaches(other, 0)

    def __le__(self, other: Any) -> bool:
        return not self._reaches(other, 1)

    def __gt__(self, other: Any) -> bool:
        return self._reaches(other, 1)

    def __ge__(self, other: Any) -> bool:
        return self._reaches(other, 0)

    def __bool__(self) -> bool:
        self.point.decide(self.terms)
        return int.__bool__(self)

    def __hash__(self) -> int:
        return int.__hash__(self)

    def __repr__(self) -> str:
        shown = self.point.shown
        return int.__repr__(self) if shown is None else shown(self.terms)

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        shown = self.point.shown
        return int.__format__(self, spec) if shown is None else shown(self.terms)

    def in_single_precision(self) -> Symbolic:
        """Return itself: sizes are taken to be under ``2**24``, which single precision holds."""
        return self

    def __copy__(self) -> Symbolic:
        return self

    def __deepcopy__(self, _: Any) -> Symbolic:
        return self

    def _refused(self, *_: Any) -> Any:
        raise IrregularError("a size as a number of another kind")

    __int__ = __float__ = __trunc__ = __truediv__ = __rtruediv__ = __rpow__ = __round__ = _refused
    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __invert__ = _refused
    __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = _refused
    as_integer_ratio = bit_length = _refused


def terms_of(number: Any) -> Terms | None:
    """Return a whole number's polynomial; None for anything else."""
    if isinstance(number, Symbolic):
        return number.terms
    if isinstance(number, int):
        return {(): int(number)} if number else {}
    return None


def _floor(size: Symbolic, divisor: int) -> tuple[Any, int]:
    if divisor == 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    quotient: Terms = {}
    for factors, coefficient in size.terms.items():
        if factors:
            if coefficient % divisor:
                raise Split(factors[0], abs(divisor) // gcd(coefficient, divisor))
            quotient[factors] = coefficient // divisor
    whole, rest = divmod(size.terms.get((), 0), divisor)
    if whole:
        quotient[()] = whole
    return Symbolic.of(int.__floordiv__(size, divisor), quotient, size.point), rest


def _quotient(number: Any, divisor: Any, point: Point) -> tuple[Any, Any]:
    """Divide by a size: exactly where a polynomial does it, else the quotient is that of the point, near it."""
    exact = quotient(terms_of(number) or {}, divisor.terms)
    if exact is not None:
        return Symbolic.at(point, exact), 0
    if not divisor:
        raise ZeroDivisionError("integer division or modulo by zero")
    whole = int.__floordiv__(_plain(number), _plain(divisor))
    rest = number - whole * divisor
    if not (0 <= rest < divisor or divisor < rest <= 0):
        raise AssertionError(f"{number} is not {whole}*{divisor} and a rest")
    return whole, rest


def _plain(number: int) -> int:
    return int.__add__(number, 0)
