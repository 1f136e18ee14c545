"""A mended model file, or why it cannot be mended in the way that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from shapecalc.errors import Problem, ShapecalcError, did_you_mean
from shapecalc.mismatch.cures import Cure, Failure, cure
from shapecalc.mismatch.edits import Edit, Setting
from shapecalc.mismatch.explain import explained
from shapecalc.mismatch.failure import reason
from shapecalc.mismatch.feeds import feeds
from shapecalc.mismatch.kinds import KINDS
from shapecalc.mismatch.meeting import meetings
from shapecalc.mismatch.rewrite import Rewrite
from shapecalc.mismatch.turned import turned
from shapecalc.mismatch.words import told, value_text
from shapecalc.model.document import Document
from shapecalc.model.graph import Model
from shapecalc.model.trace import trace
from shapecalc.shape import Shape


class Mended(NamedTuple):
    """A new text of a model file, and the changes in it; ``blocks`` that are changed, each with its uses."""

    text: str
    cure: Cure
    blocks: Mapping[str, list[str]]


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
    _check_kind(kind)
    wanted = model.with_inputs(inputs or {})
    problems = trace(wanted).problems
    if not problems:
        raise ShapecalcError(f"{model.name} has nothing to mend", why="it takes these sizes", fix="see shapecalc sizes")
    if turned(wanted) or next(meetings(wanted), None) is None:
        raise ShapecalcError(problems=explained(wanted, problems))
    if not isinstance(model.document, Document):
        raise _not_ours(wanted, problems, kind)
    mending = _Mending(wanted, Rewrite(model, model.document, text), variables or {})
    for each in [kind] if kind else KINDS:
        if mending.tried(each):
            return mending.done[each]
    raise mending.refusal(kind, problems)


def _check_kind(kind: str | None) -> None:
    if kind is not None and kind not in KINDS:
        why = f"they are {', '.join(KINDS)}"
        raise ShapecalcError(f"there is no cure {kind!r}", why=why, fix=did_you_mean(kind, KINDS))


class _Mending:
    """The kinds of change tried on one file: which do it, and why the others do not."""

    def __init__(self, wanted: Model, rewrite: Rewrite, variables: Mapping[str, Any]) -> None:
        self.wanted, self.rewrite, self.variables = wanted, rewrite, variables
        self.done: dict[str, Mended] = {}
        self.unwritten: dict[str, Problem] = {}
        """Kinds that mend the model, and cannot be written into its file."""
        self.reasons: dict[str, str] = {}
        """Kinds that do not mend it."""

    def tried(self, kind: str) -> bool:
        """Tell whether a kind of change can be written into the file and mends it."""
        found = cure(self.wanted, kind)
        if not isinstance(found, Cure):
            self.reasons[kind] = reason(self.wanted, found)
            return False
        try:
            text = self.rewrite.mended(self.wanted, found, self.variables)
        except ShapecalcError as error:
            self.unwritten[kind] = self.wanted.located([*error.problems])[0]
            return False
        self.done[kind] = Mended(text, found, self.rewrite.blocks(found))
        return True

    def refusal(self, kind: str | None, problems: list[Problem]) -> ShapecalcError:
        """Return why the kind that was asked for, or every kind, does not do it, and what does."""
        if kind is None:
            first = explained(self.wanted, problems)[0]
            return ShapecalcError(problems=[first, *self.unwritten.values()])
        for each in KINDS.keys() - {kind}:
            self.tried(each)
        ways = [f"--by {each}: {told(self.done[each].cure.edits)}" for each in KINDS if each in self.done]
        ways += feeds(self.wanted)
        if kind in self.unwritten:
            found = self.unwritten[kind]
            return ShapecalcError(problems=[found._replace(others=tuple(ways))])
        return ShapecalcError(problems=[_useless(kind, self.wanted, self.reasons[kind], ways, problems[0])])


def _useless(kind: str, model: Model, why: str, ways: list[str], problem: Problem) -> Problem:
    ways = ways or ["no other kind of change mends it either"]
    return problem._replace(what=f"{kind} does not mend {model.name}", why=why, fix=ways[0], others=tuple(ways[1:]))


def _not_ours(wanted: Model, problems: list[Problem], kind: str | None) -> ShapecalcError:
    """Return what to change in the code of a model that is no file of ours."""
    what = f"{wanted.name} is not rewritten: it is no model file of shapecalc"
    first = explained(wanted, problems)[0]
    found = cure(wanted, kind) if kind else None
    if kind and isinstance(found, Cure):
        first = first._replace(fix=told(found.edits), others=())
    elif kind and isinstance(found, Failure):
        first = first._replace(why=f"{kind} would not mend it: {reason(wanted, found)}")
    return ShapecalcError(problems=[first._replace(what=what)])


def changes(mended: Mended) -> Iterator[str]:
    """Yield each change in words."""
    yield from map(_change, mended.cure.edits)
    for block, uses in mended.blocks.items():
        yield f"the block {block} has changed for all its uses: {', '.join(dict.fromkeys(uses))}"


def _change(edit: Edit) -> str:
    if isinstance(edit, Setting):
        return f"{edit.node}: {edit.name} is {value_text(edit.value)} now"
    return f"{edit.source} is {'padded' if edit.pads else 'cropped'} by {edit.by} before {edit.node}"
