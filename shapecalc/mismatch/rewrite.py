"""A cure written into the text of a model file: comments and layout stay.

An entry may stand for several nodes: in a block for one in every use of it, with ``repeat`` for as many. They all
change with it, so a cure is written only where what some of them need is right for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from shapecalc.errors import Path, ShapecalcError
from shapecalc.mismatch.cures import Cure
from shapecalc.mismatch.edits import Edit, Fitting, Setting
from shapecalc.mismatch.words import listed, told, value_text
from shapecalc.model.document import Document, parse
from shapecalc.model.entry import fields_of
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.model.reader import read_model
from shapecalc.model.splice import with_entry_before, with_setting, with_value
from shapecalc.model.trace import trace


class Change(NamedTuple):
    """What changes in the entry at a path: settings, each with those that go, or new entries before some inputs."""

    settings: tuple[tuple[str, Any, tuple[str, ...]], ...]
    fittings: tuple[tuple[int, str, Mapping[str, Any]], ...]
    """The place of the input, the word for it in the file, and the settings of the entry put there."""


class Rewrite:
    """A model file that is to be mended: its document, its text, and which nodes stand at a path."""

    def __init__(self, model: Model, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.nodes = {node.name: node for node in model.nodes}
        self.uses: dict[Path, list[Node]] = {}
        for node in model.nodes:
            self.uses.setdefault(node.path, []).append(node)

    def mended(self, wanted: Model, cure: Cure, variables: Mapping[str, Any]) -> str:
        """Return the text with a cure, and with the inputs of the wanted model; refused where it is not right for all.

        The new text has been read and traced.
        """
        changes = self._changes(cure)
        text = self.text
        for path in sorted(changes, reverse=True):  # what comes later in a list first
            text = self._changed(text, path, changes[path])
        for node in wanted.inputs:
            shape = node.layer.infer().output_shape
            if shape != self.nodes[node.name].layer.infer().output_shape:
                text = with_value(text, node.path, list(shape or ())[1:])
        self._check(text, cure, changes, variables)
        return text

    def blocks(self, cure: Cure) -> dict[str, list[str]]:
        """Return the blocks that a cure changes, each with its uses."""
        nodes = [self.nodes[edit.node] for edit in cure.edits]
        return {
            str(node.path[1]): [_user(each) for each in self.uses[node.path]]
            for node in nodes
            if node.path[0] == "blocks"
        }

    def _changes(self, cure: Cure) -> dict[Path, Change]:
        """Return what changes at each path; refused where two uses of one entry need different things."""
        found: dict[Path, Change] = {}
        for name in dict.fromkeys(edit.node for edit in cure.edits):
            node = self.nodes[name]
            change = self._change(node, cure)
            if found.setdefault(node.path, change) != change:
                raise self._unlike(cure, node.path)
        return found

    def _change(self, node: Node, cure: Cure) -> Change:
        edits = [edit for edit in cure.edits if edit.node == node.name]
        settings = [edit for edit in edits if isinstance(edit, Setting)]
        fittings = [edit for edit in edits if isinstance(edit, Fitting)]
        return Change(
            tuple((edit.name, self._value(edit, node), edit.removed) for edit in settings),
            tuple((edit.place, self._words(node)[edit.place], edit.settings) for edit in fittings),
        )

    def _value(self, edit: Setting, node: Node) -> Any:
        return self._word(edit.value, node) if isinstance(edit.value, Reference) else edit.value

    def _entry(self, path: Path) -> Mapping[str, Any]:
        value = self.document.value
        for step in path:
            value = value[step]
        return fields_of(value)

    def _said(self, node: Node) -> list[str]:
        """Return what an entry itself says of its inputs."""
        said = self._entry(node.path).get("inputs") if node.path[:1] != ("input",) else None
        words = [said] if isinstance(said, str) else said or []
        return words if len(words) == len(node.inputs) else []

    def _words(self, node: Node) -> list[str]:
        """Return what the file calls the inputs of a node, so that the words mean the same a line later."""
        words = self._said(node)
        if not words:  # everything that comes into the block
            inside = node.path[0] == "blocks"
            return [f"$input:{place}" if inside else str(each) for place, each in enumerate(node.inputs)]
        pairs = zip(words, node.inputs, strict=True)
        return [self._plain(reference, node) if word.startswith("$prev") else word for word, reference in pairs]

    def _word(self, reference: Reference, node: Node) -> str:
        """Return a word for a reference where a node's entry stands; a block's name stands for its last node."""
        prefix = _prefix(node)
        readers = [each for each in self.nodes.values() if reference in each.inputs and self._said(each)]
        beside = [each for each in readers if _prefix(each) == prefix]
        for other in beside or [each for each in readers if prefix.startswith(_prefix(each))]:
            word = self._words(other)[other.inputs.index(reference)]
            if beside or not word.startswith("$"):
                return word
        return self._plain(reference, node)

    @staticmethod
    def _plain(reference: Reference, node: Node) -> str:
        return str(reference).removeprefix(_prefix(node))

    def _changed(self, text: str, path: Path, change: Change) -> str:
        for name, value, removed in change.settings:
            text = with_setting(text, path, name, value, removed)
        if not change.fittings:
            return text
        inputs = self._words(self.uses[path][0])
        new = []
        for place, word, settings in change.fittings:
            inputs[place] = self._free(word)
            new.append({"type": "pad", "name": inputs[place], **settings, "inputs": [word]})
        text = with_setting(text, path, "inputs", inputs)
        when = {key: value for key, value in self._entry(path).items() if key == "when"}
        for entry in reversed(new):
            text = with_entry_before(text, path, {**entry, **when})
        return text

    def _free(self, word: str) -> str:
        """Return a name for a new node that the file has not: after the word for what comes into it."""
        base = "".join(c if c.isalnum() or c == "_" else "_" for c in word.partition(".")[0].strip("$")) + "_fitted"
        name, number = base, 0
        while name in self.text:
            number += 1
            name = f"{base}_{number}"
        return name

    def _check(self, text: str, cure: Cure, changes: Mapping[Path, Change], variables: Mapping[str, Any]) -> None:
        shared = next((path for path in changes if len(self.uses[path]) > 1), None)
        try:
            problems = trace(read_model(parse(text.encode(), self.document.name), variables)).problems
        except ShapecalcError as error:
            problems = list(error.problems)
        if problems and shared is not None:
            raise self._unlike(cure, shared)
        if problems:
            raise ShapecalcError(problems=[problems[0]._replace(what=f"mended, {problems[0].what}")])

    def _unlike(self, cure: Cure, path: Path) -> ShapecalcError:
        """Return why an entry that stands for several nodes is not changed, and what to write by hand."""
        needs: dict[str, list[str]] = {}
        for node in self.uses[path]:
            edits = [edit for edit in cure.edits if edit.node == node.name]
            needs.setdefault(", ".join(map(_need, edits)) or "nothing", []).append(_user(node))
        first = next(need for need in needs if need != "nothing")
        what = f"{cure.kind} would have to differ between the uses of an entry"
        why = "; ".join(f"{listed(users)} {'need' if users[1:] else 'needs'} {need}" for need, users in needs.items())
        fix = f"write the repetitions out, and at {listed(needs[first])} {first}"
        if path[0] == "blocks":
            fix = f"copy the block {path[1]} for {listed(needs[first])}, with {first} in the copy of this entry"
        return ShapecalcError(what, why=why, fix=fix, path=path)


def _user(node: Node) -> str:
    """Return what the file calls one use of an entry: the block that the node stands in, else the node."""
    return node.name.rpartition(".")[0] or node.name


def _need(edit: Edit) -> str:
    return f"{edit.name}: {value_text(edit.value)}" if isinstance(edit, Setting) else told([edit])


def _prefix(node: Node) -> str:
    """Return what the names in the block that a node stands in begin with."""
    block, dot, _ = node.name.rpartition(".")
    return block + dot if node.path[:1] == ("blocks",) else ""
