"""Functions of ``keras.ops`` whose card follows from what is fed to them.

Those that their settings alone decide stand in ``operations``.
"""

from __future__ import annotations

from shapecalc.dialects.keras.functions import choices, images, matrices, pieces, products, spectra, windows
from shapecalc.dialects.keras.functions.fed import FedFunction, Function, completed

_ROOMS = (windows, products, pieces, choices, matrices, spectra, images)
FUNCTIONS: dict[str, Function] = {each.name: each for room in _ROOMS for each in room.FUNCTIONS}

__all__ = ["FUNCTIONS", "FedFunction", "Function", "completed"]
