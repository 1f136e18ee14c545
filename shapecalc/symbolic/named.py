"""Sizes that have a name: whole-number expressions such as ``2*height`` or ``(width - 1)//2 + 1``.

An expression is a polynomial in names. A division that leaves a remainder is a name of its own kind, written as it is
computed. Equal expressions have equal texts, so an expression *is* its text.

>>> height = Expression.named("height")
>>> half = height.minus(Expression.of(1)).over(Expression.of(2)).plus(Expression.of(1))
>>> half, half.minus(Expression.of(1)).over(Expression.of(2)), half.evaluate({"height": 9})
('(height - 1)//2 + 1', '(height - 1)//4', 5)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shapecalc.symbolic.polynomial import Terms, plus, product, without

MOST_TERMS = 12
"""An expression of more terms than this says nothing to anybody; the size is then unknown."""
LONGEST = 200
"""The same for its text, in characters."""


class TooLongError(ArithmeticError):
    """An expression has become too long to be of use."""


class Quotient(str):
    """A division that may leave a remainder, as a name within an expression."""

    __slots__ = ("above", "below")
    above: Expression
    below: Expression

    def __new__(cls, above: Expression, below: Expression) -> Quotient:
        """Write the division down."""
        made = super().__new__(cls, f"{_grouped(above)}//{_grouped(below)}")
        made.above, made.below = above, below
        return made


class Expression(str):
    """An open size as a polynomial in names; the text is canonical."""

    __slots__ = ("terms",)
    terms: Terms

    def __new__(cls, terms: Terms) -> Expression:
        """Write the sum down; no factor in it is 0."""
        text = _written(terms)
        if len(terms) > MOST_TERMS or len(text) > LONGEST:
            raise TooLongError(text[:LONGEST])
        made = super().__new__(cls, text)
        made.terms = terms
        return made

    @classmethod
    def of(cls, number: int) -> Expression:
        """Return a number as an expression."""
        return cls({(): number} if number else {})

    @classmethod
    def named(cls, name: str) -> Expression:
        """Return a name as an expression."""
        return cls({(name,): 1})

    @property
    def names(self) -> frozenset[str]:
        """Return the names that the expression depends on."""
        return frozenset(name for monomial in self.terms for atom in monomial for name in _names(atom))

    @property
    def number(self) -> int | None:
        """Return the number that the expression is, None where it depends on a name."""
        return self.terms.get((), 0) if not self.terms or list(self.terms) == [()] else None

    def plus(self, other: Expression) -> Expression:
        """Return ``self + other``."""
        return Expression(plus(self.terms, other.terms))

    def minus(self, other: Expression) -> Expression:
        """Return ``self - other``."""
        return Expression(plus(self.terms, other.terms, -1))

    def times(self, other: Expression) -> Expression:
        """Return ``self*other``."""
        if len(self.terms) * len(other.terms) > MOST_TERMS**2:
            raise TooLongError(self)
        return Expression(product(self.terms, other.terms))

    def over(self, other: Expression) -> Expression:
        """Return ``self // other``, as exactly as can be said for every size."""
        whole, rest = self._divided(other)
        divisor = other.number
        if not rest.terms:
            return whole
        if divisor is None or divisor < 1:
            return Expression.named(Quotient(self, other)) if rest == self else whole.plus(rest.over(other))
        if rest.number is not None:
            return whole.plus(Expression.of(rest.number // divisor))
        return whole.plus(_quotient(rest, divisor))

    def modulo(self, other: Expression) -> Expression:
        """Return ``self % other``."""
        return self.minus(self.over(other).times(other))

    def evaluate(self, sizes: Mapping[str, int]) -> int:
        """Return the number for given sizes of the names."""
        total = 0
        for monomial, factor in self.terms.items():
            number = factor
            for atom in monomial:
                number *= _valued(atom, sizes) if isinstance(atom, Quotient) else sizes[atom]
            total += number
        return total

    def _divided(self, other: Expression) -> tuple[Expression, Expression]:
        """Return what divides without a remainder, and the rest."""
        if self == other:
            return Expression.of(1), Expression.of(0)
        if len(other.terms) != 1:
            return Expression.of(0), self
        ((below, divisor),) = other.terms.items()
        whole: Terms = {}
        rest: Terms = {}
        for monomial, factor in self.terms.items():
            left = without(monomial, below)
            share = factor // divisor if left is not None else 0
            if left is not None and share:
                whole[left] = whole.get(left, 0) + share
            if factor - share * divisor:
                rest[monomial] = factor - share * divisor
        if () in rest and len(rest) > 1 and not below:  # (h + 1)//2 is written (h - 1)//2 + 1
            whole = plus(whole, {(): 1})
            rest = plus(rest, {(): -divisor})
        return Expression(whole), Expression(rest)


def _quotient(rest: Expression, divisor: int) -> Expression:
    """Return ``rest // divisor``; ``(x//a + c)//b`` is ``(x + a*c)//(a*b)``."""
    constant = rest.terms.get((), 0)
    others = [(monomial, factor) for monomial, factor in rest.terms.items() if monomial]
    if len(others) == 1 and others[0][1] == 1 and len(others[0][0]) == 1:
        atom = others[0][0][0]
        if isinstance(atom, Quotient) and (below := atom.below.number):
            return atom.above.plus(Expression.of(below * constant)).over(Expression.of(below * divisor))
    return Expression.named(Quotient(rest, Expression.of(divisor)))


def _written(terms: Terms) -> str:
    text = ""
    for monomial, factor in sorted(terms.items(), key=lambda term: (-len(term[0]), term[0])):
        sign = (" - " if factor < 0 else " + ") if text else ("-" if factor < 0 else "")
        number = [] if abs(factor) == 1 and monomial else [str(abs(factor))]
        alone = len(monomial) == 1 and not number and sign != "-"
        atoms = [f"({atom})" if isinstance(atom, Quotient) and not alone else atom for atom in monomial]
        text += sign + "*".join([*number, *atoms])
    return text or "0"


def _grouped(expression: Expression) -> str:
    simple = expression.number is not None or (
        len(expression.terms) == 1 and next(iter(expression.terms.values())) == 1 and "//" not in expression
        and "*" not in expression
    )  # fmt: skip
    return str(expression) if simple else f"({expression})"


def _names(atom: str) -> Iterator[str]:
    if isinstance(atom, Quotient):
        yield from atom.above.names | atom.below.names
    else:
        yield atom


def _valued(quotient: Quotient, sizes: Mapping[str, int]) -> int:
    return quotient.above.evaluate(sizes) // quotient.below.evaluate(sizes)
