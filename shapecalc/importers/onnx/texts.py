"""The names in a file, which a damaged one may hold as bytes that are no text."""

from __future__ import annotations

from collections.abc import Iterator

from onnx import GraphProto, ModelProto, NodeProto

from shapecalc.errors import ShapecalcError


def check_texts(model: ModelProto) -> None:
    """Refuse a file in which a name is no text."""
    for name in _names(model):
        if not isinstance(name, str):
            raise ShapecalcError(
                "a name in the file is no text", why=f"it reads {name!r:.60}", fix="the file is damaged"
            )


def _names(model: ModelProto) -> Iterator[object]:
    yield from (each.domain for each in model.opset_import)
    for function in model.functions:
        yield from (function.name, function.domain, function.overload, *function.input, *function.output)
        yield from (each.domain for each in function.opset_import)
        yield from (each.name for each in function.attribute_proto)
        for node in function.node:
            yield from _of_node(node)
    yield from _of_graph(model.graph)


def _of_graph(graph: GraphProto) -> Iterator[object]:
    yield graph.name
    for info in (*graph.input, *graph.output):
        yield info.name
        yield from (dim.dim_param for dim in info.type.tensor_type.shape.dim)
    yield from (each.name for each in graph.initializer)
    yield from (each.values.name for each in graph.sparse_initializer)
    for node in graph.node:
        yield from _of_node(node)


def _of_node(node: NodeProto) -> Iterator[object]:
    yield from (node.name, node.op_type, node.domain, node.overload, *node.input, *node.output)
    for each in node.attribute:
        yield from (each.name, each.ref_attr_name)
        if each.HasField("g"):
            yield from _of_graph(each.g)
