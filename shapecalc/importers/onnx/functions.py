"""Calls of a file's own functions, written out: what a function is made of stands in the place of each call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from onnx import AttributeProto, FunctionProto, GraphProto, NodeProto, OperatorSetIdProto, defs

from shapecalc.errors import ShapecalcError

MOST_NODES = 100_000
"""How many nodes a graph and the calls of functions may come to. A language model exported whole has a tenth."""
MOST_CALLS_DEEP = 32
MOST_VERSIONS = 10_000
Opsets = Mapping[str, int]
Names = Mapping[str, str]


class Placed(NamedTuple):
    """A node, the operator sets that it is written in, and its number in the file (that of the outermost call)."""

    node: NodeProto
    opsets: Opsets
    number: int


def opsets_of(imports: Iterable[OperatorSetIdProto]) -> dict[str, int]:
    """Return the operator sets by domain; ONNX's own has two names. Refuse one that is not known."""
    found = {"" if each.domain == "ai.onnx" else each.domain: each.version for each in imports}
    newest = defs.onnx_opset_version()
    for domain, version in found.items():
        if not 1 <= version <= (MOST_VERSIONS if domain else newest):
            raise ShapecalcError(
                f"the file asks for operator set {version}{f' of {domain}' if domain else ''}",
                why=f"the onnx package that is installed knows 1 to {newest}",
                fix="install a newer onnx package" if version > newest else "the file is damaged",
            )
    return found


class Functions:
    """The functions of a file, and how many nodes their calls have come to."""

    def __init__(self, functions: Iterable[FunctionProto]) -> None:
        self._functions = {_key(each.domain, each.name, each.overload): each for each in functions}
        self._room = MOST_NODES

    def written_out(self, nodes: Iterable[NodeProto], opsets: Opsets) -> Iterator[Placed]:
        """Yield the nodes of a graph, each call of a function replaced by the function's nodes."""
        for number, node in enumerate(nodes):
            yield from self._expanded(node, opsets, number, 0)

    def _expanded(self, node: NodeProto, opsets: Opsets, number: int, depth: int) -> Iterator[Placed]:
        function = self._functions.get(_key(node.domain, node.op_type, node.overload))
        if function is None:
            self._room -= 1
            if self._room < 0:
                raise ShapecalcError(
                    f"the graph, its functions written out, comes to over {MOST_NODES:,} nodes",
                    why="that is the limit",
                )
            yield Placed(node, opsets, number)
            return
        if depth == MOST_CALLS_DEEP:
            raise ShapecalcError(
                f"the function {function.name} is called within itself, or over {MOST_CALLS_DEEP} deep",
                path=("node", number),
            )
        if len(node.input) > len(function.input) or len(node.output) > len(function.output):
            raise ShapecalcError(
                f"the function {function.name} is called with {len(node.input)} inputs and {len(node.output)} outputs",
                why=f"it has {len(function.input)} and {len(function.output)}",
                path=("node", number),
            )
        inner = opsets_of(function.opset_import)
        for each in _body(function, node, node.name or f"{function.name}_{number}"):
            yield from self._expanded(each, inner, number, depth + 1)


def _key(domain: str, name: str, overload: str) -> tuple[str, str, str]:
    return ("" if domain == "ai.onnx" else domain, name, overload)


def _body(function: FunctionProto, call: NodeProto, prefix: str) -> Iterator[NodeProto]:
    names = dict(zip(function.input, call.input, strict=False))
    names |= dict.fromkeys(function.input[len(call.input) :], "")
    made = {value for node in function.node for value in node.output}
    names |= {value: f"{prefix}/{value}" for value in made if value}
    names |= {formal: actual for formal, actual in zip(function.output, call.output, strict=False) if actual}
    given = {each.name: each for each in function.attribute_proto} | {each.name: each for each in call.attribute}
    for number, node in enumerate(function.node):
        copy = NodeProto()
        copy.CopyFrom(node)
        copy.name = f"{prefix}/{node.name or f'{node.op_type}_{number}'}"
        _rename(copy, names, given)
        yield copy


def _rename(node: NodeProto, names: Names, given: Mapping[str, AttributeProto]) -> None:
    node.input[:] = [names.get(value, value) for value in node.input]
    node.output[:] = [names.get(value, value) for value in node.output]
    attributes = [_settled(each, given) for each in node.attribute]
    del node.attribute[:]
    node.attribute.extend(each for each in attributes if each is not None)
    for each in node.attribute:
        if each.type == AttributeProto.GRAPH:
            _rename_graph(each.g, names, given)


def _rename_graph(graph: GraphProto, names: Names, given: Mapping[str, AttributeProto]) -> None:
    own = {each.name for each in (*graph.input, *graph.initializer)} | {
        value for node in graph.node for value in node.output
    }
    outer = {name: other for name, other in names.items() if name not in own}
    for node in graph.node:
        _rename(node, outer, given)
    for each in graph.output:
        each.name = outer.get(each.name, each.name)


def _settled(attribute: AttributeProto, given: Mapping[str, AttributeProto]) -> AttributeProto | None:
    """Return an attribute; one that the function leaves to its caller is the caller's, None where it gives none."""
    if not attribute.ref_attr_name:
        return attribute
    found = given.get(attribute.ref_attr_name)
    if found is None:
        return None
    copy = AttributeProto()
    copy.CopyFrom(found)
    copy.name = attribute.name
    return copy
