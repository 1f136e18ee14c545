"""Numbers and shapes as people read them."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapecalc.layers.layer import Output

_BINARY = ("B", "KiB", "MiB", "GiB", "TiB")
_DECIMAL = ("", "K", "M", "G", "T", "P")
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
    """Return a number in thousands of thousands.

    >>> engineering(96334774272, "FLOPs")
    '96.33 GFLOPs'
    """
    prefix = min((len(str(number)) - 1) // 3, len(_DECIMAL) - 1)
    return f"{_scaled(number, 1000**prefix):.4g} {_DECIMAL[prefix]}{unit}"


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
