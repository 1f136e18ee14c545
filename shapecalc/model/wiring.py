"""From drafts to nodes: references resolved, and an order in which every node comes after its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from shapecalc.errors import Path, Problem, did_you_mean
from shapecalc.model.assembly import Draft, Mention
from shapecalc.model.graph import Node, Reference


class Wiring:
    """Every name that a reference may use, and the mistakes found on the way."""

    def __init__(self, drafts: list[Draft], inputs: list[Node], ends: Mapping[str, str], left_out: set[str]) -> None:
        self.drafts = {draft.name: draft for draft in drafts}
        self.inputs = inputs
        self.ends = ends
        self.left_out = left_out
        self.names = {*self.drafts, *(node.name for node in inputs)}
        self.problems: list[Problem] = []

    def nodes(self) -> list[Node]:
        """Return the nodes whose layer is known, in order; what is wrong is in ``problems``."""
        made = [node for draft in self.drafts.values() if (node := self._node(draft)) is not None]
        return [*self.inputs, *self._ordered(made)]

    def _node(self, draft: Draft) -> Node | None:
        layer = draft.layer
        before = len(self.problems)
        inputs = [self._resolved(each, draft, ("inputs", place)) for place, each in enumerate(draft.inputs)]
        sizes = {key: self._resolved(each, draft, (key,)) for key, each in draft.sizes.items()}
        shared = self._shared(draft)
        if not draft.inputs:
            self._note(draft, ("inputs",), "there is nothing before it to take as input", "", "say inputs: [NAME]")
        layer = shared.layer if shared and layer is None else layer
        if layer is None or len(self.problems) > before:
            return None
        return Node(
            name=draft.name,
            layer=layer,
            inputs=tuple(each for each in inputs if each),
            sizes={key: each for key, each in sizes.items() if each},
            shared=shared.name if shared else None,
            path=draft.path,
        )

    def _shared(self, draft: Draft) -> Draft | None:
        if draft.shared is None:
            return None
        found = self._find(draft.shared)
        if found is None or found not in self.drafts:
            self._missing(draft.shared, draft, ("shared",))
            return None
        return self.drafts[found]

    def _resolved(self, mention: Mention, draft: Draft, step: Path) -> Reference | None:
        found = self._find(mention)
        if found is None:
            self._missing(mention, draft, step)
            return None
        return Reference(found, mention.output)

    def _find(self, mention: Mention) -> str | None:
        """Return the node that a word stands for, looking from its block outwards."""
        word, prefix, _ = mention
        while True:
            full = prefix + word
            if full in self.names:
                return full
            if full in self.ends:
                return self.ends[full]
            if not prefix:
                return None
            prefix = prefix[: prefix[:-1].rfind(".") + 1]

    def _missing(self, mention: Mention, draft: Draft, step: Path) -> None:
        name = mention.word
        known = [*self.names, *self.ends]
        left_out = name in self.left_out
        why = "its `when` leaves it out here" if left_out else ""
        fix = did_you_mean(name, known) or "name an input or another layer's name"
        self._note(draft, step, f"there is no node {name!r}", why, "" if left_out else fix)

    def _note(self, draft: Draft, step: Path, what: str, why: str, fix: str) -> None:
        self.problems.append(Problem(what, why=why, fix=fix, path=draft.path + step, node=draft.name))

    def _ordered(self, nodes: list[Node]) -> list[Node]:
        seen = {node.name for node in self.inputs}
        for node in nodes:
            if any(source.node not in seen and source.node in self.drafts for source in node.sources):
                return self._sorted(nodes)
            seen.add(node.name)
        return nodes

    def _sorted(self, nodes: list[Node]) -> list[Node]:
        by_name = {node.name: node for node in nodes}
        graph = {node.name: [source.node for source in node.sources if source.node in by_name] for node in nodes}
        try:
            return [by_name[name] for name in TopologicalSorter(graph).static_order()]
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
