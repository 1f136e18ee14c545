"""A node of the file made into an operation: which version of the operator, which inputs are known, what it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from onnx import NodeProto, helper

from shapecalc.dialects.onnx import ONNX
from shapecalc.dialects.onnx.call import asked, matched
from shapecalc.dialects.onnx.onnx_layer import OnnxLayer
from shapecalc.dialects.onnx.operator import Port
from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.attributes import attributes_of, graphs_of
from shapecalc.importers.onnx.functions import Functions, Opsets, Placed
from shapecalc.importers.onnx.inference import inference_of
from shapecalc.importers.onnx.initializers import Initializers, Use
from shapecalc.importers.onnx.operation import Operation, Rule, Source
from shapecalc.importers.onnx.order import captured
from shapecalc.importers.onnx.rules import RULES
from shapecalc.importers.onnx.tensors import Tensor
from shapecalc.layers.layer import Weight
from shapecalc.shape import Shape

_LOOK_ONLY = {"Shape", "Size"}
"""Operators that do nothing with the numbers in an array."""


class Scope(NamedTuple):
    """What a graph has without computing it: tensors that are always the same, and the types of its inputs.

    ``local`` is a graph inside a node.
    """

    tensors: Mapping[str, Tensor]
    types: Mapping[str, int]
    local: bool = False


class Making(NamedTuple):
    """What is the same for all nodes of a file."""

    functions: Functions
    initializers: Initializers
    batch: frozenset[str]
    declared: Mapping[str, Shape]

    def operation(self, placed: Placed, scope: Scope, name: str) -> tuple[Operation, str | None, int]:
        """Return the operation that a node is, the name of the node that it shares all its arrays with, and its steps.

        Steps are those of the graphs inside it.
        """
        node = placed.node
        own = node.domain in {"", "ai.onnx"}
        opset = _opset(node, placed.opsets)
        attributes = attributes_of(node)
        inputs, outputs = _trimmed(node.input), _trimmed(node.output)
        card = _card(node, opset, attributes) if own else None
        ports = matched(card.operator, inputs) if card else ()
        if card:
            asked(card.operator, outputs)
        uses = () if node.op_type in _LOOK_ONLY else _uses(inputs, ports, card, scope.tensors)
        weights, owner = self.initializers.claim(uses, name)
        rule, more, inner, cost = self._rule(node, placed.opsets, scope, name) if own else (None, (), (), 0)
        sources = tuple(Source(each, scope.tensors.get(each), scope.types.get(each, 0)) for each in (*inputs, *more))
        operation = Operation(
            ONNX,
            node.op_type,
            attributes,
            opset,
            sources,
            outputs,
            card,
            ports,
            rule,
            None if rule else inference_of(_bare(node, inputs), opset, _imports(placed.opsets)),
            (*weights, *inner),
            self.batch,
            {each: self.declared[each] for each in outputs if each in self.declared and not scope.local},
        )
        return operation, owner, cost

    def _rule(
        self, node: NodeProto, opsets: Opsets, scope: Scope, name: str
    ) -> tuple[Rule | None, tuple[str, ...], tuple[Weight, ...], int]:
        """Return the rule of an operator that has one, and what the graphs inside it take, count and cost."""
        graphs = graphs_of(node)
        if not graphs:
            return RULES.get(node.op_type), (), (), 0
        from shapecalc.importers.onnx.control import rule_of

        more = dict.fromkeys(value for graph in graphs.values() for value in captured(graph))
        rule, weights, cost = rule_of(node, graphs, opsets, scope, self, name)
        return rule, tuple(more), weights, cost


def _trimmed(names: Any) -> tuple[str, ...]:
    found = list(names)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _opset(node: NodeProto, opsets: Opsets) -> int:
    domain = "" if node.domain == "ai.onnx" else node.domain
    if domain not in opsets:
        raise ShapecalcError(
            f"the file does not say which operator set of {domain or 'ai.onnx'} {node.op_type} is of",
            fix="give the file an opset_import for it",
        )
    return opsets[domain]


def _card(node: NodeProto, opset: int, attributes: Mapping[str, Any]) -> OnnxLayer | None:
    if node.op_type in RULES or not ONNX.knows(node.op_type) or graphs_of(node):
        return None
    operator = ONNX.operator(node.op_type, opset)
    return OnnxLayer(ONNX, node.op_type, attributes, operator, opset, operator.check_attributes(attributes))


def _uses(
    names: tuple[str, ...], ports: tuple[Port, ...], card: OnnxLayer | None, tensors: Mapping[str, Tensor]
) -> Iterator[Use]:
    for place, name in enumerate(names):
        if name in tensors:
            port = ports[place].name if place < len(ports) else name
            kept = card is not None and port in card.operator.statistics
            yield tensors[name], port, "statistic" if kept else "trainable"


def _bare(node: NodeProto, inputs: tuple[str, ...]) -> NodeProto:
    if len(inputs) == len(node.input):
        return node
    copy = NodeProto()
    copy.CopyFrom(node)
    copy.input[:] = inputs
    return copy


def _imports(opsets: Opsets) -> tuple[Any, ...]:
    return tuple(helper.make_opsetid(domain, version) for domain, version in opsets.items())
