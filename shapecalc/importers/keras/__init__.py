"""Keras models as Keras saves them: the text of ``model.to_json()``, of Keras 3 and of Keras 2.

Nothing of a file is run. Shapes are computed from the settings; those that a file gives away are not believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from shapecalc.model.graph import Model


def read(file: BinaryIO, name: str) -> Model:
    """Return the model in the text of ``to_json()``."""
    from shapecalc.importers.keras.config import MOST_BYTES, read_text

    return read_text(file.read(MOST_BYTES + 1), name)
