"""The other way to legal sizes: every size tried, with plain whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shapecalc.model.graph import Model
from shapecalc.model.trace import trace
from shapecalc.shape import Shape, is_known
from shapecalc.sizes.legal import AxisSizes, legal_sizes

MOST = 512


class Compared(NamedTuple):
    """An axis with the sizes where the theorem and the trial say different things."""

    axis: AxisSizes
    wrong: list[int]
    legal: int


def compared(model: Model, most: int = MOST) -> list[Compared]:
    """Return every axis of a model, compared for every size up to ``most``."""
    return [_compared(model, axis, most) for axis in legal_sizes(model)]


def fits(model: Model, axis: AxisSizes, size: int) -> bool:
    """Tell whether the model takes a size at an axis, by tracing it; an open batch is one sample in ONNX's graphs."""
    batches = {shape[0] for node in model.inputs if isinstance(shape := node.layer.infer().output_shape, tuple)}
    one = 1 if any(node.reads_values for node in model.nodes) and not all(map(is_known, batches)) else None
    places = {(axis.input, axis.axis), *axis.together}
    shapes = {
        name: tuple(size if (name, at) in places else each for at, each in enumerate(shape))
        for name, shape in [*_declared(model), (axis.input, axis.shape)]
        if any(name == input_name for input_name, _ in places)
    }
    return not trace(model.with_inputs(shapes, batch=one)).problems


def _declared(model: Model) -> Iterator[tuple[str, Shape]]:
    for node in model.inputs:
        if isinstance(shape := node.layer.infer().output_shape, tuple):
            yield node.name, shape[1:]


def _compared(model: Model, axis: AxisSizes, most: int) -> Compared:
    tried = [fits(model, axis, size) for size in range(1, most + 1)]
    wrong = [size for size, legal in enumerate(tried, start=1) if legal != (size in axis.sizes)]
    return Compared(axis, wrong, sum(tried))
