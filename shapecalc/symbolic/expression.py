"""A polynomial as people write it, in the names of the sizes that it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple

from shapecalc.symbolic.polynomial import Terms

Rational = dict[tuple[str, ...], Fraction]


class Size(NamedTuple):
    """A named size: ``modulus*q + residue``, where ``q`` is the variable of its name."""

    modulus: int
    residue: int


def text(terms: Terms, sizes: Mapping[str, Size]) -> str:
    """Return a polynomial in ``q`` as an expression in the size.

    >>> [text(terms, {"H": Size(16, 12)}) for terms in ({("H",): 1}, {("H",): 16, (): 12}, {("H",): 32, (): 25})]
    ['(H - 12)/16', 'H', '2*H + 1']
    >>> text({("H", "W"): 9, ("H",): 6}, {"H": Size(2, 0), "W": Size(4, 0)})
    '(9*H*W + 24*H)/8'
    """
    expanded = _expanded(terms, sizes)
    denominator = lcm(*(each.denominator for each in expanded.values()))
    numbers = {names: int(each * denominator) for names, each in expanded.items() if each}
    common = gcd(denominator, *numbers.values()) if numbers else denominator
    ordered = sorted(numbers, key=lambda names: (-len(names), names))
    parts = [_term(names, numbers[names] // common) for names in ordered]
    whole = "".join([parts[0], *(f" - {part[1:]}" if part[0] == "-" else f" + {part}" for part in parts[1:])])
    if denominator == common:
        return whole
    return f"{whole if len(parts) == 1 else f'({whole})'}/{denominator // common}"


def _expanded(terms: Terms, sizes: Mapping[str, Size]) -> Rational:
    """Put ``(name - residue)/modulus`` in the place of every variable."""
    total: Rational = {}
    for factors, coefficient in terms.items():
        products: Rational = {(): Fraction(coefficient)}
        for name in factors:
            modulus, residue = sizes[name]
            step: Rational = {}
            for names, number in products.items():
                for more, by in (((name,), Fraction(1, modulus)), ((), Fraction(-residue, modulus))):
                    key = tuple(sorted(names + more))
                    step[key] = step.get(key, Fraction(0)) + number * by
            products = step
        for names, number in products.items():
            total[names] = total.get(names, Fraction(0)) + number
    return total


def _term(names: tuple[str, ...], number: int) -> str:
    powers = [f"{name}^{names.count(name)}" if names.count(name) > 1 else name for name in dict.fromkeys(names)]
    if not powers:
        return str(number)
    return "*".join([*([] if abs(number) == 1 else [str(abs(number))]), *powers]).join(["-" if number < 0 else "", ""])
