"""Numbers and shapes as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapecalc.layers.layer import Output
    from shapecalc.shape import Size

OPEN = "open"
"""What is printed for a number that an open size decides."""


def grouped(number: Size) -> str:
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
    amount = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{amount:.2f} {unit}"
        amount /= 1024
    return f"{amount:.2f} TiB"


def engineering(number: int, unit: str) -> str:
    """Return a number in thousands of thousands.

    >>> engineering(96334774272, "FLOPs")
    '96.33 GFLOPs'
    """
    amount = float(number)
    for prefix in ("", "K", "M", "G", "T"):
        if amount < 1000:
            return f"{amount:.4g} {prefix}{unit}"
        amount /= 1000
    return f"{amount:.4g} P{unit}"


def shape_text(shape: Output) -> str:
    """Return a shape as the frameworks print it.

    >>> shape_text((None, 8, 8)), shape_text((10,)), shape_text([(1, 2), (3,)])
    ('(None, 8, 8)', '(10,)', '[(1, 2), (3,)]')
    """
    return str(shape)
