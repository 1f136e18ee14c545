"""Padding as a layer of its own.

>>> Pad(padding=1).output((None, 8, 8, 3)), Pad(padding=((0, 1), (2, 2))).output((None, 8, 8, 3))
((None, 10, 10, 3), (None, 9, 12, 3))
"""

from __future__ import annotations

from typing import Any

from shapecalc.formulas import along_axes, padded_size
from shapecalc.layers.layer import Spatial, one_each
from shapecalc.layers.settings import SignedPads
from shapecalc.shape import Shape


class Pad(Spatial):
    """Every spatial axis grows by what is added before and after it; a negative number crops."""

    padding: SignedPads = 1

    def output(self, x: Shape) -> Shape:
        lead, channels, spatial = self.split(x)
        before, after = before_and_after(self.padding, len(spatial), "padding")
        return self.join(lead, channels, along_axes(padded_size, spatial, before=before, after=after))


def before_and_after(setting: Any, rank: int, name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return one number an axis for before, and one for after."""
    pairs = [each if isinstance(each, tuple) else (each, each) for each in one_each(setting, rank, name)]
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
