"""What a file itself says comes out of an operator that nobody knows; of others it is not believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from shapecalc.importers.onnx.tensors import Flow, Tensor
from shapecalc.shape import Shape, Size
from shapecalc.symbolic.named import Expression

if TYPE_CHECKING:
    from shapecalc.model.graph import Model, Node

SOURCE = "hint"
"""What a row is marked with whose shape only the file tells."""


class Hint(NamedTuple):
    """The outputs of an operator as the file has them, for inputs of the shapes ``seen`` (None: for any)."""

    told: tuple[Tensor, ...]
    seen: tuple[Shape | None, ...] | None = None

    def outputs(self, inputs: Iterable[Flow | None]) -> tuple[Tensor, ...]:
        """Return what comes out for inputs like those seen, with their sizes in place of names that the file has."""
        if self.seen is None:
            return self.told
        sizes = _matched(self.seen, _shapes(inputs))
        if sizes is None:
            return tuple(Tensor(None, None, each.type) for each in self.told)
        return tuple(each._replace(shape=_filled(each.shape, sizes)) for each in self.told)


def hint(names: Iterable[str], told: Mapping[str, Tensor]) -> Hint | None:
    """Return what the file tells of outputs; None where it tells nothing."""
    outputs = tuple(told.get(name, Tensor(None)) for name in names)
    return Hint(outputs) if any(each.shape is not None for each in outputs) else None


def with_seen(model: Model) -> Model:
    """Return the model whose hints hold for what comes in when the model gets the inputs that its file declares."""
    from shapecalc.model.trace import trace

    fed = {step.node.name: step for step in trace(model).steps}

    def seeing(node: Node) -> Node:
        layer: Any = node.layer
        if getattr(layer, "hint", None) is None:
            return node
        step = fed.get(node.name)
        seen = _shapes(layer.fed(step.inputs, step.call["values"])) if step else None
        return node._replace(layer=layer._replace(hint=layer.hint._replace(seen=seen) if seen is not None else None))

    return model._replace(nodes=tuple(map(seeing, model.nodes)))


def _shapes(inputs: Iterable[Flow | None]) -> tuple[Shape | None, ...]:
    return tuple(each.shape if isinstance(each, Tensor) else None for each in inputs)


def _matched(seen: tuple[Shape | None, ...], found: tuple[Shape | None, ...]) -> dict[str, Size] | None:
    """Return which size each name stands for; None where the shapes are others than those seen."""
    sizes: dict[str, Size] = {}
    for before, now in zip(seen, found, strict=True):
        if (before is None) != (now is None) or len(before or ()) != len(now or ()):
            return None
        for size, other in zip(before or (), now or (), strict=True):
            wanted = sizes.setdefault(str(size), other) if isinstance(size, Expression) else size
            if type(wanted) is not type(other) or wanted != other:
                return None
    return sizes


def _filled(told: Shape | None, sizes: Mapping[str, Size]) -> Shape | None:
    if told is None:
        return None
    return tuple(sizes.get(size) if isinstance(size, str) else size for size in told)
