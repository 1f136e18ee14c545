"""Files that PyTorch wrote.

``torch.export.save`` writes a zip with the program as JSON: that is read, with the standard library alone. Everything
else is a pickle, which is itself a program: it is refused, and never opened as such.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from shapecalc.model.graph import Model

ZIP = b"PK\x03\x04"
PROGRAM = "models/model.json"
WEIGHTS = "data/weights/model_weights_config.json"
MOST_BYTES = 128 * 2**20
"""Of a program's JSON; that of a large transformer has some megabytes."""


def read(file: BinaryIO, name: str) -> Model:
    """Return the model that ``torch.export.save`` wrote to a file; refuse what ``torch.save`` did."""
    beginning = file.read(len(ZIP))
    if beginning != ZIP:
        raise _pickled(name, "a pickle is a program: whoever reads it runs what is in it")
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            program, weights = _entry(archive, PROGRAM, name), _entry(archive, WEIGHTS, name)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, ShapecalcError):
            raise
        raise ShapecalcError(f"{name} cannot be read", why=f"the zip is damaged or strange: {error}") from None
    from shapecalc.importers.torch.program import read_program

    return read_program(_parsed(program, PROGRAM, name), _parsed(weights, WEIGHTS, name), name)


def _entry(archive: ZipFile, wanted: str, name: str) -> bytes:
    entries = [entry for entry in archive.infolist() if _inside(entry.filename) == wanted]
    if len(entries) != 1:
        inside = {_inside(each) for each in archive.namelist()}
        if any(each.endswith((".pkl", "serialized_state_dict.json")) for each in inside):
            raise _pickled(name, "the zip holds a pickle, and that is a program")
        raise ShapecalcError(
            f"{name} is no archive of torch.export",
            why=f"such a zip has one {wanted}, and this one has {len(entries)}",
            fix="write it with torch.export.save of PyTorch 2.8 or newer",
        )
    with archive.open(entries[0]) as file:
        text = file.read(MOST_BYTES + 1)
    if len(text) > MOST_BYTES:
        raise ShapecalcError(f"{name} is too large", why=f"its {wanted} has over {MOST_BYTES // 2**20} MiB")
    return text


def _inside(entry: str) -> str:
    """Return an entry's name without the folder that all entries stand in."""
    return entry.partition("/")[2]


def _parsed(text: bytes, entry: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ShapecalcError(f"{name} cannot be read", why=f"its {entry} is no JSON: {error}") from None


def _pickled(name: str, why: str) -> ShapecalcError:
    return ShapecalcError(
        f"{name} is a pickle",
        why=f"{why}, and a state_dict has no layers anyway",
        fix="load it yourself and call shapecalc.from_torch(module, (1, 3, 224, 224)), or write it with "
        "torch.export.save, or export the model to ONNX",
    )
