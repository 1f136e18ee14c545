"""Settings the field knows by name."""

from __future__ import annotations

from typing import NamedTuple


class Recipe(NamedTuple):
    """A name and its settings, undilated."""

    name: str
    kernel_size: int
    stride: int
    padding: int = 0
    output_padding: int = 0
