"""A model from a file of any kind, from standard input, or by the name of one that comes with shapecalc."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.model import zoo
from shapecalc.model.document import MOST_BYTES, parse
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model


class Source(NamedTuple):
    """A kind of file that is not ours, and the room here that reads it.

    The room has ``read(file: BinaryIO, name: str) -> Model``. What a file begins with decides before its name does.
    """

    room: str
    beginnings: tuple[bytes, ...] = ()
    suffixes: tuple[str, ...] = ()


SOURCES: tuple[Source, ...] = (Source("onnx", suffixes=(".onnx",)),)


def load(source: str | Path, variables: Mapping[str, Any] | None = None) -> Model:
    """Return the model in a YAML or JSON file, on standard input (``-``), or built in (``unet``).

    ``variables`` override the file's ``vars``. Raises ``ShapecalcError`` with every mistake in the file.

    >>> load("unet").name
    'unet'
    """
    name = str(source)
    if name == "-":
        return _read(BytesIO(sys.stdin.buffer.read(MOST_BYTES + 1)), "<stdin>", variables)
    if name in zoo.names() and not Path(name).is_file():
        return read_model(parse(zoo.text(name), f"{name}.yaml"), variables or {})
    with _opened(Path(name)) as file:
        return _read(file, name, variables)


def _read(file: BinaryIO, name: str, variables: Mapping[str, Any] | None) -> Model:
    source = _kind(file.read(_LONGEST), Path(name).suffix.lower())
    file.seek(0)
    if source is None:
        return read_model(parse(file.read(MOST_BYTES + 1), name), variables or {})
    if variables:
        raise ShapecalcError(f"{name} has no vars", why="only shapecalc's own model files have", fix="leave --set out")
    model: Model = import_module(f"shapecalc.importers.{source.room}").read(file, name)
    return model


def _kind(beginning: bytes, suffix: str) -> Source | None:
    """Return what kind of foreign file this is; None for one of our own."""
    by_content = (source for source in SOURCES if beginning.startswith(source.beginnings))
    by_name = (source for source in SOURCES if suffix in source.suffixes)
    return next(by_content, None) or next(by_name, None)


_LONGEST = max((len(text) for source in SOURCES for text in source.beginnings), default=0)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise ShapecalcError(
            f"there is no file {str(path)!r}",
            why=f"and no built-in model of that name; these are {', '.join(zoo.names())}",
            fix=did_you_mean(str(path), zoo.names()) or "check the path",
        ) from None
    except IsADirectoryError:
        raise ShapecalcError(f"{str(path)!r} is a directory", fix="name a file in it") from None
    except OSError as error:
        raise ShapecalcError(f"{str(path)!r} cannot be read", why=error.strerror or str(error)) from None
