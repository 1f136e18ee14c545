"""The arrays that stand in a file: each counts once, where it is first used."""

from __future__ import annotations

from collections.abc import Iterable

from onnx import GraphProto, SparseTensorProto

from shapecalc.errors import ShapecalcError, under
from shapecalc.importers.onnx.tensors import FLOATING, Tensor, shape_of, tensor_of
from shapecalc.layers.layer import Role, Weight

Use = tuple[Tensor, str, Role]
"""An initializer, what the operator calls it, and what it is there for."""


class Initializers:
    """The initializers of a graph, and which node counts each."""

    def __init__(self, graph: GraphProto) -> None:
        self.tensors: dict[str, Tensor] = {}
        self._all: list[Tensor] = []
        self._owners: dict[int, str] = {}
        self._claims: dict[str, list[Weight]] = {}
        self.tensors = self.add(graph)

    def add(self, graph: GraphProto) -> dict[str, Tensor]:
        """Take in the initializers of a graph (the main one, or one inside a node), and return them."""
        found: dict[str, Tensor] = {}
        for each in graph.initializer:
            with under("initializer", each.name):
                if each.name in found:
                    raise ShapecalcError(f"there are two initializers {each.name!r}", fix="the file is damaged")
                found[each.name] = tensor_of(each)
        found |= {each.values.name: _sparse(each) for each in graph.sparse_initializer}
        self._all += found.values()  # an array is known by its identity, and so must live
        return found

    def claim(self, uses: Iterable[Use], node: str) -> tuple[tuple[Weight, ...], str | None]:
        """Return the arrays that a node counts, and the node whose arrays they all are if it counts none of its own."""
        weights: list[Weight] = []
        everything: list[Weight] = []
        owners: set[str] = set()
        for tensor, port, role in {id(use[0]): use for use in uses}.values():
            if tensor.type in FLOATING:
                weight = Weight(port, tuple(size for size in tensor.shape or () if isinstance(size, int)), role)
                everything.append(weight)
                known = id(tensor) in self._owners
                if not known:
                    self._owners[id(tensor)] = node
                    weights.append(weight)
                elif self._owners[id(tensor)] != node:
                    owners.add(self._owners[id(tensor)])
        self._claims[node] = [*self._claims.get(node, ()), *weights]
        if weights or len(owners) != 1:
            return tuple(weights), None
        owner = owners.pop()
        return (tuple(everything), owner) if self._claims[owner] == everything else ((), None)

    def is_unclaimed(self, name: str) -> bool:
        """Tell whether an array of numbers that may be learned has been met in no node."""
        return id(self.tensors[name]) not in self._owners and self.tensors[name].type in FLOATING


def _sparse(proto: SparseTensorProto) -> Tensor:
    shape = tuple(proto.dims)
    shape_of(proto.values)
    if any(size < 0 for size in shape):
        raise ShapecalcError(f"the tensor {proto.values.name!r} has the sizes {list(shape)}", why="a size is negative")
    return Tensor(shape, None, proto.values.data_type)
