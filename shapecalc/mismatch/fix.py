"""The text of a model file, mended: comments and layout stay, and the new text has been read and traced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.mismatch.cures import KINDS, Cure, cure
from shapecalc.mismatch.edits import Edit, Fitting, Setting
from shapecalc.model.document import Document, parse
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.model.reader import read_model
from shapecalc.model.splice import with_entry_before, with_setting, with_value
from shapecalc.model.trace import trace
from shapecalc.shape import Shape


class Mended(NamedTuple):
    """A new text of a model file, and the changes in it."""

    text: str
    cure: Cure


def mend(
    model: Model,
    text: str,
    inputs: Mapping[str, Shape] | None = None,
    variables: Mapping[str, Any] | None = None,
    kind: str | None = None,
) -> Mended:
    """Return a text like that of a model's file, whose model takes the ``inputs`` (which it then declares).

    ``kind`` is one of ``KINDS``; left out, the first that does it. Raises ``ShapecalcError`` where nothing needs to be
    mended, where the model does not come from a file of ours, and where no change mends it.
    """
    if kind is not None and kind not in KINDS:
        raise ShapecalcError(
            f"there is no cure {kind!r}", why=f"they are {', '.join(KINDS)}", fix=did_you_mean(kind, KINDS)
        )
    if not isinstance(model.document, Document):
        why = "only model files of shapecalc are mended, in YAML or JSON"
        raise ShapecalcError(f"{model.name} is no model file of shapecalc", why=why, fix="export it to YAML first")
    wanted = model.with_inputs(inputs or {})
    problems = trace(wanted).problems
    if not problems:
        raise ShapecalcError(f"{model.name} has nothing to mend", why="it takes these sizes", fix="see shapecalc sizes")
    for each in [kind] if kind else KINDS:
        found = cure(wanted, each)
        mended = found and _written(model, wanted, found, text)
        if found and mended and _fits(mended, model.document.name, variables or {}):
            return Mended(mended, found)
    raise ShapecalcError(problems=[problems[0]._replace(others=("no change that was tried mends it",))])


def _written(model: Model, wanted: Model, found: Cure, text: str) -> str | None:
    """Return the text with a cure; None where it would change a block from outside."""
    nodes = {node.name: node for node in model.nodes}
    words = dict(_words(model))
    settings = [edit for edit in found.edits if isinstance(edit, Setting)]
    fittings = [edit for edit in found.edits if isinstance(edit, Fitting)]
    if any(nodes[edit.node].path[:1] != ("layers",) for edit in fittings):
        return None
    for edit in settings:
        value = words.get(edit.value, str(edit.value)) if isinstance(edit.value, Reference) else edit.value
        text = with_setting(text, nodes[edit.node].path, edit.name, value, edit.removed)
    for name in sorted({edit.node for edit in fittings}, key=lambda name: nodes[name].path, reverse=True):
        text = _fitted(text, nodes[name], [edit for edit in fittings if edit.node == name], words)
    for node in wanted.inputs:
        shape = node.layer.infer().output_shape
        if shape != nodes[node.name].layer.infer().output_shape:
            text = with_value(text, node.path, list(shape or ())[1:])
    return text


def _fitted(text: str, node: Node, edits: list[Fitting], words: Mapping[Reference, str]) -> str:
    """Put the new nodes before a node, and let it take from them."""
    inputs = [words.get(reference, str(reference)) for reference in node.inputs]
    for edit in edits:
        inputs[edit.place] = edit.name
    text = with_setting(text, node.path, "inputs", inputs)
    for edit in reversed(edits):
        entry = {
            "type": "pad",
            "name": edit.name,
            **edit.settings,
            "inputs": [words.get(edit.source, str(edit.source))],
        }
        text = with_entry_before(text, node.path, entry)
    return text


def _words(model: Model) -> Iterator[tuple[Reference, str]]:
    """Yield what the file calls the outputs that it mentions: a block's name stands for its last node."""
    for node in model.nodes:
        if node.path[:1] == ("layers",) and len(node.path) == 2 and isinstance(model.document, Document):
            entry = model.document.value["layers"][node.path[1]]
            told = entry.get("inputs") if isinstance(entry, dict) else None
            if isinstance(told, list) and len(told) == len(node.inputs):
                yield from (
                    (ref, word) for ref, word in zip(node.inputs, told, strict=True) if not word.startswith("$")
                )


def _fits(text: str, name: str, variables: Mapping[str, Any]) -> bool:
    try:
        return not trace(read_model(parse(text.encode(), name), variables)).problems
    except ShapecalcError:
        return False


def told(edits: tuple[Edit, ...]) -> Iterator[str]:
    """Yield each change in words."""
    for edit in edits:
        if isinstance(edit, Setting):
            yield f"{edit.node}: {edit.name} is {_value(edit.value)} now"
        else:
            verb = "padded" if max(edit.amounts) > 0 else "cropped"
            yield f"{edit.source} is {verb} by {', '.join(str(abs(each)) for each in edit.amounts)} before {edit.node}"


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
