"""A Functional model: layers with names, each called once or more on tensors of the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from graphlib import CycleError
from typing import TYPE_CHECKING, Any

from shapecalc.dialects.keras import KERAS
from shapecalc.dialects.refusal import short
from shapecalc.errors import Path, Problem, ShapecalcError, did_you_mean, under
from shapecalc.importers.keras.binding import bound
from shapecalc.importers.keras.calls import Call, Tensor, ends, read_call
from shapecalc.importers.keras.custom import Told, custom
from shapecalc.importers.keras.entry import Entry, entry_of, name_in
from shapecalc.importers.keras.inputs import input_of
from shapecalc.importers.keras.legacy import read_legacy_call
from shapecalc.importers.keras.operations import operation
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.model.nested import NestedModel
from shapecalc.model.order import in_order

if TYPE_CHECKING:
    from shapecalc.dialects.framework_layer import AnyLayer
    from shapecalc.importers.keras.reading import Reading

MOST_LOOKED_AT = 100_000
"""How many names are compared with a wrong one, over all mistakes."""


def functional(entry: Entry, reading: Reading) -> tuple[Model, bool]:
    """Return the model that a Functional's configuration describes; it always declares its inputs."""
    return _Functional(entry, reading).model(), True


class _Functional:
    """The layers of one model, their calls, and the mistakes found on the way."""

    def __init__(self, entry: Entry, reading: Reading) -> None:
        self.entry = entry
        self.reading = reading
        self.problems: list[Problem] = []
        self.entries: dict[str, Entry] = {}
        self.calls: dict[str, list[Call]] = {}
        self.layers: dict[str, AnyLayer] = {}
        """Layers with the same weights in every call."""
        self.names: dict[str, list[str]] = {}
        """The nodes that a layer's calls become."""
        self.lost: set[str] = set()
        """Layers that were wrong; what takes from them is not looked at."""
        self.legacy = False

    def model(self) -> Model:
        """Return the model, or refuse it with all its mistakes."""
        self._read_layers()
        self._name_calls()
        inputs = self._inputs()
        nodes = [*inputs, *self._nodes()]
        outputs = self._outputs()
        ordered = self._ordered(nodes)
        if self.problems:
            raise ShapecalcError(problems=self.problems)
        name = str(self.entry.config.get("name", self.entry.name))
        return Model(name, KERAS, tuple(ordered), outputs=outputs, listed=tuple(self.entries))

    def _read_layers(self) -> None:
        layers = self.entry.config["layers"]
        if not isinstance(layers, list) or not layers:
            raise ShapecalcError(f"layers is {short(layers)}", why="it must list layers", path=self.entry.path)
        for place, value in enumerate(layers):
            with self._noting(name_in(value)):
                self._read_entry(entry_of(value, (*self.entry.path, "layers", place)))
        told = self._told()
        for name in self.calls:
            entry = self.entries[name]
            if entry.class_name != "InputLayer" and entry.is_keras_own and not entry.is_operation:
                with self._noting(name):
                    outputs = told.outputs(name) if entry.is_model else ()
                    self.layers[name] = self.reading.layer(entry._replace(told=outputs))

    def _read_entry(self, entry: Entry) -> None:
        if entry.name in self.entries:
            why = "calls name layers, and each name stands for one"
            raise ShapecalcError(f"two layers are named {entry.name!r}", why=why, path=entry.path)
        self.entries[entry.name] = entry
        calls = [self._call(node, entry) for node in entry.nodes]
        self.calls[entry.name] = [each.built_for(entry.built) for each in calls[:1]] + calls[1:]

    def _told(self) -> Told:
        """Return what the file says of tensors: where layers take them, and where the model around takes its ends."""
        calls = [call for several in self.calls.values() for call in several]
        if self.entry.told:
            ends_ = zip(ends(self.entry, "output_layers"), self.entry.told, strict=False)
            calls.insert(0, Call(tuple(tensor._replace(shape=shape) for tensor, shape in ends_)))
        return Told(calls)

    def _call(self, node: Any, entry: Entry) -> Call:
        with under(*entry.path):
            if isinstance(node, dict) and "args" in node:
                return read_call(node)
            self.legacy = True
            return read_legacy_call(node)

    def _name_calls(self) -> None:
        """Name the node of each call: the first as the layer, others with a number."""
        taken = set(self.entries)
        for name, calls in self.calls.items():
            self.names[name] = [name]
            for number in range(2, len(calls) + 1):
                node = f"{name}#{number}"
                while node in taken:
                    node += "#"
                taken.add(node)
                self.names[name].append(node)

    def _inputs(self) -> list[Node]:
        """Return the nodes where tensors come in, in the order in which the model takes them."""
        order = [tensor.layer for tensor in ends(self.entry, "input_layers")]
        own = [name for name, entry in self.entries.items() if entry.class_name == "InputLayer"]
        found = []
        for name in dict.fromkeys([*order, *own]):
            with self._noting(name):
                if name not in own:
                    raise self._missing(name, (*self.entry.path, "input_layers"))
                found.append(input_of(self.entries[name]))
        return found

    def _nodes(self) -> Iterator[Node]:
        told = self._told()
        for name, calls in self.calls.items():
            entry = self.entries[name]
            if entry.class_name == "InputLayer":
                continue
            if not calls:
                self._note(name, "it is never called", "a layer of a Functional model takes tensors of others")
            for number, call in enumerate(calls):
                if not any(self._is_lost(tensor) for tensor in call.tensors):
                    with self._noting(name):
                        yield self._node(entry, call, number, told)

    def _node(self, entry: Entry, call: Call, number: int, told: Told) -> Node:
        layer = self.layers.get(entry.name)
        if layer is None:
            found = operation(entry, call) if entry.is_operation else None
            layer = found or custom(entry, call, number, told)
        path = (*entry.path, "inbound_nodes")
        inputs = tuple(self._reference(each, self._first_call(each.layer, self.legacy), path) for each in call.tensors)
        name = self.names[entry.name][number]
        shared = entry.name if number else None
        if not entry.is_operation:
            layer = bound(layer, call)
        return Node(name, layer, inputs, shared=shared, path=entry.place, again=number)

    def _outputs(self) -> tuple[Reference, ...]:
        found = []
        for tensor in ends(self.entry, "output_layers"):
            if self._is_lost(tensor):
                continue
            with self._noting(tensor.layer):
                is_functional = tensor.layer in self.entries and self.entries[tensor.layer].class_name != "Sequential"
                first = self._first_call(tensor.layer, self.legacy or is_functional)
                found.append(self._reference(tensor, first, (*self.entry.path, "output_layers")))
        return tuple(found)

    def _first_call(self, name: str, counted: bool) -> int:
        """Return the number of a layer's first call: a model has one before, that made it, where this is counted."""
        layer = self.layers.get(name)
        return int(counted and isinstance(layer, NestedModel) and layer.declared)

    def _is_lost(self, tensor: Tensor) -> bool:
        """Tell whether a tensor's layer was wrong; one that gave no name may have been any that is missing."""
        return tensor.layer in self.lost or ("" in self.lost and tensor.layer not in self.entries)

    def _reference(self, tensor: Tensor, first: int, path: Path) -> Reference:
        if tensor.layer not in self.names:
            raise self._missing(tensor.layer, path)
        names = self.names[tensor.layer]
        number = tensor.call - first
        if not 0 <= number < len(names):
            raise ShapecalcError(
                f"{tensor.layer} has no call {tensor.call}",
                why=f"it has {len(names)}, counted from {first}",
                path=path,
            )
        return Reference(names[number], tensor.output)

    def _ordered(self, nodes: list[Node]) -> list[Node]:
        try:
            return in_order(nodes)
        except CycleError as error:
            circle = list(reversed(error.args[1]))
            why = " -> ".join(circle[:10]) + (f" -> ... ({len(circle) - 1} layers)" if len(circle) > 10 else "")
            self._note(circle[0].partition("#")[0], "these layers feed each other in a circle", why)
            return []

    def _missing(self, name: str, path: Path) -> ShapecalcError:
        many = len(self.entries) * (1 + len(self.problems)) > MOST_LOOKED_AT
        fix = "" if many else did_you_mean(name, self.entries)
        return ShapecalcError(
            f"there is no layer {short(name)}", fix=fix or "look at the names of the layers", path=path
        )

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        """Note the mistakes of a layer, and go on."""
        try:
            yield
        except ShapecalcError as error:
            self.lost.add(name)
            self.problems += [each if each.node else each._replace(node=name) for each in error.problems]

    def _note(self, name: str, what: str, why: str) -> None:
        self.problems.append(Problem(what, why=why, path=self.entries[name].path, node=name))
