"""What an assembly works with: nodes whose inputs are still words, and open lists of entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from shapecalc.errors import Path

if TYPE_CHECKING:
    from shapecalc.dialects.framework_layer import AnyLayer


class Mention(NamedTuple):
    """A word for a node, as it stands inside a block (``prefix``), and which of its outputs is meant."""

    word: str
    prefix: str = ""
    output: int = 0

    def __str__(self) -> str:
        return f"{self.word}:{self.output}" if self.output else self.word


class Draft(NamedTuple):
    """A node whose inputs are still words. ``layer`` is None when its entry was wrong, or another node's is shared."""

    name: str
    layer: AnyLayer | None
    inputs: tuple[Mention, ...]
    sizes: dict[str, Mention]
    shared: Mention | None
    path: Path


@dataclass
class Frame:
    """An open list of entries: the model's own, or a block's. ``input`` is what comes into it."""

    entries: list[Any]
    path: Path
    variables: Mapping[str, Any]
    prefix: str = ""
    name: str = ""
    input: tuple[Mention, ...] = ()
    previous: tuple[Mention, ...] = ()
    at: int = 0
    round: int = 0
    """Which repetition of the entry comes next."""

    def take(self) -> tuple[Any, Path, int]:
        """Return the next entry, where it stands and which repetition of it this is; go on to the entry after it."""
        taken = self.entries[self.at], (*self.path, self.at), self.round
        self.at, self.round = self.at + 1, 0
        return taken

    def again(self, number: int) -> None:
        """Come back to the entry just taken, for another repetition."""
        self.at, self.round = self.at - 1, number
