"""HDF5 files as Keras 1 to 3 write them (.h5): the model's configuration is a text in an attribute.

They are read through h5py, which is asked for that attribute only; arrays are left alone.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO

from shapecalc.errors import Problem, ShapecalcError

if TYPE_CHECKING:
    from shapecalc.model.graph import Model


def read(file: BinaryIO, name: str) -> Model:
    """Return the model whose configuration stands in an HDF5 file."""
    if find_spec("h5py") is None:
        raise ShapecalcError(
            f"{name} is an HDF5 file, and h5py is not installed",
            why="only h5py can read it",
            fix="run pip install h5py, or save the model as .keras or with model.to_json()",
        )
    import h5py

    try:
        with h5py.File(file, "r") as opened:
            text = opened.attrs.get("model_config")
            version = opened.attrs.get("keras_version", "")
    except (OSError, RuntimeError, KeyError, TypeError, ValueError) as error:
        raise _refused(name, "the file is damaged", str(error), "save or copy it again") from None
    if text is None:
        what = "the file holds weights, and no model"
        raise _refused(name, what, "it has no model_config", "save the whole model with model.save('model.keras')")
    from shapecalc.importers.keras.config import read_text

    return read_text(_bytes(text), f"{name}!model_config", _bytes(version).decode(errors="replace"))


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _refused(name: str, what: str, why: str, fix: str) -> ShapecalcError:
    return ShapecalcError(problems=[Problem(what, why=why, fix=fix, place=name)])
