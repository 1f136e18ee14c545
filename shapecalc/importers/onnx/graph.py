"""A graph of an ONNX file as nodes of ours: values become arrows, and an initializer counts where it is first met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onnx import ModelProto, TypeProto, ValueInfoProto

from shapecalc.dialects.framework_layer import FrameworkLayer
from shapecalc.dialects.onnx import ONNX
from shapecalc.errors import ShapecalcError, under
from shapecalc.importers.onnx.control import MOST_STEPS
from shapecalc.importers.onnx.functions import Functions, Placed, opsets_of
from shapecalc.importers.onnx.initializers import Initializers
from shapecalc.importers.onnx.making import Making, Scope
from shapecalc.importers.onnx.names import UNKNOWN
from shapecalc.importers.onnx.operation import Operation, Source
from shapecalc.importers.onnx.order import in_order
from shapecalc.importers.onnx.rules import RULES
from shapecalc.importers.onnx.texts import check_texts
from shapecalc.layers.input import Input
from shapecalc.layers.settings import LARGEST
from shapecalc.model.graph import Model, Node, Places, Reference
from shapecalc.shape import MOST_AXES, Shape, Size

Values = dict[str, Reference]
OPEN = -1
"""How some converters write a size that is open; onnxruntime takes it so too."""


def model_of(proto: ModelProto, name: str, places: Places) -> Model:
    """Return the model that a file's graph is."""
    check_texts(proto)
    graph = proto.graph
    opsets = opsets_of(proto.opset_import)
    initializers = Initializers(graph)
    infos = [info for info in graph.input if info.name not in initializers.tensors]
    batch = frozenset(_batch_names(infos))
    scope = Scope(initializers.tensors, {info.name: info.type.tensor_type.elem_type for info in infos})
    making = Making(Functions(proto.functions), initializers, batch, _declared(graph.output))
    wiring = Wiring()
    for info in infos:
        wiring.add_input(info)
    placed = list(making.functions.written_out(graph.node, opsets))
    for each in in_order(placed, {info.name for info in infos} | set(initializers.tensors)):
        wiring.add(each, making, scope)
    wiring.add_unused(initializers, {info.name for info in graph.output})
    outputs = tuple(wiring.reference(info.name) for info in graph.output)
    return Model(graph.name or name, ONNX, tuple(wiring.nodes), places, outputs)


class Wiring:
    """The nodes so far, and which of them makes each value."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._values: Values = {}
        self._taken: dict[str, int] = {}
        self._room = MOST_STEPS

    def add_input(self, info: ValueInfoProto) -> None:
        """Add a node where a tensor comes in (or a sequence, of which nothing is known)."""
        with under("input", info.name):
            name = self._unique(info.name)
            if info.type.HasField("tensor_type"):
                shape = input_shape(info)
                layer = FrameworkLayer(ONNX, "Input", {"shape": shape}, Input(shape=shape), "input")
                self._append(Node(name, layer, path=("input", info.name), values=(info.name,)))
            else:
                rule = RULES["Input"]
                operation = Operation(ONNX, "Input", {}, 1, (), (info.name,), rule=rule)
                self._append(Node(name, operation, path=("input", info.name), values=(info.name,), reads_values=True))

    def add(self, placed: Placed, making: Making, scope: Scope) -> None:
        """Add a node of the file."""
        node = placed.node
        name = self._unique(node.name or f"{node.op_type}_{placed.number}")
        try:
            self._add(name, placed, making, scope)
        except ShapecalcError as error:
            path = ("node", placed.number)
            problems = [each._replace(path=path + each.path, node=name) for each in error.problems]
            raise ShapecalcError(problems=problems) from None

    def _add(self, name: str, placed: Placed, making: Making, scope: Scope) -> None:
        operation, owner, cost = making.operation(placed, scope, name)
        self._room -= cost
        if self._room < 0:
            raise ShapecalcError("the graphs inside nodes come to too many steps", why=f"the limit is {MOST_STEPS:,}")
        references = tuple(self._values[each.name] for each in operation.sources if each.name and not each.fixed)
        self._append(
            Node(
                name,
                operation,
                references,
                shared=owner,
                path=("node", placed.number),
                values=operation.names,
                reads_values=True,
            )
        )

    def add_unused(self, initializers: Initializers, outputs: set[str]) -> None:
        """Add what is in the file and feeds no node: it counts all the same."""
        for name, tensor in initializers.tensors.items():
            if name in outputs or initializers.is_unclaimed(name):
                weights, _ = initializers.claim([(tensor, name, "trainable")], name)
                operation = Operation(
                    ONNX, "Initializer", {}, 1, (Source(name, tensor),), (name,), rule=RULES["Initializer"],
                    weights=weights,
                )  # fmt: skip
                self._append(
                    Node(self._unique(name), operation, path=("initializer", name), values=(name,), reads_values=True)
                )

    def reference(self, value: str) -> Reference:
        """Return the arrow on which a value comes."""
        if value not in self._values:
            raise ShapecalcError(f"the graph returns {value!r}", why="no node makes it", fix="the file is damaged")
        return self._values[value]

    def _append(self, node: Node) -> None:
        for place, value in enumerate(node.values):
            if value in self._values:
                raise ShapecalcError(
                    f"the value {value!r} is made twice", why=f"{self._values[value].node} makes it too",
                    fix="give each output a name of its own",
                )  # fmt: skip
            self._values[value] = Reference(node.name, place)
        self.nodes.append(node)

    def _unique(self, name: str) -> str:
        """Return a name that no other node has: its own, or with a number behind it."""
        wanted = name
        while wanted in self._taken:
            self._taken[name] += 1
            wanted = f"{name}_{self._taken[name]}"
        self._taken[wanted] = 1
        return wanted


def input_shape(info: ValueInfoProto) -> Shape | None:
    """Return the shape that the file gives an input: numbers, names, None for what it leaves open; or none at all."""
    kind = info.type.tensor_type
    if not kind.HasField("shape"):
        return None
    shape = declared_shape(info.type)
    if len(shape) > MOST_AXES or any(isinstance(size, int) and not 0 <= size <= LARGEST for size in shape):
        raise ShapecalcError(
            f"the input {info.name!r} has the shape {shape[:8]}",
            why=f"there may be up to {MOST_AXES} axes, and sizes from 0 to 10^15 (or -1 for one that is open)",
        )
    return shape


def declared_shape(kind: TypeProto) -> Shape:
    """Return a tensor's shape as the file says it."""
    return tuple(map(_size, kind.tensor_type.shape.dim))


def _size(dim: Any) -> Size:
    if dim.HasField("dim_value") and dim.dim_value != OPEN:
        return int(dim.dim_value)
    return str(dim.dim_param) or None


def _declared(infos: Iterable[ValueInfoProto]) -> Mapping[str, Shape]:
    return {info.name: declared_shape(info.type) for info in infos if info.type.tensor_type.HasField("shape")}


def _batch_names(infos: Iterable[ValueInfoProto]) -> Iterator[str]:
    for info in infos:
        first = declared_shape(info.type)[:1]
        if first and not isinstance(first[0], int):
            yield first[0] or f"{UNKNOWN}{info.name}[0]"
