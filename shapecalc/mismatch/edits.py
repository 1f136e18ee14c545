"""Changes of a model that make branches fit: a setting of a node, or a node put before the one where they meet."""

from __future__ import annotations

from typing import Any, NamedTuple

from shapecalc.dialects.own import OWN
from shapecalc.model.graph import Model, Node, Reference


class Setting(NamedTuple):
    """A setting of a node; a ``Reference`` makes it as large as another node. ``removed`` are settings that go."""

    node: str
    name: str
    value: int | bool | str | list[int] | Reference
    removed: tuple[str, ...] = ()

    def applied(self, model: Model) -> Model:
        """Return the model with the change; refused where the layer has no such setting."""
        return model._replace(
            nodes=tuple(self._changed(node) if node.name == self.node else node for node in model.nodes)
        )

    def _changed(self, node: Node) -> Node:
        settings: dict[str, Any] = {key: value for key, value in node.layer.settings.items() if key not in self.removed}
        if isinstance(self.value, Reference):
            layer = node.layer if not self.removed else node.layer.with_settings(settings)
            return node._replace(layer=layer, sizes={**node.sizes, self.name: self.value})
        return node._replace(layer=node.layer.with_settings({**settings, self.name: self.value}))


class Fitting(NamedTuple):
    """A padding (negative: a cropping) at the end of some axes, between a branch and the node where it is not alone."""

    node: str
    place: int
    name: str
    source: Reference
    axes: tuple[int, ...]
    amounts: tuple[int, ...]
    words: tuple[str, ...]
    """What the axes are called."""

    @property
    def pads(self) -> bool:
        """Tell whether it pads."""
        return max(self.amounts) > 0

    @property
    def by(self) -> str:
        """Return how much it pads or crops, in words."""
        amounts = [abs(amount) for amount in self.amounts]
        if len(amounts) > 1 and len(set(amounts)) == 1:
            return str(amounts[0])
        return " and ".join(f"{amount} ({word})" for amount, word in zip(amounts, self.words, strict=True) if amount)

    @property
    def settings(self) -> dict[str, Any]:
        """Return the settings of the new node, whose type is ``pad``."""
        return {"axes": list(self.axes), "padding": [[0, amount] for amount in self.amounts]}

    def applied(self, model: Model) -> Model:
        """Return the model with the new node."""
        new = Node(self.name, OWN.layer("pad", self.settings, model.dialect.data_format), (self.source,))
        nodes = []
        for node in model.nodes:
            if node.name == self.node:
                inputs = (*node.inputs[: self.place], Reference(self.name), *node.inputs[self.place + 1 :])
                nodes += [new, node._replace(inputs=inputs)]
            else:
                nodes.append(node)
        return model._replace(nodes=tuple(nodes))


Edit = Setting | Fitting
