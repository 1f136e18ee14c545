"""An example of Python in lines of a width: code is broken inside its brackets, where it goes on in the next line."""

from __future__ import annotations

from collections.abc import Iterator

PROMPT, MORE = ">>> ", "... "


def folded(example: str, width: int) -> Iterator[str]:
    """Yield a doctest, with no line longer than ``width`` if it can be.

    >>> list(folded(">>> Conv(filters=3, kernel_size=3).output((None, 8, 8, 1))", 48))
    ['>>> Conv(filters=3, kernel_size=3).output((None,', '...     8, 8, 1))']
    """
    for line in example.splitlines():
        yield from _folded(line, width, *((f"{MORE}    ", 1) if line.startswith((PROMPT, MORE)) else (" ", 0)))


def _folded(line: str, width: int, indent: str, least: int) -> Iterator[str]:
    """Yield a line in pieces: broken at a space within the fewest brackets, but ``least``, and there at the last one.

    A space in the first half is taken only where there is no other.
    """
    open_brackets = 0
    while len(line) > width:
        spaces = [(depth, at) for at, depth in _spaces(line, open_brackets) if depth >= least]
        places = [each for each in spaces if len(indent) < each[1] <= width]
        late = [each for each in places if each[1] > width // 2]
        if not places:
            break
        open_brackets, at = min(late or places, key=lambda each: (each[0], -each[1]))
        yield line[:at]
        line = indent + line[at + 1 :]
    yield line


def _spaces(line: str, depth: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the spaces outside of texts, and in how many brackets each stands."""
    quote = ""
    for at, character in enumerate(line):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == " ":
            yield at, depth
        else:
            depth += (character in "([{") - (character in ")]}")
