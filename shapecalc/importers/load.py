"""A model from a file of any kind, from standard input, or by the name of one that comes with shapecalc."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from os import PathLike, fspath
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.model import zoo
from shapecalc.model.document import MOST_BYTES, Document, parse
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model
from shapecalc.shape import Shape


class Source(NamedTuple):
    """A kind of file that is not ours, and the room here that reads it.

    The room has ``read(file: BinaryIO, name: str) -> Model``. What a file begins with decides before its name does.
    """

    room: str
    beginnings: tuple[bytes, ...] = ()
    suffixes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """What the first key of a JSON text may be."""


_PICKLES = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
SOURCES: tuple[Source, ...] = (
    Source("archive", (b"PK\x03\x04", b"PK\x05\x06"), (".keras", ".zip", ".pt2")),
    Source("onnx", suffixes=(".onnx",)),
    Source("hdf5", (b"\x89HDF\r\n\x1a\n",), (".h5", ".hdf5")),
    Source("torch.saved", _PICKLES, (".pt", ".pth", ".pkl", ".ckpt")),
    Source(
        "keras", keys=("class_name", "module", "registered_name", "config", "build_config", "keras_version", "backend")
    ),
)


def load(
    source: str | Path, variables: Mapping[str, Any] | None = None, inputs: Mapping[str, Shape] | None = None
) -> Model:
    """Return the model in a file, on standard input (``-``), built in (``unet``), or of ``package.module:factory``.

    ``variables`` override the file's ``vars``, and ``inputs`` the shapes of its inputs as in ``summarize``; a factory
    needs them, with the batch. Raises ``ShapecalcError`` with every mistake in the file. Only a factory runs code.

    >>> load("unet").name
    'unet'
    """
    given = _variables(variables)
    if isinstance(source, str) and ":" in source:
        from shapecalc.importers.torch.factory import is_factory, load_factory

        if is_factory(source):
            _refuse_variables(source, given)
            return load_factory(source, inputs)
    file, name = _file(source)
    with file:
        model = _read(file, name, given)
    return model.with_inputs(inputs) if inputs else model


def document(source: str | Path) -> Document:
    """Return the values of a model file of our own, right or wrong as a model."""
    file, name = _file(source)
    with file:
        return parse(file.read(MOST_BYTES + 1), name)


def text_of(source: str | Path) -> str:
    """Return the text of a model file; standard input is gone once it has been read."""
    if source == "-":
        raise ShapecalcError("standard input cannot be mended", why="it can be read once only", fix="name a file")
    file, _ = _file(source)
    with file:
        return file.read(MOST_BYTES + 1).decode("utf-8-sig", errors="replace")


def _file(source: str | Path) -> tuple[BinaryIO, str]:
    """Return what a source holds, and what to call it."""
    if not isinstance(source, (str, PathLike)) or isinstance(fspath(source), bytes):
        fix = 'write load("model.yaml"), or load("unet") for a built-in model'
        raise ShapecalcError(f"the source is {short(source)}", why="it is a file's name or path", fix=fix)
    name = fspath(source)
    if name == "-":
        return BytesIO(sys.stdin.buffer.read(MOST_BYTES + 1)), "<stdin>"
    if name not in zoo.names() or (isinstance(source, PathLike) and Path(name).is_file()):
        return _opened(Path(name)), name
    if Path(name).is_file():
        what = f"{name!r} is a built-in model, and a file here"
        raise ShapecalcError(what, why="either may be meant", fix=f"write ./{name} for the file, or rename it")
    return BytesIO(zoo.text(name)), f"{name}.yaml"


def _variables(given: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if given is None or (isinstance(given, Mapping) and all(isinstance(name, str) for name in given)):
        return given or {}
    raise ShapecalcError(f"the variables are {short(given)}", why='they map names to values: {"base": 32}')


def _read(file: BinaryIO, name: str, variables: Mapping[str, Any]) -> Model:
    source = _kind(file.read(_LONGEST), Path(name).suffix.lower())
    file.seek(0)
    if source is None:
        return _own(file.read(MOST_BYTES + 1), name, variables)
    _refuse_variables(name, variables)
    model: Model = import_module(f"shapecalc.importers.{source.room}").read(file, name)
    return model


def _own(text: bytes, name: str, variables: Mapping[str, Any]) -> Model:
    try:
        return read_model(parse(text, name), variables)
    except ShapecalcError as error:
        from shapecalc.importers.lookalikes import recognised

        raise recognised(text, name) or error from None


def _refuse_variables(name: str, variables: Mapping[str, Any]) -> None:
    if variables:
        raise ShapecalcError(f"{name} has no vars", why="only shapecalc's own model files have", fix="leave --set out")


def _kind(beginning: bytes, suffix: str) -> Source | None:
    """Return what kind of foreign file this is; None for one of our own."""
    by_content = (source for source in SOURCES if beginning.startswith(source.beginnings))
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()  # a text may begin with a byte order mark
    key = _first_key(text) if text[:1] == b"{" else ""
    by_key = (source for source in SOURCES if key in source.keys)
    by_name = (source for source in SOURCES if suffix in source.suffixes)
    return next(by_content, None) or next(by_key, None) or next(by_name, None)


def _first_key(beginning: bytes) -> str:
    """Return the first key of a JSON text, or the empty text."""
    found = re.match(rb'\s*\{\s*"(\w+)"\s*:', beginning)
    return found[1].decode() if found else ""


_LONGEST = 512
"""How much of a file tells its kind; a JSON text may begin with white space."""


def _opened(path: Path) -> BinaryIO:
    try:
        _check_pipe(path)
        file = path.open("rb")
        if file.seekable():
            return file
        with file:
            return BytesIO(file.read(MOST_BYTES + 1))
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


def _check_pipe(path: Path) -> None:
    if path.is_fifo() and path.parts[1:2] not in (("dev",), ("proc",)):  # a shell's own <(...) stands there
        why = "it could wait for its writer without end"
        raise ShapecalcError(f"{str(path)!r} is a named pipe", why=why, fix="give -, and the model on standard input")
