"""The tensors of a traced model: how large each is, how long it is alive, and whether training keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shapecalc.errors import ShapecalcError
from shapecalc.layers.keeps import Extra, Keeps, elements

if TYPE_CHECKING:
    from shapecalc.model.graph import Model
    from shapecalc.model.trace import Step, Trace
    from shapecalc.shape import Shape

Tensor = tuple[str, int]
"""A node and which of its outputs."""


class Tensors:
    """The tensors of a model that have memory of their own: how large each is, and where it is read."""

    def __init__(self, model: Model, traced: Trace, width: int) -> None:
        self.steps = traced.steps
        self.width = width
        self.missing: dict[str, None] = {}
        self.sizes: dict[Tensor, int] = {}
        self.keeps = [_keeps(step) for step in traced.steps]
        for step in traced.steps:
            for place, shape in enumerate(_outputs(step)):
                count = None if shape is None else elements(shape)
                if count is None:
                    self.missing[f"the memory of {step.node.name}: its size is open"] = None
                self.sizes[step.node.name, place] = width * (count or 0)
        self.open = bool(self.missing)
        used = {source.node for step in traced.steps for source in step.node.sources}
        ends = [(step.node.name, place) for step in traced.steps if step.node.name not in used for place in (0,)]
        self.results: list[Tensor] = [(each.node, each.output) for each in model.outputs] or ends

    def peak(self) -> tuple[int | None, str]:
        """Return the most that is alive at once in inference, and the node that runs then."""
        if self.open:
            return None, ""
        owner = self._owners("inference", "always")
        last = self._last_readers(owner)
        alive = most = 0
        at = ""
        for place, step in enumerate(self.steps):
            own = [tensor for tensor in self._of(step) if owner[tensor] == tensor]
            alive += sum(self.sizes[tensor] for tensor in own)
            if alive > most:
                most, at = alive, step.node.name
            alive -= sum(self.sizes[tensor] for tensor in last.get(place, ()))
        return most, at

    def outputs(self) -> int | None:
        """Return the outputs of all layers together, without views and without the model's inputs."""
        owner = self._owners("always")
        layers = [step for step in self.steps if step.node.inputs]
        own = [tensor for step in layers for tensor in self._of(step) if owner[tensor] == tensor]
        return None if self.open else sum(self.sizes[tensor] for tensor in own)

    def kept(self, statistics: int) -> tuple[int | None, bool]:
        """Return what the backward pass reads, and whether that is all; the moving statistics are given, in bytes.

        Nothing is counted of a layer that does not tell what it keeps, and nothing at all where a size is open.
        """
        owner, kept, total = self._owners("always"), set(), statistics
        for step, keeps in zip(self.steps, self.keeps, strict=True):
            if isinstance(keeps, str):
                self.missing[f"what {step.node.name} keeps for the backward pass: {keeps}"] = None
                continue
            sources = [step.node.inputs[place] for place in keeps.inputs]
            kept |= {owner[source.node, source.output] for source in sources}
            kept |= {owner[tensor] for tensor in self._of(step) if keeps.output}
            total += sum(self._extra(extra) for extra in keeps.beside)
        complete = not self.open and not any(isinstance(keeps, str) for keeps in self.keeps)
        return None if self.open else total + sum(self.sizes[tensor] for tensor in kept), complete

    def _extra(self, extra: Extra) -> int:
        width = self.width if extra.bytes_each is None else extra.bytes_each
        return width * (extra.elements or 0)

    def _of(self, step: Step) -> Iterator[Tensor]:
        return ((step.node.name, place) for place in range(len(_outputs(step))))

    def _owners(self, *shared: str) -> dict[Tensor, Tensor]:
        """Return whose memory each tensor's is: its own, or that of what it is a view of."""
        owner: dict[Tensor, Tensor] = {}
        for step, keeps in zip(self.steps, self.keeps, strict=True):
            views = not isinstance(keeps, str) and keeps.shares in shared and step.node.inputs
            source = step.node.inputs[0] if views else None
            for tensor in self._of(step):
                owner[tensor] = owner[source.node, source.output] if source else tensor
        return owner

    def _last_readers(self, owner: dict[Tensor, Tensor]) -> dict[int, list[Tensor]]:
        """Return what goes after each step: what no later one reads, and is no result of the model."""
        last: dict[Tensor, int] = {}
        for place, step in enumerate(self.steps):
            for tensor in self._of(step):
                last[owner[tensor]] = place
            for source in step.node.inputs:
                last[owner[source.node, source.output]] = place
        for tensor in self.results:
            last.pop(owner[tensor], None)
        going: dict[int, list[Tensor]] = {}
        for tensor, place in last.items():
            going.setdefault(place, []).append(tensor)
        return going


def _keeps(step: Step) -> Keeps | str:
    """Return what training keeps of a node, or why that is not known."""
    try:
        return step.node.layer.keeps(*step.inputs, **step.call)
    except ShapecalcError as error:
        return error.problems[0].why or "it does not tell"


def _outputs(step: Step) -> list[Shape | None]:
    found = step.report.output_shape
    return found if isinstance(found, list) else [found]
