"""How many columns of a terminal a text takes: two for a wide character, none for a mark on the one before it."""

from __future__ import annotations

from unicodedata import combining, east_asian_width


def cells(text: str) -> int:
    """Return the columns that a text takes.

    >>> cells("conv"), cells("日本"), cells("e\u0301")
    (4, 4, 1)
    """
    return sum(0 if combining(each) else 2 if east_asian_width(each) in {"W", "F"} else 1 for each in text)
