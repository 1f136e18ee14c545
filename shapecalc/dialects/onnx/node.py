"""A node of an ONNX graph: its attributes, the shapes that come in, and the values of those inputs that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from shapecalc.dialects.onnx.operator import NEWEST_THAT_RUNS, Operator
from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_known

NEGATIVE_AXES_SINCE = 11
"""Before this operator set an axis is not counted from the end, where the operator does not say otherwise."""


class Reading(NamedTuple):
    """What a node comes to: settings of our card, the shapes that flow through it, and outputs beside the card's."""

    settings: dict[str, Any]
    shapes: tuple[Shape, ...]
    beside: tuple[Shape | None, ...] = ()


@dataclass(frozen=True)
class Node:
    """An operator with attributes, fed with shapes.

    ``inputs`` has one shape a formal input, None where it is left out; ``constants`` holds the values that are known,
    and ``outputs`` the names of the outputs that are asked for, empty where one is passed over.
    """

    operator: Operator
    opset: int
    attributes: Mapping[str, Any]
    inputs: Mapping[str, Shape | None]
    many: tuple[Shape, ...]
    constants: Mapping[str, Any]
    outputs: tuple[str, ...]

    def __getitem__(self, attribute: str) -> Any:
        return self.attributes.get(attribute)

    def has(self, name: str) -> bool:
        """Tell whether an input is given."""
        return self.inputs.get(name) is not None

    def shape(self, name: str) -> Shape:
        """Return the shape of an input that must be there."""
        shape = self.inputs[name]
        assert shape is not None, name  # noqa: S101 - bind has refused a missing one
        return shape

    def of_rank(self, name: str, *ranks: int) -> tuple[Any, ...]:
        """Return the shape of an input that must be there and have so many axes."""
        shape = self.shape(name)
        if len(shape) not in ranks:
            raise ShapecalcError(
                f"{name} has {len(shape)} axes",
                why=f"its shape is {shape}, and {' or '.join(map(str, ranks))} are needed",
                path=("inputs",),
            )
        return shape

    def numbers(self, name: str) -> tuple[int, ...] | None:
        """Return a list of whole numbers, written as an attribute or fed as a constant; None where it is not known."""
        return self._listed(name, (str, float, bool), "a whole number, or a list of them")

    def factors(self, name: str) -> tuple[float, ...] | None:
        """Return a list of numbers, written as an attribute or fed as a constant; None where it is not known."""
        return self._listed(name, (str, bool), "a number, or a list of them")

    def _listed(self, name: str, never: tuple[type, ...], wanted: str) -> tuple[Any, ...] | None:
        value = self.attributes.get(name)
        if value is None:
            value = self.constants.get(name)
        if value is None:
            return None
        values = tuple(value) if isinstance(value, (list, tuple)) else (value,)
        for each in values:
            if isinstance(each, never):
                raise ShapecalcError(f"{name} is {short(value)}", why=f"it must be {wanted}", path=(name,))
        return values

    @cached_property
    def known(self) -> bool:
        """Whether no size that comes in is open."""
        shapes = [shape for shape in self.inputs.values() if shape is not None]
        return all(is_known(size) for shape in (*shapes, *self.many) for size in shape)

    @property
    def runs(self) -> bool:
        """Whether onnxruntime can be asked, which refuses and corrects what the shape inference lets through."""
        return self.opset <= NEWEST_THAT_RUNS and self.known
