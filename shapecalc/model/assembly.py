"""From the entries of a model file to drafts of nodes: variables computed, blocks opened, names given.

A stack of open blocks stands in for recursion. An entry that is wrong is noted and passed over, so that one reading
finds every mistake.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shapecalc.dialects.framework_layer import AnyLayer, FrameworkLayer
from shapecalc.errors import Path, Problem, ShapecalcError, did_you_mean, under
from shapecalc.model.draft import Draft, Frame, Mention
from shapecalc.model.entry import MOST_ENTRIES, Entry, block_variables, fields_of, misspelt, names_in
from shapecalc.model.words import Words

SIZES = ("output_size", "size")
"""Settings that may name a node instead of a size: "as large as that one"."""
MOST_BLOCKS_DEEP = 50
_PLACES = ("$previous", "$input")
_ONE_OUTPUT = re.compile(r"(.+):([0-9]{1,9})")


@dataclass
class Assembly:
    """Drafts of nodes, and the mistakes found while making them."""

    words: Words
    blocks: Mapping[str, Any]
    variables: Mapping[str, Any]
    drafts: list[Draft] = field(default_factory=list)
    ends: dict[str, Mention] = field(default_factory=dict)
    """A block's name -> its last node."""
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=lambda: {""})
    """Names of entries that were wrong; the empty one stands for what comes out of such an entry."""
    left_out: set[str] = field(default_factory=set)
    """Names of entries that their ``when`` left out."""
    _taken: dict[str, Path] = field(default_factory=dict)
    _reserved: set[str] = field(default_factory=set)
    _counters: dict[str, int] = field(default_factory=dict)
    _read: int = 0

    def assemble(self, entries: list[Any], inputs: Mapping[str, Path]) -> None:
        """Draft every node; ``inputs`` are the names of the model's inputs."""
        self._taken.update(inputs)
        mentions = tuple(map(Mention, inputs))
        stack = [self._frame(entries, ("layers",), self.variables, mentions)]
        stack[0].previous = mentions if len(mentions) == 1 else ()
        while stack:
            frame = stack[-1]
            if frame.at == len(frame.entries):
                self._close(stack)
                continue
            fields, path, number = frame.take()
            self._count(path)
            try:
                with under(*path):
                    stack.extend(self._entry(fields, path, number, stack))
            except ShapecalcError as error:
                self.problems.extend(error.problems)
                self.lost.update(frame.prefix + name for name in names_in([fields]))
                frame.previous = (Mention(""),)

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
                self.ends[frame.name] = frame.previous[-1]

    def _entry(self, fields: Any, path: Path, number: int, stack: list[Frame]) -> list[Frame]:
        """Draft the node of an entry, or return the block that it opens."""
        frame = stack[-1]
        entry = Entry.read(fields_of(fields), frame.variables)
        if not (entry.when and entry.repeat):
            self.left_out.add(frame.prefix + entry.name)
            return []
        name = self._name(entry, frame, number, path)
        inputs = tuple(self._mention(each, frame) for each in entry.inputs) or frame.previous
        opened = [self._open(entry, name, inputs, len(stack))] if entry.type in self.blocks else []
        if not opened:
            self.drafts.append(self._draft(entry, name, inputs, frame, path))
            frame.previous = (Mention(name),)
        if number + 1 < entry.repeat:
            frame.again(number + 1)
        return opened

    def _count(self, path: Path) -> None:
        self._read += 1
        if self._read > MOST_ENTRIES:
            what = f"the model has over {MOST_ENTRIES:,} layers"
            limit = Problem(what, why="no more than that are read", fix="repeat less often", path=path)
            raise ShapecalcError(problems=[*self.problems, limit])

    def _mention(self, text: str, frame: Frame) -> Mention:
        """Return what a reference means here: ``$previous``, ``$input`` (with ``:1`` the second one), or a name."""
        one = _ONE_OUTPUT.fullmatch(text)
        word, number = (one[1], int(one[2])) if one else (text, 0)
        if word not in _PLACES:
            if word.startswith("$"):
                fix = did_you_mean(word, _PLACES) or f"use {' or '.join(_PLACES)}, or the name of a layer"
                raise ShapecalcError(f"{word} stands for nothing", fix=fix, path=("inputs",))
            return Mention(word, frame.prefix, number)
        meant = frame.previous if word == "$previous" else frame.input[number:]
        if not meant:
            why = "not that many inputs come in, counted from 0" if number else "nothing comes before it"
            raise ShapecalcError(f"{text} stands for nothing", why=why, fix="name a layer", path=("inputs",))
        return meant[0]._replace(output=number) if word == "$previous" and one else meant[0]

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
            _refuse_one_to_merge(entry, layer, inputs)
        except ShapecalcError as error:
            layer = None
            known = self.words.settings_of(entry.type)
            found = ShapecalcError(problems=[misspelt(each, entry.settings, known) for each in error.problems])
            self.problems.extend(each._replace(node=name) for each in found.beneath(*path).problems)
        return Draft(name, layer, inputs, sizes, shared, path)

    def _name(self, entry: Entry, frame: Frame, number: int, path: Path) -> str:
        if not entry.name:
            return self._next_name(frame.prefix + self.words.default_name(entry.type or f"{entry.shared}_again"))
        name = frame.prefix + entry.name
        if entry.repeat > 1:
            self._taken.setdefault(name, path)
            base, name = name, f"{name}_{number + 1}"
            self.ends[base] = Mention(name)
        if name in self._taken and self._taken[name] != path:
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


def _refuse_one_to_merge(entry: Entry, layer: AnyLayer | None, inputs: tuple[Mention, ...]) -> None:
    """Refuse a merge of a single tensor that is no list, as Keras and PyTorch do."""
    if (
        isinstance(layer, FrameworkLayer)
        and layer.card.merges
        and not entry.listed
        and [bool(each.word) for each in inputs] == [True]
    ):
        raise ShapecalcError(
            f"{entry.type} has one input",
            why=f"it merges several, and {inputs[0]} alone comes in",
            fix=f"name the others too: inputs: [{inputs[0]}, ...]",
            path=("inputs",),
        )
