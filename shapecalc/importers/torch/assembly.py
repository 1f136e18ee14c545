"""From the calls of a forward pass to the nodes of a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from shapecalc.dialects import read_layer
from shapecalc.dialects.framework_layer import AnyLayer, FrameworkLayer
from shapecalc.dialects.own import OWN
from shapecalc.errors import ShapecalcError
from shapecalc.importers.torch.calls import Arrow, Call
from shapecalc.importers.torch.functions import plain
from shapecalc.importers.torch.layers import Adapted, Kept, Recorded
from shapecalc.importers.torch.names import Names
from shapecalc.importers.torch.plan import Made
from shapecalc.importers.torch.planning import Part, Planned, planned
from shapecalc.importers.torch.tensors import Ledger, sums
from shapecalc.layers.layer import Output, Weight
from shapecalc.model.graph import Node, Reference
from shapecalc.shape import Shape

KINDS = {"trainable": "Parameter", "frozen": "Parameter", "statistic": "Buffer", "counter": "Buffer"}


class First(NamedTuple):
    """The first call of a module, which counts its weights."""

    node: Node
    weights: tuple[Weight, ...]


class Assembly:
    """Nodes in the order of the calls.

    ``mismatches`` are the calls for which our cards say something else than PyTorch; PyTorch's word then stands.
    """

    def __init__(self, ledger: Ledger, names: Names) -> None:
        self.nodes: list[Node] = []
        self.mismatches: list[str] = []
        self._ledger = ledger
        self._names = names
        self._made: dict[tuple[int, int], Reference] = {}
        self._kept: dict[str, Reference] = {}
        self._first: dict[int, First] = {}
        """By the identity of the module."""
        self._paths: list[str] = []
        """Of each node, the module that it stands in."""

    def add_input(self, name: str, shape: Shape) -> None:
        """Add an input of the model."""
        node = self._names.free(name)
        self._append(node, "", read_layer(OWN, "input", {"shape": shape}))
        self._kept[name] = Reference(node)

    def add(self, number: int, call: Call) -> None:
        """Add the nodes of a call; ``number`` is its place among all."""
        first = None if isinstance(call.target, str) else self._first.get(id(call.target))
        name = self._names.of_call(call)
        found = None if first and isinstance(first.node.layer, Recorded) else self._planned(name, call)
        if found is None:
            self._append(name, call.path, self._recorded(call, first), self._sources(call.arrows), first)
            made, outputs = [name], tuple(Made(0, place) for place in range(len(call.outputs)))
        else:
            made, outputs = self._add_parts(name, call, found, first), found.outputs
        if first is None and not isinstance(call.target, str):
            node = self.nodes[-1]
            shapes = found.parts[-1].shapes if found else tuple(arrow.shape for arrow in call.arrows)
            self._first[id(call.target)] = First(node, node.layer.infer(*shapes).weights)
        for place, output in enumerate(outputs):
            self._made[number, place] = Reference(made[output.step], output.output)

    def reference(self, arrow: Arrow) -> Reference:
        """Return the output that an arrow comes from; what no call has made gets a node of its own."""
        origin = arrow.origin
        if origin.call >= 0:
            return self._made[origin.call, origin.output]
        if origin.name in self._kept:
            return self._kept[origin.name]
        name = self._names.free(origin.name or "constant")
        kind = KINDS[arrow.role] if arrow.role else "Constant"
        self._append(name, origin.name.rpartition(".")[0], Kept(kind, arrow.shape, self._ledger.take([origin.name])))
        if origin.name:
            self._kept[origin.name] = Reference(name)
        return Reference(name)

    def add_end(self, why: str) -> None:
        """Say that nothing is known of what follows the last node."""
        layer = Recorded("unknown", (), None, macs=None, unknown=(f"what follows ({why})",))
        self._append(self._names.free("unknown"), "", layer)

    def add_uncalled(self, paths: Sequence[str], note: str = "not called") -> None:
        """Add the modules whose tensors nothing has used, each after what is defined before it; the last node stays."""
        places = {path: place for place, path in enumerate(paths)}
        last = [-1] * len(paths)
        for number, path in enumerate(self._paths[:-1]):
            last[places.get(path, 0)] = number
        before = list(accumulate(last, max))
        after: dict[int, list[Node]] = {}
        for owner in self._ledger.left():
            layer = Kept(owner.class_name, None, self._ledger.take(owner.tensors), note)
            node = Node(self._names.own(owner.path or owner.class_name), layer)
            after.setdefault(before[places[owner.path]], []).append(node)
        nodes = after.pop(-1, [])
        for number, node in enumerate(self.nodes):
            nodes += [node, *after.get(number, ())]
        self.nodes = nodes

    def _planned(self, name: str, call: Call) -> Planned | None:
        try:
            return planned(call)
        except ShapecalcError as error:
            self.mismatches.append(f"{name}: {error}")
            return None

    def _add_parts(self, name: str, call: Call, found: Planned, first: First | None) -> list[str]:
        made: list[str] = []
        for part in found.parts:
            each = self._names.free(name) if made else name
            fed = [arrow for arrow in part.step.weights if arrow.role is None]
            layer = self._adapted(part, call, fed) if first is None else _again(first.node.layer, part, call)
            sources = self._sources([*part.step.inputs, *fed], made)
            self._append(each, call.path, layer, sources, first)
            made.append(each)
        return made

    def _adapted(self, part: Part, call: Call, fed: Sequence[Arrow]) -> AnyLayer:
        """Return a part's layer, with the weights that are counted here where these are not its own."""
        step, layer = part.step, part.layer
        weights = self._weights(call, step.weights)
        roles = {each.role for each in weights}
        if "frozen" in roles and "trainable" not in roles:
            layer = layer._replace(trainable=False)
        same = sums(layer.weights(*part.shapes)) == sums(weights)
        pinned = step.pinned or call.pinned
        if same and not (step.label or pinned or fed):
            return layer
        return Adapted(
            layer,
            step.label or layer.class_name,
            weights=None if same else weights,
            fed=tuple(arrow.shape for arrow in fed),
            only=part.shapes if pinned else None,
        )

    def _recorded(self, call: Call, first: First | None) -> Recorded:
        name = call.target if isinstance(call.target, str) else type(call.target).__name__
        weights = first.weights if first else self._weights(call, ())
        output: Output | None = call.outputs[0] if len(call.outputs) == 1 else list(call.outputs)
        shapes = tuple(arrow.shape for arrow in call.arrows)
        unknown = ("the MACs",) if call.macs is None else ()
        return Recorded(plain(name), shapes, output, weights, call.macs, unknown)

    def _weights(self, call: Call, arrays: Iterable[Arrow]) -> tuple[Weight, ...]:
        """Count the tensors that a call takes, and return those that were not counted before."""
        if not isinstance(call.target, str):
            return self._ledger.take(self._ledger.beneath(call.path))
        kept = [arrow.origin.name for arrow in arrays if arrow.role is not None]
        return self._ledger.take(self._ledger.beside(kept))

    def _sources(self, inputs: Iterable[Arrow | Made], made: Sequence[str] = ()) -> tuple[Reference, ...]:
        return tuple(
            Reference(made[each.step], each.output) if isinstance(each, Made) else self.reference(each)
            for each in inputs
        )

    def _append(
        self, name: str, path: str, layer: AnyLayer, inputs: tuple[Reference, ...] = (), first: First | None = None
    ) -> None:
        shared = first.node.name if first else None
        self.nodes.append(Node(name, layer, inputs, shared=shared, again=first is not None))
        self._paths.append(path)


def _again(layer: AnyLayer, part: Part, call: Call) -> AnyLayer:
    """Return a layer for another call of it."""
    only = part.shapes if part.step.pinned or call.pinned else None
    if isinstance(layer, Adapted):
        return layer._replace(only=only)
    inner = layer if isinstance(layer, FrameworkLayer) else part.layer
    return layer if only is None else Adapted(inner, layer.class_name, only=only)
