"""Layers as a source lists them: each once, with its calls, and the layers that are in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shapecalc.model.graph import Model, Node
from shapecalc.model.nested import held_in
from shapecalc.model.trace import Step, trace


class Listed(NamedTuple):
    """A layer with its calls; ``connected`` says what comes into each, by the names of layers.

    ``shown`` are its calls as the source knows them, ``run`` those that really happen: the layers of a nested model
    are shown with the shapes that the model declares, and run with what comes in. ``layers`` are those inside.
    """

    shown: tuple[Step, ...]
    connected: tuple[tuple[str, ...], ...]
    run: tuple[Step, ...]
    layers: tuple[Listed, ...] = ()

    @property
    def macs(self) -> int | None:
        """Return the multiply-adds of all calls; None where an open size decides."""
        counted = [step.report.macs for step in self.run]
        known = [macs for macs in counted if macs is not None]
        return sum(known) if len(known) == len(counted) else None


def listing(model: Model, steps: list[Step]) -> tuple[Listed, ...]:
    """Return the layers of a model that was traced, in the order of its source."""
    return tuple(_listed(model, steps, steps))


def _listed(model: Model, shown: list[Step], run: list[Step]) -> Iterator[Listed]:
    names = {node.name: node.shared or node.name for node in model.nodes if node.again}
    by_layer, runs = _by_layer(shown), _by_layer(run)
    for name in model.listed or by_layer:
        calls = by_layer.get(name, ())
        if not calls or calls[0].node.again:
            continue
        connected = tuple(_connected(step.node, names, plain=bool(model.listed)) for step in calls)
        yield Listed(tuple(calls), connected, tuple(runs[name]), _inside(runs[name]))


def _by_layer(steps: list[Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        node = step.node
        found.setdefault(node.shared or node.name if node.again else node.name, []).append(step)
    for calls in found.values():
        calls.sort(key=lambda step: step.node.again)
    return found


def _connected(node: Node, names: Mapping[str, str], *, plain: bool) -> tuple[str, ...]:
    inputs = (each._replace(node=names.get(each.node, each.node)) for each in node.inputs)
    return tuple(each.node if plain else str(each) for each in inputs)


def _inside(calls: list[Step]) -> tuple[Listed, ...]:
    found = [held for call in calls if (held := held_in(call.node.layer, call.inputs)) is not None]
    if not found:
        return ()
    first, _ = found[0]
    run = [step for held, shapes in found for step in held.trace(*shapes).steps]
    shown = trace(first.model).steps if first.declared else first.trace(*found[0][1]).steps
    return tuple(_listed(first.model, shown, run))
