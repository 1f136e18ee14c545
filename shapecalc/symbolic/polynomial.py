"""Polynomials with whole coefficients.

A polynomial is a mapping from products of variables to coefficients: ``{("q",): 16, (): 5}`` is ``16*q + 5``.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

Terms = dict[tuple[str, ...], int]


def plus(one: Terms, other: Terms, times: int = 1) -> Terms:
    """Return ``one + times*other``.

    >>> plus({("q",): 2, (): 3}, {("q",): 2}, times=-1)
    {(): 3}
    """
    total = dict(one)
    for factors, coefficient in other.items():
        found = total.get(factors, 0) + times * coefficient  # a coefficient of 0 is left out
        if found:
            total[factors] = found
        else:
            total.pop(factors, None)
    return total


def product(one: Terms, other: Terms) -> Terms:
    """Return ``one * other``.

    >>> product({("q",): 1, (): 1}, {("q",): 1, (): -1})
    {('q', 'q'): 1, (): -1}
    """
    if len(other) == 1 and () in other:
        return {factors: coefficient * other[()] for factors, coefficient in one.items()}
    total: Terms = {}
    for left, a in one.items():
        for right, b in other.items():
            factors = tuple(sorted(left + right)) if left and right else left or right
            total[factors] = total.get(factors, 0) + a * b
    return {factors: coefficient for factors, coefficient in total.items() if coefficient}


def without(factors: tuple[str, ...], taken: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return a product of variables divided by another one; None where that does not divide it.

    >>> without(("p", "q", "q"), ("q",)), without(("p",), ("q",))
    (('p', 'q'), None)
    """
    left = list(factors)
    for name in taken:
        if name not in left:
            return None
        left.remove(name)
    return tuple(left)


def quotient(terms: Terms, divisor: Terms) -> Terms | None:
    """Return the polynomial ``terms / divisor``; None where there is none with whole coefficients.

    >>> quotient({("h", "w"): 6, ("w",): 2}, {("w",): 2}), quotient({("h",): 1, (): 1}, {("h",): 1})
    ({('h',): 3, (): 1}, None)
    """
    lead = max(divisor, key=lambda factors: (len(factors), factors))
    found: Terms = {}
    while terms:
        top = max(terms, key=lambda factors: (len(factors), factors))
        left = without(top, lead)
        whole, rest = divmod(terms[top], divisor[lead])
        if left is None or rest:
            return None
        step = {left: whole}
        found = plus(found, step)
        terms = plus(terms, product(step, divisor), -1)
    return found


def substituted(terms: Terms, variable: Terms) -> Terms:
    """Return a polynomial in one variable, with another polynomial in the place of that.

    >>> substituted({("q",): 16, (): 5}, {("q",): 2, (): 1})
    {('q',): 32, (): 21}
    """
    total: Terms = {}
    for factors, coefficient in terms.items():
        power: Terms = {(): coefficient}
        for _ in factors:
            power = product(variable, power)
        total = plus(total, power)
    return total


def value(terms: Terms, at: Mapping[str, int]) -> int:
    """Return the polynomial's value where the variables have these values.

    >>> value({("q",): 16, (): 5}, {"q": 2})
    37
    """
    return sum(coefficient * prod(at[name] for name in factors) for factors, coefficient in terms.items())
