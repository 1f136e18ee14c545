"""An order of nodes in which every node comes after what it looks at."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter

from shapecalc.model.graph import Node


def in_order(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes in an order in which each comes after its sources; they stay as they are where that is one.

    Sources that are none of these nodes do not matter. Raises ``graphlib.CycleError``.
    """
    names = {node.name for node in nodes}
    seen: set[str] = set()
    for node in nodes:
        if any(source.node not in seen and source.node in names for source in node.sources):
            return _sorted(nodes)
        seen.add(node.name)
    return list(nodes)


def _sorted(nodes: Sequence[Node]) -> list[Node]:
    by_name = {node.name: node for node in nodes}
    graph = {node.name: [source.node for source in node.sources if source.node in by_name] for node in nodes}
    return [by_name[name] for name in TopologicalSorter(graph).static_order()]
