"""Settings the field knows by name."""

from __future__ import annotations

from typing import NamedTuple


class Recipe(NamedTuple):
    """A name and its settings, undilated. In Keras' words the padding is ``valid`` or ``same``."""

    name: str
    kernel_size: int
    stride: int
    padding: int | str = 0
    output_padding: int | None = 0
