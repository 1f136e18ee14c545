"""A model from a file, from standard input, or by the name of one that comes with shapecalc."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.model import zoo
from shapecalc.model.document import MOST_BYTES, parse
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model


def load(source: str | Path, variables: Mapping[str, Any] | None = None) -> Model:
    """Return the model in a YAML or JSON file, on standard input (``-``), or built in (``unet``).

    ``variables`` override the file's ``vars``. Raises ``ShapecalcError`` with every mistake in the file.

    >>> load("unet").name
    'unet'
    """
    name = str(source)
    if name == "-":
        return read_model(parse(sys.stdin.buffer.read(MOST_BYTES + 1), "<stdin>"), variables or {})
    if name in zoo.names() and not Path(name).is_file():
        return read_model(parse(zoo.text(name), f"{name}.yaml"), variables or {})
    return read_model(parse(_bytes(Path(name)), name), variables or {})


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
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
