"""Where text goes: to the terminal at its width, to a pipe in full, or to a file as a whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

USUAL, NARROWEST = 80, 40
"""Columns of a terminal that does not tell how many it has, and those that a text needs to be read."""


def only_ascii(target: Path | None) -> bool:
    """Tell whether standard output cannot show the characters of a table's frame."""
    try:
        "┏━┳│".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return target is None
    return False


def complain(error: ShapecalcError) -> None:
    """Write a mistake to standard error, in lines of a terminal's width if it is one."""
    from shapecalc.render.problem import error_text

    sys.stderr.write(error_text(error, _columns(sys.stderr)) + "\n")


def _columns(stream: TextIO) -> int | None:
    """Return the width of the terminal that a stream goes to; None for a pipe or a file, where nothing is cut."""
    if not stream.isatty():
        return None
    given = os.environ.get("COLUMNS", "")
    found = int(given) if given.isdecimal() else os.get_terminal_size(stream.fileno()).columns
    return max(found or USUAL, NARROWEST)


class Drawable(Protocol):
    """What rich draws in a terminal, and what is as good line by line."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw."""
        ...

    def lines(self) -> Iterator[str]:
        """Yield the text."""
        ...


def show(drawable: Drawable, target: Path | None = None) -> None:
    """Draw something with rich when standard output is a terminal; otherwise write its lines, and cut nothing."""
    if target is not None or not sys.stdout.isatty():
        write(drawable.lines(), target)
        return
    from rich.console import Console

    Console(highlight=False, soft_wrap=True).print(drawable, crop=False)


def write(lines: Iterable[str], target: Path | None = None) -> None:
    """Write lines to standard output, or to a file that appears only when it is whole."""
    if target is None:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return
    text = "".join(f"{line}\n" for line in lines)
    try:
        _replace(target.resolve(), text)
    except OSError as error:
        why = error.strerror or str(error)
        raise ShapecalcError(f"{str(target)!r} cannot be written", why=why, fix="name another file") from None


def refuse_to_overwrite(model: str | None, target: Path | None) -> None:
    """Refuse a file to write that is the model's own."""
    if model and target is not None and target.exists() and Path(model).exists() and target.samefile(model):
        raise ShapecalcError(f"-o {target}", why="it is the model's own file", fix="write to another file")


def refuse_existing(target: Path | None) -> None:
    """Refuse a file to write that is there."""
    if target is not None and target.is_file():
        raise ShapecalcError(
            f"-o {target}", why="there is such a file, and it is not overwritten", fix="name a new file"
        )


def _replace(target: Path, text: str) -> None:
    if target.exists() and not target.is_file():  # a device or a pipe is written to, never replaced
        target.write_text(text, encoding="utf-8")
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        if target.exists():
            draft.chmod(target.stat().st_mode)
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def say_that_code_runs(model: str) -> None:
    """Say on standard error that ``package.module:factory`` imports and runs the user's code; no other source does."""
    if ":" in model:
        from shapecalc.importers.torch.factory import is_factory

        if is_factory(model):
            sys.stderr.write(f"{model}: this code is imported and run\n")
