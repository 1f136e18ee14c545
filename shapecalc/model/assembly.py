"""From the entries of a model file to drafts of nodes: variables computed, blocks opened, names given.

A stack of open blocks stands in for recursion. An entry that is wrong is noted and passed over, so that one reading
finds every mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from shapecalc.errors import Path, Problem, ShapecalcError
from shapecalc.model.entry import Entry, block_variables, fields_of, names_in
from shapecalc.model.words import Words

if TYPE_CHECKING:
    from shapecalc.dialects.framework_layer import AnyLayer

SIZES = ("output_size", "size")
"""Settings that may name a node instead of a size: "as large as that one"."""
MOST_NODES = 200_000
MOST_BLOCKS_DEEP = 50


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

    @property
    def here(self) -> Path:
        """Return the path of the entry that comes next."""
        return (*self.path, self.at)

    def advance(self, repeat: int = 1) -> None:
        """Go on to the next repetition, or to the next entry."""
        self.round += 1
        if self.round >= repeat:
            self.at, self.round = self.at + 1, 0


@dataclass
class Assembly:
    """Drafts of nodes, and the mistakes found while making them."""

    words: Words
    blocks: Mapping[str, Any]
    variables: Mapping[str, Any]
    drafts: list[Draft] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)
    """A block's name -> the name of its last node."""
    problems: list[Problem] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    """Names of entries that their ``when`` left out."""
    _taken: dict[str, Path] = field(default_factory=dict)
    _reserved: set[str] = field(default_factory=set)
    _counters: dict[str, int] = field(default_factory=dict)

    def assemble(self, entries: list[Any], inputs: Mapping[str, Path]) -> None:
        """Draft every node; ``inputs`` are the names of the model's inputs."""
        self._taken.update(inputs)
        first = tuple(map(Mention, inputs)) if len(inputs) == 1 else ()
        stack = [self._frame(entries, ("layers",), self.variables, first)]
        while stack:
            frame = stack[-1]
            if frame.at == len(frame.entries):
                self._close(stack)
                continue
            path = frame.here
            try:
                opened = self._entry(frame, path, len(stack))
            except ShapecalcError as error:
                self.problems.extend(error.beneath(*path).problems)
                frame.advance()
            else:
                stack.extend(opened)

    def _frame(
        self, entries: list[Any], path: Path, variables: Mapping[str, Any], inputs: tuple[Mention, ...], name: str = ""
    ) -> Frame:
        prefix = f"{name}." if name else ""
        self._reserved.update(prefix + each for each in names_in(entries))
        return Frame(entries, path, variables, prefix, name, inputs, inputs)

    def _close(self, stack: list[Frame]) -> None:
        frame = stack.pop()
        if stack:
            stack[-1].previous = frame.previous
            if frame.previous:
                self.ends[frame.name] = frame.previous[-1].word

    def _entry(self, frame: Frame, path: Path, depth: int) -> list[Frame]:
        entry = Entry.read(fields_of(frame.entries[frame.at]), frame.variables)
        number = frame.round
        frame.advance(entry.repeat)
        if not entry.when:
            self.left_out.add(frame.prefix + entry.name)
            return []
        if len(self.drafts) >= MOST_NODES:
            frame.at = len(frame.entries)
            raise ShapecalcError(f"the model has over {MOST_NODES:,} nodes", why="that many are read at most")
        name = self._name(entry, frame, number, path)
        inputs = tuple(self._mention(each, frame) for each in entry.inputs) or frame.previous
        if entry.type in self.blocks:
            return [self._open(entry, name, inputs, depth)]
        frame.previous = (Mention(name),)
        self.drafts.append(self._draft(entry, name, inputs, frame, path))
        return []

    def _mention(self, text: str, frame: Frame) -> Mention:
        """Return what a reference means here: ``$previous``, ``$input`` (with ``:1`` the second one), or a name."""
        word, _, output = text.partition(":")
        number = int(output) if output.isdigit() else 0
        if word not in ("$previous", "$input"):
            return Mention(word, frame.prefix, number)
        meant = frame.previous if word == "$previous" else frame.input[number:]
        if not meant:
            raise ShapecalcError(f"{text} stands for nothing", why="nothing comes before it", path=("inputs",))
        return meant[0]._replace(output=number) if word == "$previous" and output else meant[0]

    def _open(self, entry: Entry, name: str, inputs: tuple[Mention, ...], depth: int) -> Frame:
        if depth > MOST_BLOCKS_DEEP:
            raise ShapecalcError(
                f"the block {entry.type} is opened over {MOST_BLOCKS_DEEP} deep",
                why="a block must not contain itself",
                fix="use repeat for a number of times",
                path=("type",),
            )
        block = self.blocks[entry.type]
        variables = {**self.variables, **block_variables(entry.type, block, entry.settings)}
        return self._frame(block["layers"], ("blocks", entry.type, "layers"), variables, inputs, name)

    def _draft(self, entry: Entry, name: str, inputs: tuple[Mention, ...], frame: Frame, path: Path) -> Draft:
        told = {key: entry.settings.pop(key) for key in SIZES if type(entry.settings.get(key)) is str}
        sizes = {key: self._mention(text, frame) for key, text in told.items()}
        shared = Mention(entry.shared, frame.prefix) if entry.shared else None
        layer = None
        try:
            layer = self.words.layer(entry.type, entry.settings) if entry.type else None
        except ShapecalcError as error:
            self.problems.extend(each._replace(node=name) for each in error.beneath(*path).problems)
        return Draft(name, layer, inputs, sizes, shared, path)

    def _name(self, entry: Entry, frame: Frame, number: int, path: Path) -> str:
        if not entry.name:
            return self._next_name(frame.prefix + self.words.default_name(entry.type or f"{entry.shared}_again"))
        name = frame.prefix + entry.name + (f"_{number}" if number else "")
        if name in self._taken:
            raise ShapecalcError(
                f"two nodes are named {name!r}", why="a name stands for one node", fix="rename one", path=("name",)
            )
        self._taken[name] = path
        return name

    def _next_name(self, base: str) -> str:
        while True:
            number = self._counters.get(base, 0)
            self._counters[base] = number + 1
            name = f"{base}_{number}" if number else base
            if name not in self._taken and name not in self._reserved:
                return name
