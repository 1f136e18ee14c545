"""An order in which every node comes after what it takes."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from onnx import GraphProto, NodeProto

from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.importers.onnx.attributes import graphs_of
from shapecalc.importers.onnx.functions import Placed

MOST_GRAPHS_DEEP = 16
MOST_COMPARED = 2000
"""How many names are looked at for likeness."""


def in_order(placed: list[Placed], given: set[str] | None) -> list[Placed]:
    """Return the nodes in the file's own order where it will do; refuse values that nothing makes, and cycles.

    ``given`` are the values that are there from the start; None for a graph inside a node, which takes from outside.
    """
    before = _waits(placed, given)
    if all(other < place for place, others in before.items() for other in others):
        return placed
    try:
        return [placed[place] for place in TopologicalSorter(before).static_order()]
    except CycleError as error:
        raise _circle([placed[place] for place in error.args[1]]) from None


def _waits(placed: list[Placed], given: set[str] | None) -> dict[int, set[int]]:
    """Return for each node the places of those that make what it takes."""
    makers = {value: place for place, each in enumerate(placed) for value in each.node.output if value}
    before: dict[int, set[int]] = {}
    for place, each in enumerate(placed):
        before[place] = set()
        for value in needed(each.node):
            if (given is None and value not in makers) or (given is not None and value in given):
                continue
            if value not in makers:
                raise _missing(each, value, makers)
            before[place].add(makers[value])
    return before


def needed(node: NodeProto) -> Iterator[str]:
    """Yield the values that a node takes, those included that a graph inside it takes from outside."""
    yield from filter(None, node.input)
    for graph in graphs_of(node).values():
        yield from captured(graph)


def captured(graph: GraphProto, depth: int = 1) -> list[str]:
    """Return the values from outside that a graph inside a node uses, each once."""
    if depth > MOST_GRAPHS_DEEP:
        raise ShapecalcError(f"graphs stand in graphs over {MOST_GRAPHS_DEEP} deep", why="that is the limit")
    own = {each.name for each in (*graph.input, *graph.initializer)}
    own |= {each.values.name for each in graph.sparse_initializer}
    found: dict[str, None] = {}
    for node in graph.node:
        for value in (
            *node.input,
            *(name for inner in graphs_of(node).values() for name in captured(inner, depth + 1)),
        ):
            if value and value not in own:
                found[value] = None
        own |= set(node.output)
    return [*found, *(each.name for each in graph.output if each.name not in own and each.name not in found)]


def _missing(placed: Placed, value: str, makers: dict[str, int]) -> ShapecalcError:
    known = list(makers)[:MOST_COMPARED]
    return ShapecalcError(
        f"{placed.node.op_type} takes {value!r}, and nothing makes it",
        why="it is no input, no initializer and no output of a node",
        fix=did_you_mean(value, known) or "the file is damaged",
        path=("node", placed.number),
    )


def _circle(placed: list[Placed]) -> ShapecalcError:
    names = [each.node.name or each.node.op_type for each in placed]
    return ShapecalcError(
        f"the nodes run in a circle: {' -> '.join(names[:8])}{' ...' if len(names) > 8 else ''}",
        why="each waits for the one before it",
        path=("node", placed[0].number),
    )
