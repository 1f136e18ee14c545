"""``package.module:factory``: the one way of naming a model that imports and runs a user's code."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.importers.torch import from_torch, need_torch
from shapecalc.importers.torch.blame import blamed
from shapecalc.shape import Shape

if TYPE_CHECKING:
    from shapecalc.model.graph import Model

_NAME = r"[^\W\d]\w*"
_FORM = re.compile(rf"{_NAME}(\.{_NAME})*:{_NAME}(\.{_NAME})*")
_DRIVES = os.name == "nt"
"""Whether one letter before a colon is a drive."""


def is_factory(source: str) -> bool:
    """Tell whether a source is ``package.module:factory``: no file, and no drive of Windows.

    >>> [is_factory(source) for source in ("nets.unet:small", "C:net.yaml", "net.yaml", "nets/unet.py:small")]
    [True, False, False, False]
    """
    if not _FORM.fullmatch(source) or Path(source).exists():
        return False
    drive, _, rest = source.partition(":")
    return len(drive) > 1 or not (_DRIVES or "." in rest)


def load_factory(source: str, inputs: Mapping[str, Shape] | None) -> Model:
    """Import the module, call the factory, and trace what it returns for inputs of these shapes (with the batch).

    The empty name stands for the first argument of the forward pass, other names for those of that name. What the
    code prints goes to standard error.
    """
    need_torch()
    if not inputs:
        raise ShapecalcError(
            f"{source} needs input sizes",
            why="a PyTorch module does not say what goes into it",
            fix="add --input 1,3,224,224 (with the batch), or NAME=SIZES for each argument of forward",
        )
    with redirect_stdout(sys.stderr), _importing_from_here():
        module = _made(source)
        named = {name: shape for name, shape in inputs.items() if name}
        return from_torch(module, *([inputs[""]] if "" in inputs else []), **named)


def _made(source: str) -> Any:
    name, _, path = source.partition(":")
    try:
        found: Any = import_module(name)
    except (Exception, SystemExit) as error:
        raise _failed(f"{name} cannot be imported", error, "check the name, and that it is in this folder") from error
    for part in path.split("."):
        if not hasattr(found, part):
            raise ShapecalcError(f"{name} has no {part!r}", fix=did_you_mean(part, dir(found)) or "check the name")
        found = getattr(found, part)
    if hasattr(found, "forward") and not isinstance(found, type):
        return found
    try:
        return found()
    except (Exception, SystemExit) as error:
        raise _failed(f"{source} fails", error, "name a function or class that needs no arguments") from error


def _failed(what: str, error: BaseException, fix: str) -> ShapecalcError:
    return ShapecalcError(what, why=blamed(error), fix=fix)


@contextmanager
def _importing_from_here() -> Iterator[None]:
    """Let modules of the current folder be imported, as ``python -m`` does."""
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        yield
    finally:
        sys.path.remove(here)
