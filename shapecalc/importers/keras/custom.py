"""A class that is not Keras' own: only the file says what comes out of it, and nobody what weights it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import LayerReport
from shapecalc.dialects.keras import KERAS
from shapecalc.errors import ShapecalcError
from shapecalc.importers.keras.calls import Call, told_shape
from shapecalc.importers.keras.entry import Entry
from shapecalc.layers.keeps import Keeps
from shapecalc.layers.layer import Output
from shapecalc.layers.reads import Reads
from shapecalc.shape import DataFormat, Shape, is_known

HINT = "hint"
MOST_OUTPUTS = 1000
WITHOUT_WEIGHTS = frozenset(
    {
        *("Discretization", "HashedCrossing", "Hashing", "IntegerLookup", "StringLookup", "TextVectorization"),
        *("CutMix", "MixUp", "Pipeline", "MaxNumBoundingBoxes"),
    }
)
"""Layers of Keras' own that no card does, and that own nothing that Keras counts."""


class Custom(NamedTuple):
    """A layer whose output is ``told`` for inputs like those ``seen`` when the file was written, or ``always``.

    A ``function`` has no weights; of any other class they cannot be known.
    """

    class_name: str
    told: Output | None
    seen: tuple[Shape | None, ...] = ()
    always: bool = False
    function: bool = False
    settings: Mapping[str, Any] = {}
    word: str = "custom"

    @property
    def dialect(self) -> Dialect:
        """Return Keras' dialect."""
        return KERAS

    @property
    def data_format(self) -> DataFormat:
        """Return where Keras has the channels."""
        return KERAS.data_format

    def infer(self, *shapes: Shape, **_: Any) -> LayerReport:
        """Return the shape that the file tells, where the inputs are those that it was told for."""
        if self.told is None or not (self.always or self._as_seen(shapes)):
            what = "the shape and MACs" if self.function else "the shape, weights and MACs"
            return LayerReport(None, 0, 0, 0, 0, None, source=HINT, unknown=(what,))
        several = self.told if isinstance(self.told, list) else [self.told]
        found = [None if shape is None else _with_batch(shape, shapes) for shape in several]
        output = found[0] if not isinstance(self.told, list) and found[0] is not None else found
        what = "the MACs" if self.function else "the weights and MACs"
        return LayerReport(output, 0, 0, 0, 0, None, source=HINT, unknown=(what,))

    def reads(self, *_: Shape, **__: Any) -> Reads:
        """Refuse to say what an output element looks at."""
        raise ShapecalcError(f"{self.class_name} is a class of the model's own", why="nobody knows what it looks at")

    def keeps(self, *_: Shape, **__: Any) -> Keeps:
        """Refuse to say what training keeps."""
        raise ShapecalcError(f"{self.class_name} is a class of the model's own", why="nobody knows what it keeps")

    def unreached(self, *_: Shape, **__: Any) -> Shape:
        """Return nothing: nobody knows of anything that it cuts off."""
        return ()

    def with_settings(self, settings: dict[str, Any]) -> Custom:
        """Refuse other settings."""
        raise ShapecalcError(f"{self.class_name} is a class of the model's own", why=f"nobody knows its {settings}")

    def _as_seen(self, shapes: tuple[Shape, ...]) -> bool:
        if len(self.seen) != len(shapes):
            return False
        return all(seen is not None and _alike(seen, shape) for seen, shape in zip(self.seen, shapes, strict=True))


def _alike(seen: Shape, shape: Shape) -> bool:
    """Tell whether a shape is the one that was seen, but for the batch."""
    return len(seen) == len(shape) and seen[1:] == shape[1:]


def _with_batch(told: Shape, shapes: tuple[Shape, ...]) -> Shape:
    """Return a shape with the batch that comes in, where the file leaves it open."""
    batches = {shape[0] for shape in shapes if shape}
    batch = batches.pop() if len(batches) == 1 else None
    return (batch, *told[1:]) if told and not is_known(told[0]) and batch is not None else told


class Told:
    """What a file says of the tensors between its layers. Only for layers that nobody else knows it is believed."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._calls = calls

    @cached_property
    def _shapes(self) -> dict[str, dict[int, dict[int, Shape | None]]]:
        """What comes out of a layer, by its name, the number of the call and that of the output."""
        found: dict[str, dict[int, dict[int, Shape | None]]] = {}
        for call in self._calls:
            for tensor in call.tensors:
                found.setdefault(tensor.layer, {}).setdefault(tensor.call, {})[tensor.output] = tensor.shape
        return found

    def output(self, name: str, number: int) -> Output | None:
        """Return what comes out of a call of a layer; None where nobody takes it, who could say."""
        found = self._shapes.get(name, {}).get(number, {})
        if set(found) <= {0}:
            return found.get(0)
        return [found.get(place) for place in range(min(max(found), MOST_OUTPUTS) + 1)]

    def outputs(self, name: str) -> tuple[Shape | None, ...]:
        """Return what comes out of every call of a model; nothing where its calls differ."""
        calls = list(self._shapes.get(name, {}).values())
        if not calls or any(call != calls[0] for call in calls):
            return ()
        return tuple(calls[0].get(place) for place in range(min(max(calls[0]), MOST_OUTPUTS) + 1))


def custom(entry: Entry, call: Call, number: int, told: Told) -> Custom:
    """Return a layer of a class that is not Keras' own, in one of its calls."""
    seen = tuple(tensor.shape for tensor in call.tensors)
    name = entry.class_name.rpartition(">")[2]
    if entry.class_name == "Lambda":
        always = _lambda_output(entry.config.get("output_shape"))
        output = told.output(entry.name, number) if always is None else always
        return Custom(name, output, seen, always=always is not None, function=True)
    function = entry.is_operation or (entry.class_name in WITHOUT_WEIGHTS and entry.is_from_keras)
    return Custom(name, told.output(entry.name, number), seen, function=function)


def _lambda_output(value: Any) -> Output | None:
    """Return the shape that a Lambda declares, without the batch there; what is code is not looked at."""
    shape = told_shape(value)
    if shape is not None:
        return (None, *shape)
    if isinstance(value, list) and value and all(told_shape(each) is not None for each in value):
        return [(None, *(told_shape(each) or ())) for each in value]
    return None
