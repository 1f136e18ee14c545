"""What went wrong in a user's code, and where: no traceback of ours, the user's own line."""

from __future__ import annotations

import sys
from pathlib import Path
from traceback import extract_tb

MOST_WORDS = 300


def blamed(error: BaseException | None) -> str:
    """Return the kind and the words of an exception with the innermost line outside of PyTorch and of this package."""
    if error is None:
        return ""
    words = " ".join(str(error).split())
    words = f"{words[:MOST_WORDS]}..." if len(words) > MOST_WORDS else words
    place = _place(error)
    return f"{type(error).__name__}{f': {words}' if words else ''}{f' (at {place})' if place else ''}"


def _place(error: BaseException) -> str:
    lines = [frame for frame in extract_tb(error.__traceback__) if not frame.filename.startswith(_not_theirs())]
    return f"{Path(lines[-1].filename).name}:{lines[-1].lineno}" if lines else ""


def _not_theirs() -> tuple[str, ...]:
    """Return how the names of files begin that are not the user's: ours, PyTorch's, Python's own imports."""
    files = [getattr(sys.modules.get(name), "__file__", None) for name in ("torch", "importlib")]
    return (str(Path(__file__).parents[2]), "<", *(str(Path(file).parent) for file in files if file))
