"""A user's mistake, told in four parts: what is wrong, where it stands, why (with the numbers), how to mend it.

An error is born knowing *what*; each floor on the way out adds the step it knows of *where*
(``with under("layers", 3)``); the reader of a file turns the collected path into ``file:line:column``.
Anything that is not a ``ShapecalcError`` is our bug.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """One mistake. ``path`` leads from the outermost thing read to the setting at fault; ``place`` is for the eye.

    ``node`` is the layer's name in its model.
    """

    what: str
    why: str = ""
    fix: str = ""
    path: Path = ()
    place: str = ""
    node: str = ""
    others: tuple[str, ...] = ()
    """Other fixes than the first."""

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.place, self.node) if part)
        lead = f"{where}: " if where else ""
        return " ".join(part for part in (f"{lead}{self.what}.", sentence(self.why), sentence(self.fix)) if part)


class ShapecalcError(ValueError):
    """The input cannot be what the user meant; ``problems`` holds every mistake found.

    >>> print(ShapecalcError("stride is 0", why="a window must move", fix="use 1 or more"))
    stride is 0. A window must move. Use 1 or more.
    """

    def __init__(
        self,
        what: str = "",
        *,
        why: str = "",
        fix: str = "",
        path: Path = (),
        problems: Iterable[Problem] = (),
    ) -> None:
        self.problems = tuple(problems) or (Problem(what, why, fix, path),)
        super().__init__("\n".join(map(str, self.problems)))

    def beneath(self, *steps: str | int) -> ShapecalcError:
        """Return the same mistakes, seen from ``steps`` further out."""
        return ShapecalcError(problems=[p._replace(path=steps + p.path) for p in self.problems])


class under:  # noqa: N801 - reads as a word: with under("layers", 3)
    """Say where a mistake raised inside the block stands.

    >>> try:
    ...     with under("layers", 3), under("stride"):
    ...         raise ShapecalcError("stride is 0")
    ... except ShapecalcError as error:
    ...     error.problems[0].path
    ('layers', 3, 'stride')
    """

    __slots__ = ("steps",)

    def __init__(self, *steps: str | int) -> None:
        self.steps = steps

    def __enter__(self) -> None:
        """Nothing is done on the way in."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, ShapecalcError):
            raise error.beneath(*self.steps) from error.__cause__


def sentence(text: str) -> str:
    """Start with a capital and end with a full stop; nothing stays nothing."""
    return text and text[0].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def distinct(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repetitions: the same mistake at the same place, found on several ways there."""
    return list({(each.what, each.why, each.path, each.place): each for each in reversed([*problems])}.values())[::-1]


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the known words most like ``word``, the best first.

    >>> nearest("Conv2DTranpose", ["Conv2D", "Conv2DTranspose", "Dense"], count=1)
    ['Conv2DTranspose']
    """
    from difflib import get_close_matches

    names = list(dict.fromkeys(known))
    by_lower: dict[str, str] = {name.lower(): name for name in reversed(names)}
    return [by_lower[match] for match in get_close_matches(word.lower(), by_lower, n=count, cutoff=0.5)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean A, B or C?``, or the empty string when nothing is near."""
    names = nearest(word, known)
    if not names:
        return ""
    return f"did you mean {' or '.join([', '.join(names[:-1]), names[-1]] if names[1:] else names)}?"
