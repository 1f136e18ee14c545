"""What every view of the solver's answer needs beside the solutions."""

from __future__ import annotations

from typing import NamedTuple

WIDEST = 80
"""Columns of a terminal that everybody has."""
USUAL = ("torch", "keras")


class Asked(NamedTuple):
    """The question in words, the framework that was asked for, and the channels if they are known."""

    question: str
    framework: str = ""
    channels: tuple[int, int] | None = None
    sized: bool = True
    ascii_only: bool = False

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The frameworks to write code for."""
        return (self.framework,) if self.framework else USUAL
