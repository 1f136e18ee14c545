"""Where text goes: to the terminal at its width, to a pipe in full, or to a file as a whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from rich.console import RenderableType


def only_ascii(target: Path | None) -> bool:
    """Tell whether standard output cannot show the characters of a table's frame."""
    try:
        "┏━┳│".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return target is None
    return False


def show(renderable: RenderableType, target: Path | None = None) -> None:
    """Print something that rich draws, or write it to a file; nothing is cut."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    if target is None:
        console.print(renderable, crop=False)
        return
    from io import StringIO

    text = StringIO()
    Console(file=text, highlight=False, soft_wrap=True).print(renderable, crop=False)
    write(text.getvalue().splitlines(), target)


def write(lines: Iterable[str], target: Path | None = None) -> None:
    """Write lines to standard output, or to a file that appears only when it is whole."""
    if target is None:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ShapecalcError(f"{str(target)!r} cannot be written", why=error.strerror or str(error)) from None
