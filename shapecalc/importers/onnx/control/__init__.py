"""If, Loop and Scan: the graphs inside are followed with what is known, and what differs between ways is left open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from onnx import GraphProto, NodeProto

from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.attributes import attributes_of
from shapecalc.importers.onnx.control.body import Body, Inputs, answered, known_number, taken_from_outside
from shapecalc.importers.onnx.control.loops import MOST_TURNS, loop, scan
from shapecalc.importers.onnx.functions import Opsets
from shapecalc.importers.onnx.merging import merged
from shapecalc.importers.onnx.operation import Operation, Rule
from shapecalc.importers.onnx.order import in_order
from shapecalc.importers.onnx.samples import Answer
from shapecalc.layers.layer import Weight

if TYPE_CHECKING:
    from shapecalc.importers.onnx.making import Making, Scope

MOST_STEPS = 200_000
"""How many steps all graphs in graphs of a file may come to."""


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
        return loop(bodies["body"])
    if node.op_type == "Scan" and "body" in bodies:
        return scan(bodies["body"], attributes_of(node))
    return None


def _if(then: Body, other: Body) -> Rule:
    def rule(operation: Operation, inputs: Inputs) -> Answer:
        outer, condition = taken_from_outside(operation, inputs), known_number(inputs[0] if inputs else None)
        if condition is not None:
            return answered(operation, *(then if condition else other).run(outer, ()))
        one, macs = then.run(outer, ())
        two, more = other.run(outer, ())
        return answered(operation, list(map(merged, one, two)), macs if macs == more else None)

    return rule


def _body(graph: GraphProto, opsets: Opsets, scope: Scope, making: Making, owner: str) -> Body:
    tensors = making.initializers.add(graph)
    own = {info.name: info.type.tensor_type.elem_type for info in graph.input}
    outer = {name: tensor for name, tensor in scope.tensors.items() if name not in own}
    inner = scope._replace(tensors={**outer, **tensors}, types={**scope.types, **own}, local=True)
    placed = in_order(list(making.functions.written_out(graph.node, opsets)), None)
    made = [making.operation(each, inner, owner) for each in placed]
    weights = [weight for operation, shared, _ in made if not shared for weight in operation.weights]
    weights += making.initializers.claim([(tensor, name, "trainable") for name, tensor in tensors.items()], owner)[0]
    return Body(
        tuple(info.name for info in graph.input),
        tensors,
        tuple(operation for operation, _, _ in made),
        tuple(info.name for info in graph.output),
        tuple(weights),
        1 + sum(1 + more for _, _, more in made),
    )
