"""The ONNX dialect: operators by name and operator set, and how each is read as one of our cards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shapecalc.dialects.dialect import Dialect
from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from shapecalc.dialects.onnx.node import Node, Reading
    from shapecalc.dialects.onnx.onnx_layer import OnnxLayer
    from shapecalc.dialects.onnx.operator import Operator
    from shapecalc.dialects.signature import Signature
    from shapecalc.layers.layer import Layer
    from shapecalc.shape import DataFormat


@dataclass(frozen=True, eq=False)
class Onnx(Dialect):
    """ONNX: the weights are inputs, so the card of a node follows from its attributes *and* what is fed to it."""

    signatures: tuple[Signature, ...] = ()
    """None: ``history`` has the operators, so that who never speaks of ONNX does not wait for them."""
    domain: str = ""
    """Whose operators they are: ONNX's own, which have no name, or those of somebody who adds some."""

    @cached_property
    def history(self) -> dict[str, list[Operator]]:
        """Return the versions of each operator, the oldest first."""
        from shapecalc.dialects.onnx.rooms import operators_of

        found: dict[str, list[Operator]] = {}
        for each in sorted(operators_of(self.domain), key=lambda each: each.since):
            found.setdefault(each.name, []).append(each)
        return found

    @cached_property
    def classes(self) -> dict[str, tuple[Signature, int | None]]:
        """Return every operator as it is in the newest operator set."""
        return {name: (versions[-1].signature, None) for name, versions in self.history.items()}

    def has(self, name: str, opset: int) -> bool:
        """Tell whether an operator set has an operator of a name."""
        return name in self.history and self.history[name][0].since <= opset

    def operator(self, name: str, opset: object) -> Operator:
        """Return the version of an operator that an operator set has."""
        if not isinstance(opset, int) or isinstance(opset, bool) or opset < 1:
            raise ShapecalcError(f"opset is {opset!r}", why="it must be a whole number, 1 or more", path=("opset",))
        versions = self.history[name]
        place = bisect_right([each.since for each in versions], opset)
        if not place:
            raise ShapecalcError(
                f"operator set {opset} has no {name}",
                why=f"it came with operator set {versions[0].since}",
                fix=f"use opset={versions[0].since} or newer",
                path=("opset",),
            )
        if versions[place - 1].deprecated:
            raise ShapecalcError(
                f"operator set {opset} has no {name} any more",
                why=f"it went with operator set {versions[place - 1].since}",
                path=("opset",),
            )
        return versions[place - 1]

    def reading(self, node: Node) -> Reading | None:
        """Return what a node comes to, None where ONNX says nothing about the shape."""
        read = self._readings.get(node.operator.name) or self._readings[node.operator.word]
        return read(node)

    @cached_property
    def _readings(self) -> dict[str, Callable[[Node], Reading | None]]:
        from shapecalc.dialects.onnx.rooms import readings_of

        return readings_of(self.domain)

    def layer(self, class_name: str, settings: dict[str, Any], _: DataFormat | None = None) -> OnnxLayer:
        """Return an operator with its attributes; ``opset`` says which version of it (the newest that runs)."""
        from shapecalc.dialects.onnx.onnx_layer import OnnxLayer
        from shapecalc.dialects.onnx.operator import NEWEST_THAT_RUNS

        attributes = {key: value for key, value in settings.items() if key != "opset"}
        opset = settings.get("opset", NEWEST_THAT_RUNS)
        operator = self.operator(class_name, opset)
        return OnnxLayer(
            dialect=self,
            class_name=class_name,
            settings=settings,
            operator=operator,
            opset=opset,
            attributes=operator.check_attributes(attributes),
        )

    def write(self, word: str, rank: int, settings: Mapping[str, Any]) -> str:
        """Return the node for settings of ours as text; those that ONNX has by default are left out."""
        from shapecalc.dialects.onnx.operator import NEWEST_THAT_RUNS
        from shapecalc.dialects.onnx.writing import node_text

        name, theirs = self.spell(word, rank, settings)
        return node_text(self.operator(name, NEWEST_THAT_RUNS), theirs)

    def spell(self, word: str, rank: int, settings: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the operator with attributes, and inputs whose values are settings; refuse what ONNX cannot say."""
        from shapecalc.dialects.onnx.writing import operator_for, spelled

        operator = operator_for((each for versions in self.history.values() for each in versions), word)
        if operator is None:
            raise ShapecalcError(f"{self.title} has no layer for {word} along {rank} axes")
        spelling = {**self.spelling, **self.own_spelling.get(word, {})}
        theirs = {ours: name for name, ours in spelling.items()}
        return operator.name, spelled(operator, rank, {theirs.get(key, key): settings[key] for key in settings})

    def read(self, class_name: str, _: Mapping[str, Any], __: DataFormat | None = None) -> Layer:
        """Refuse: the card of an ONNX node follows from the shapes of its weights too."""
        raise ShapecalcError(
            f"{class_name} has no settings of its own",
            why="in ONNX the weights are inputs",
            fix="ask infer with the shapes of all inputs",
        )
