"""If, Loop and Scan: the graphs inside are followed with what is known, and what differs between ways is left open."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Several
from typing import TYPE_CHECKING, Any, NamedTuple

from onnx import GraphProto, NodeProto

from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.attributes import attributes_of
from shapecalc.importers.onnx.functions import Opsets
from shapecalc.importers.onnx.merging import merged
from shapecalc.importers.onnx.operation import Operation, Rule, named
from shapecalc.importers.onnx.order import in_order
from shapecalc.importers.onnx.samples import Answer
from shapecalc.importers.onnx.tensors import BOOL, INT64, Flow, Sequence, Tensor
from shapecalc.layers.layer import Weight
from shapecalc.shape import Size, is_known, normal_axis

if TYPE_CHECKING:
    from shapecalc.importers.onnx.making import Making, Scope

MOST_TURNS = 32
"""A loop of no more turns is followed turn by turn; of a longer one, what all turns have in common is said."""
MOST_STEPS = 200_000
"""How many steps all graphs in graphs of a file may come to."""
Inputs = tuple[Flow | None, ...]


class Body(NamedTuple):
    """A graph inside a node: the names of what is fed, the operations in order, the names of what comes out."""

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


def rule_of(
    node: NodeProto, graphs: Mapping[str, GraphProto], opsets: Opsets, scope: Scope, making: Making, owner: str
) -> tuple[Rule | None, tuple[Weight, ...], int]:
    """Return how a node with graphs inside is computed, the arrays that count in it, and how many steps that takes."""
    bodies = {name: _body(graph, opsets, scope, making, owner) for name, graph in graphs.items()}
    weights = tuple(weight for body in bodies.values() for weight in body.weights)
    cost = sum(body.cost for body in bodies.values()) * (1 if node.op_type == "If" else MOST_TURNS)
    if cost > MOST_STEPS:
        raise ShapecalcError(f"the graphs in {node.op_type} come to {cost:,} steps", why=f"the limit is {MOST_STEPS:,}")
    return _chosen(node, bodies), weights, cost


def _chosen(node: NodeProto, bodies: Mapping[str, Body]) -> Rule | None:
    if node.op_type == "If" and {"then_branch", "else_branch"} <= bodies.keys():
        return _if(bodies["then_branch"], bodies["else_branch"])
    if node.op_type == "Loop" and "body" in bodies:
        return _loop(bodies["body"])
    if node.op_type == "Scan" and "body" in bodies:
        return _scan(bodies["body"], attributes_of(node))
    return None


def _body(graph: GraphProto, opsets: Opsets, scope: Scope, making: Making, owner: str) -> Body:
    tensors = making.initializers.add(graph)
    own = {info.name: info.type.tensor_type.elem_type for info in graph.input}
    outer = {name: tensor for name, tensor in scope.tensors.items() if name not in own}
    inner = scope._replace(tensors={**outer, **tensors}, types={**scope.types, **own}, local=True)
    placed = list(making.functions.written_out(graph.node, opsets))
    operations: list[Operation] = []
    weights: list[Weight] = []
    cost = 1
    for each in in_order(placed, None):
        operation, shared, more = making.operation(each, inner, owner)
        operations.append(operation)
        weights += () if shared else operation.weights
        cost += 1 + more
    weights += making.initializers.claim([(tensor, name, "trainable") for name, tensor in tensors.items()], owner)[0]
    return Body(
        tuple(info.name for info in graph.input),
        tensors,
        tuple(operations),
        tuple(info.name for info in graph.output),
        tuple(weights),
        cost,
    )


def _outer(operation: Operation, inputs: Inputs) -> dict[str, Flow]:
    found = zip(operation.sources, inputs, strict=True)
    return {source.name: flow for source, flow in found if source.name and flow is not None}


def _if(then: Body, other: Body) -> Rule:
    def rule(operation: Operation, inputs: Inputs) -> Answer:
        outer, condition = _outer(operation, inputs), _known(inputs[0] if inputs else None)
        if condition is not None:
            return _answer(operation, *(then if condition else other).run(outer, ()))
        one, macs = then.run(outer, ())
        two, more = other.run(outer, ())
        return _answer(operation, list(map(merged, one, two)), macs if macs == more else None)

    return rule


def _loop(body: Body) -> Rule:
    def rule(operation: Operation, inputs: Inputs) -> Answer:
        outer = _outer(operation, inputs)
        count, condition = _known(inputs[0] if inputs else None), _known(inputs[1] if len(inputs) > 1 else None)
        endless = len(inputs) < 2 or inputs[1] is None
        state: list[Flow] = [each if each is not None else Tensor(None) for each in inputs[2 : len(body.inputs)]]
        turns = _Turns(body, outer, len(state))
        if is_known(count) and count <= MOST_TURNS and (endless or condition):
            found = turns.one_by_one(state, max(count, 0))
            if found is not None:
                return _answer(operation, *found)
        sure = count if (endless or condition) and is_known(count) else None
        return _answer(operation, *turns.in_common(state, sure))

    return rule


class _Turns(NamedTuple):
    """The turns of a loop: its state goes round, and what it gives out in each turn is stacked."""

    body: Body
    outer: Mapping[str, Flow]
    width: int

    def one_by_one(self, state: list[Flow], count: int) -> tuple[list[Flow], Any] | None:
        """Return what comes out of so many turns; None where they may end sooner."""
        stacked: list[Flow] = []
        total: Any = 0
        for turn in range(count):
            found, macs = self.body.run(self.outer, [Tensor((), (turn,), INT64), Tensor((), (True,), BOOL), *state])
            if not found or not _known(found[0]):
                return None
            state, parts = found[1 : self.width + 1], found[self.width + 1 :]
            stacked = [merged(*pair) for pair in zip(stacked, parts, strict=True)] if turn else parts
            total = None if total is None or macs is None else total + macs
        if not count:
            return None
        return [*state, *(_stacked(each, count) for each in stacked)], total

    def in_common(self, state: list[Flow], count: int | None) -> tuple[list[Flow], Any]:
        """Return what is so after any number of turns."""
        found: list[Flow] = []
        macs: Any = None
        for _ in range(MOST_TURNS):
            found, macs = self.body.run(self.outer, [Tensor((), None, INT64), Tensor((), (True,), BOOL), *state])
            after = [merged(*pair) for pair in zip(state, found[1 : self.width + 1], strict=False)]
            if after == state:
                break
            state = after
        else:
            state = [Tensor(None) for _ in state]
        ends_sooner = count is None or not found or not _known(found[0])
        turns: Size = None if ends_sooner else count
        total = 0 if macs == 0 else None if macs is None or turns is None else macs * turns
        return [*state, *(_stacked(each, turns) for each in found[self.width + 1 :])], total


def _scan(body: Body, attributes: Mapping[str, Any]) -> Rule:
    def rule(operation: Operation, inputs: Inputs) -> Answer:
        count = attributes.get("num_scan_inputs", 0)
        flows: list[Flow] = [each if each is not None else Tensor(None) for each in inputs[: len(body.inputs)]]
        if operation.opset < 9 or not 0 < count <= len(flows):
            return Answer(tuple(Tensor(None) for _ in operation.names), None)
        width = len(flows) - count
        axes = attributes.get("scan_input_axes") or (0,) * count
        length, parts = _sliced(flows[width:], axes)
        state, found, macs = flows[:width], list[Flow](), None
        for _ in range(MOST_TURNS):
            found, macs = body.run(_outer(operation, inputs), [*state, *parts])
            after = [merged(*pair) for pair in zip(state, found[:width], strict=False)]
            if after == state:
                break
            state = after
        ways = attributes.get("scan_output_axes") or (0,) * (len(found) - width)
        stacked = [_stacked(each, length, axis) for each, axis in zip(found[width:], ways, strict=False)]
        total = 0 if macs == 0 else None if macs is None or not is_known(length) else macs * length
        return _answer(operation, [*state, *stacked], total)

    return rule


def _sliced(flows: Several[Flow], axes: Several[int]) -> tuple[Size, list[Flow]]:
    length: Size = None
    parts: list[Flow] = []
    for flow, axis in zip(flows, axes, strict=False):
        shape = flow.shape if isinstance(flow, Tensor) else None
        if shape is None:
            parts.append(Tensor(None))
            continue
        place = normal_axis(axis, len(shape))
        length = shape[place] if length is None else length
        parts.append(Tensor((*shape[:place], *shape[place + 1 :]), None, flow.type))
    return length, parts


def _stacked(flow: Flow, count: Size, axis: int = 0) -> Flow:
    if isinstance(flow, Sequence) or flow.shape is None:
        return flow if isinstance(flow, Sequence) else Tensor(None, None, flow.type)
    place = normal_axis(axis, len(flow.shape) + 1)
    return Tensor((*flow.shape[:place], count, *flow.shape[place:]), None, flow.type)


def _known(flow: Flow | None) -> Any:
    """Return the one number in a tensor, if it is a plain one."""
    elements = flow.elements if isinstance(flow, Tensor) else None
    return elements[0] if elements and type(elements[0]) in (int, bool) else None


def _answer(operation: Operation, flows: list[Flow], macs: Any) -> Answer:
    """Return the outputs that have a name."""
    several = [*flows, *[Tensor(None)] * len(operation.outputs)]
    found = [flow for name, flow in zip(operation.outputs, several, strict=False) if name]
    return Answer(tuple(found), macs)
