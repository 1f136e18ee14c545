"""A graph inside a node: its operations, run on what is fed, and on what it takes from outside."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Several
from typing import Any, NamedTuple

from shapecalc.importers.onnx.names import named
from shapecalc.importers.onnx.operation import Operation
from shapecalc.importers.onnx.samples import Answer
from shapecalc.importers.onnx.tensors import Flow, Tensor
from shapecalc.layers.layer import Weight

Inputs = tuple[Flow | None, ...]


class Body(NamedTuple):
    """The names of what is fed, the operations in order, the names of what comes out; ``cost`` is how many steps."""

    inputs: tuple[str, ...]
    tensors: Mapping[str, Tensor]
    operations: tuple[Operation, ...]
    outputs: tuple[str, ...]
    weights: tuple[Weight, ...]
    cost: int

    def run(self, outer: Mapping[str, Flow], fed: Several[Flow]) -> tuple[list[Flow], Any]:
        """Return what comes out for what is fed, and the multiply-adds."""
        values: dict[str, Flow] = {**outer, **self.tensors}
        values |= {name: named(flow, name) for name, flow in zip(self.inputs, fed, strict=False)}
        total: Any = 0
        for operation in self.operations:
            found, macs = operation.flows(
                tuple(source.fixed or (values[source.name] if source.name else None) for source in operation.sources)
            )
            values |= {name: named(flow, name) for name, flow in zip(operation.names, found, strict=True)}
            total = None if total is None or macs is None else total + macs
        return [values.get(name, Tensor(None)) for name in self.outputs], total


def taken_from_outside(operation: Operation, inputs: Inputs) -> dict[str, Flow]:
    """Return what flows into a node by its name outside, which a graph inside may use."""
    found = zip(operation.sources, inputs, strict=True)
    return {source.name: flow for source, flow in found if source.name and flow is not None}


def known_number(flow: Flow | None) -> Any:
    """Return the one number in a tensor, if it is a plain one."""
    elements = flow.elements if isinstance(flow, Tensor) else None
    return elements[0] if elements and type(elements[0]) in (int, bool) else None


def answered(operation: Operation, flows: list[Flow], macs: Any) -> Answer:
    """Return the outputs that have a name."""
    several = [*flows, *[Tensor(None)] * len(operation.outputs)]
    found = [flow for name, flow in zip(operation.outputs, several, strict=False) if name]
    return Answer(tuple(found), macs)
