"""Numbers and shapes as people read them."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapecalc.layers.layer import Output

_BINARY = ("B", "KiB", "MiB", "GiB", "TiB")
_DECIMAL = ("", "K", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q")
OPEN = "open"
"""What is printed for a number that an open size decides."""


def grouped(number: int | None) -> str:
    """Return a whole number with commas.

    >>> grouped(31043521)
    '31,043,521'
    """
    return OPEN if number is None else f"{number:,}"


def size_in_bytes(count: int) -> str:
    """Return a number of bytes in units of 1024.

    >>> size_in_bytes(4 * 118018), size_in_bytes(0)
    ('461.01 KiB', '0.00 B')
    """
    unit = min(max(count.bit_length() - 1, 0) // 10, len(_BINARY) - 1)
    return f"{_scaled(count, 1024**unit):,.2f} {_BINARY[unit]}"


def engineering(number: int, unit: str) -> str:
    """Return a number in thousands of thousands; over 10**33 there are no prefixes any more.

    >>> engineering(96334774272, "FLOPs"), engineering(11500 * 10**15, ""), engineering(5 * 10**36, "FLOPs")
    ('96.33 GFLOPs', '11.5 E', '5e+36 FLOPs')
    """
    prefix = (len(str(number)) - 1) // 3
    if prefix >= len(_DECIMAL):
        return f"{rough(number)} {unit}"
    return f"{_scaled(number, 1000**prefix):.4g} {_DECIMAL[prefix]}{unit}"


def rough(number: int) -> str:
    """Return the first four digits of a whole number, and its power of ten.

    >>> rough(831549261), rough(10**400)
    ('8.315e+08', '1e+400')
    """
    power = len(str(number)) - 1
    digits = round(number, 3 - power) // 10 ** max(power - 3, 0)
    if power < 3:
        return str(number)
    if digits == 10_000:
        digits, power = 1000, power + 1
    return f"{digits / 1000:g}e+{power:02}"


def _scaled(number: int, by: int) -> float:
    """Return a quotient; one too large for a float is infinite."""
    try:
        return number / by
    except OverflowError:
        return inf


def shape_text(shape: Output | None) -> str:
    """Return a shape as the frameworks print it, and an open size by its name.

    >>> shape_text((None, 8, 8)), shape_text((10,)), shape_text([(1, 2), ("N", 3)]), shape_text(None)
    ('(None, 8, 8)', '(10,)', '[(1, 2), (N, 3)]', 'open')
    """
    return OPEN if shape is None else str(shape).replace("'", "")


def written(value: Any) -> Any:
    """Return a value with every size that stands for many as its expression, as JSON and CSV write it."""
    if isinstance(value, (tuple, list)):
        return [written(each) for each in value]
    return str(value) if isinstance(value, int) and type(value) is not int else value
