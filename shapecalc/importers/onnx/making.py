"""A node of the file made into an operation: which version of the operator, which inputs are known, what it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from onnx import NodeProto, helper

from shapecalc.dialects.onnx import ONNX
from shapecalc.dialects.onnx.microsoft import MICROSOFT, UNDER_ONNX
from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.attributes import attributes_of, graphs_of
from shapecalc.importers.onnx.carded import Carded, carded, contributed
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
        """Return the operation, the name of the node that it shares all its arrays with, and the steps inside it."""
        node, opset = placed.node, _opset(placed)
        attributes = attributes_of(node)
        inputs, outputs = _trimmed(node.input), _trimmed(node.output)
        card = _card(placed, attributes, opset, inputs, outputs)
        uses = () if node.op_type in _LOOK_ONLY else _uses(inputs, card, scope.tensors)
        weights, owner = self.initializers.claim(uses, name)
        rule, more, inner, cost = self._rule(placed, scope, name)
        fixed = {each: scope.tensors[each] for each in inputs if each in scope.tensors}
        operation = Operation(
            ONNX,
            node.op_type if _is_onnx(node) else f"{node.domain}:{node.op_type}",
            attributes,
            opset,
            tuple(Source(each, scope.tensors.get(each), scope.types.get(each, 0)) for each in (*inputs, *more)),
            outputs,
            card,
            rule,
            None if rule else inference_of(_bare(node, inputs), opset, _imports(placed.opsets), fixed),
            (*weights, *inner),
            self.batch,
            {each: self.declared[each] for each in outputs if each in self.declared and not scope.local},
        )
        return operation, owner, cost

    def _rule(
        self, placed: Placed, scope: Scope, name: str
    ) -> tuple[Rule | None, tuple[str, ...], tuple[Weight, ...], int]:
        """Return the rule of an operator that has one, and what the graphs inside it take, count and cost."""
        node, graphs = placed.node, graphs_of(placed.node)
        if not _is_onnx(node):
            return None, (), (), 0
        if not graphs:
            return RULES.get(node.op_type), (), (), 0
        from shapecalc.importers.onnx.control import rule_of

        more = dict.fromkeys(value for graph in graphs.values() for value in captured(graph))
        rule, weights, cost = rule_of(node, graphs, placed.opsets, scope, self, name)
        return rule, tuple(more), weights, cost


def _trimmed(names: Any) -> tuple[str, ...]:
    found = list(names)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _is_onnx(node: NodeProto) -> bool:
    """Tell whether an operator is one of ONNX's own; other domains may have others of the same name."""
    return node.domain in {"", "ai.onnx"}


def _card(
    placed: Placed, attributes: Mapping[str, Any], opset: int, inputs: tuple[str, ...], outputs: tuple[str, ...]
) -> Carded | None:
    node = placed.node
    name = node.op_type
    if node.domain == MICROSOFT.domain or (_is_onnx(node) and name in UNDER_ONNX and not ONNX.has(name, opset)):
        return contributed(name, attributes, inputs, outputs)
    if not _is_onnx(node) or name in RULES or not ONNX.knows(name) or graphs_of(node):
        return None
    return carded(name, attributes, opset, inputs, outputs)


def _opset(placed: Placed) -> int:
    node = placed.node
    domain = "" if _is_onnx(node) else node.domain
    if domain not in placed.opsets:
        raise ShapecalcError(
            f"the file does not say which operator set of {domain or 'ai.onnx'} {node.op_type} is of",
            fix="give the file an opset_import for it",
        )
    return placed.opsets[domain]


def _uses(names: tuple[str, ...], card: Carded | None, tensors: Mapping[str, Tensor]) -> Iterator[Use]:
    for place, name in enumerate(names):
        if name in tensors:
            port = card.ports[place].name if card else name
            kept = card is not None and port in card.layer.operator.statistics
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
