"""From drafts to nodes: references resolved, and an order in which every node comes after its inputs."""

from __future__ import annotations

from graphlib import CycleError

from shapecalc.errors import Path, Problem, did_you_mean
from shapecalc.model.assembly import MOST_BLOCKS_DEEP, Assembly
from shapecalc.model.draft import Draft, Mention
from shapecalc.model.graph import Node, Reference
from shapecalc.model.order import in_order


class Wiring:
    """Every name that a reference may use, and the mistakes found on the way."""

    def __init__(self, assembly: Assembly, inputs: list[Node]) -> None:
        self.drafts = {draft.name: draft for draft in assembly.drafts}
        self.inputs = inputs
        self.ends = assembly.ends
        self.left_out = assembly.left_out
        self.lost = assembly.lost
        self.names = {*self.drafts, *self.lost, *(node.name for node in inputs)}
        self.problems: list[Problem] = []
        self._owners: dict[str, Draft | None] = {}
        self._patience = 500_000
        """How many names are looked at for likeness, over all mistakes."""

    def nodes(self) -> list[Node]:
        """Return the nodes whose layer is known, in order; what is wrong is in ``problems``."""
        made = [node for draft in self.drafts.values() if (node := self._node(draft)) is not None]
        return [*self.inputs, *self._ordered(made)]

    def _node(self, draft: Draft) -> Node | None:
        before = len(self.problems)
        inputs = [self._resolved(each, draft, ("inputs", place)) for place, each in enumerate(draft.inputs)]
        sizes = {key: self._resolved(each, draft, (key,)) for key, each in draft.sizes.items()}
        owner = self._owner(draft)
        if not draft.inputs:
            names = ", ".join(node.name for node in self.inputs)
            why = f"the model has several inputs: {names}" if len(self.inputs) > 1 else ""
            self._note(draft, ("inputs",), "there is nothing before it to take as input", why, "say inputs: [NAME]")
        layer = draft.layer or (owner and owner.layer)
        if layer is None or len(self.problems) > before:
            return None
        return Node(
            name=draft.name,
            layer=layer,
            inputs=tuple(each for each in inputs if each),
            sizes={key: each for key, each in sizes.items() if each},
            shared=owner.name if owner is not draft and owner else None,
            path=draft.path,
        )

    def _owner(self, draft: Draft) -> Draft | None:
        """Return the node whose weights a node uses, through any others that share them; by default its own."""
        owner: Draft | None = draft
        passed: set[str] = set()
        while owner and owner.shared and owner.name not in self._owners:
            if owner.name in passed:
                what = f"{owner.name} shares its own weights"
                self._note(owner, ("shared",), what, "", "name the layer that has them")
                owner = None
                break
            passed.add(owner.name)
            owner = self._shared(owner, owner.shared or Mention(""))
        found = self._owners.get(owner.name, owner) if owner else None
        self._owners.update(dict.fromkeys(passed, found))
        return found

    def _shared(self, draft: Draft, mention: Mention) -> Draft | None:
        found = self._resolved(mention, draft, ("shared",))
        if found and found.node not in self.lost and found.node not in self.drafts:
            self._note(draft, ("shared",), f"{found.node} is an input and has no weights", "", "name a layer")
        return self.drafts.get(found.node) if found else None

    def _resolved(self, mention: Mention, draft: Draft, step: Path) -> Reference | None:
        found = self._find(mention)
        if found is None:
            self._missing(mention, draft, step)
        return found

    def _find(self, mention: Mention) -> Reference | None:
        """Return what a word stands for; a block's name stands for its last node."""
        for _ in range(MOST_BLOCKS_DEEP):
            name = self._named(mention)
            if name is None or name in self.names:
                return None if name is None else Reference(name, mention.output)
            mention = self.ends[name]._replace(output=mention.output or self.ends[name].output)
        return None

    def _named(self, mention: Mention) -> str | None:
        """Look for a word from its block outwards."""
        word, prefix, _ = mention
        while True:
            full = prefix + word
            if full in self.names or full in self.ends:
                return full
            if not prefix:
                return None
            prefix = prefix[: prefix[:-1].rfind(".") + 1]

    def _missing(self, mention: Mention, draft: Draft, step: Path) -> None:
        name = str(mention)
        if {mention.word, mention.prefix + mention.word} & self.left_out:
            why, fix = "its `when` leaves it out here", "give both layers the same `when`, or name another one"
        else:
            why = ""
            fix = self._likely(name, draft) or "name an input or another layer"
        self._note(draft, step, f"there is no node {name!r}", why, fix)

    def _likely(self, name: str, draft: Draft) -> str:
        known = [each for each in (*self.names, *self.ends) if each != draft.name]
        self._patience -= len(known)
        return did_you_mean(name, known) if self._patience > 0 else ""

    def _note(self, draft: Draft, step: Path, what: str, why: str, fix: str) -> None:
        self.problems.append(Problem(what, why=why, fix=fix, path=draft.path + step, node=draft.name))

    def _ordered(self, nodes: list[Node]) -> list[Node]:
        try:
            return in_order(nodes)
        except CycleError as error:
            circle = list(reversed(error.args[1]))
            self._note(
                self.drafts[circle[0]],
                ("inputs",),
                "these layers feed each other in a circle",
                " -> ".join(circle),
                "cut the circle: a layer's input must not depend on its output",
            )
            return []
