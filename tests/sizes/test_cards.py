"""Every card on a size that stands for many: what it says for all of them is what it says for each."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

import shapecalc
from shapecalc.dialects import DIALECTS
from shapecalc.dialects.framework_layer import AnyLayer, LayerReport
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape
from shapecalc.sizes.pieces import Piece, pieces_of
from shapecalc.sizes.stage import Stage
from shapecalc.sizes.walk import Outcome
from shapecalc.symbolic.polynomial import value
from shapecalc.symbolic.size import Symbolic
from tests.comparison import WAYS, Row, Tally, tuples
from tests.recorded import by_layer

MOST = 24
EVERY = 9
"""So many sizes are tried, on every so many-th recorded row of a layer."""
NO_PATTERN = {
    ("torch", "Upsample"): "a scale of 1.9999999 is no simple fraction",
    ("torch", "UpsamplingNearest2d"): "a scale of 1.9999999 is no simple fraction",
    ("torch", "UpsamplingBilinear2d"): "a scale of 1.9999999 is no simple fraction",
    ("onnx", "Resize"): "to keep the aspect, one axis is divided by the other",
}


class OneLayer(NamedTuple):
    """A layer as a model of one node; ``place`` is the input and the axis that moves."""

    layer: AnyLayer
    shapes: list[Shape]
    call: dict[str, Any]
    place: tuple[int, int]

    @property
    def stages(self) -> list[Stage]:
        return []

    def report(self, size: int) -> LayerReport:
        which, axis = self.place
        shapes = list(self.shapes)
        shapes[which] = (*shapes[which][:axis], size, *shapes[which][axis + 1 :])
        return self.layer.infer(*shapes, **self.call)

    def at(self, size: int, stages: object = ()) -> Outcome:
        assert not stages
        try:
            report = self.report(size)
        except ShapecalcError as error:
            return Outcome(error.problems[0], {})
        return Outcome(None, {"report": report})  # type: ignore[dict-item]


def evaluated(found: Any, q: int) -> Any:
    if isinstance(found, Symbolic):
        return value(found.terms, {"q": q})
    if isinstance(found, list):
        return [evaluated(each, q) for each in found]
    return tuple(evaluated(each, q) for each in found) if isinstance(found, tuple) else found


def agrees(one: OneLayer, piece: Piece, size: int) -> bool:
    tried = one.at(size)
    if not (tried.legal and piece.outcome.legal):
        return tried.legal == piece.outcome.legal
    assert piece.point is not None
    q = piece.point.at["q"] - (piece.high - size) // piece.modulus
    return bool(evaluated(tuple(piece.outcome.outputs["report"] or ()), q) == tuple(tried.outputs["report"] or ()))


def layers_of(framework: str, row: Row) -> list[OneLayer]:
    way = WAYS[framework]
    try:
        layer = shapecalc.layer(row["layer"], framework=framework, **way.settings(row))
    except ShapecalcError:
        return []
    shapes = [tuples(shape) for shape in row["input_shapes"]]
    return [
        OneLayer(layer, shapes, way.call(row), (which, axis))
        for which, shape in enumerate(shapes)
        for axis, size in enumerate(shape or ())
        if isinstance(size, int)
    ]


CASES = [
    pytest.param(framework, layer, rows[::EVERY], id=f"{framework}-{layer}")
    for framework in DIALECTS
    for layer, rows in by_layer(framework).items()
    if DIALECTS[framework].knows(layer)
]


@pytest.mark.parametrize(("framework", "layer", "rows"), CASES)
def test_a_card_says_for_all_sizes_what_it_says_for_each(
    framework: str, layer: str, rows: list[Row], tally: Tally
) -> None:
    for one in (one for row in rows for one in layers_of(framework, row)):
        found = pieces_of(one)  # type: ignore[arg-type]
        if found.irregular:
            assert (framework, layer) in NO_PATTERN, found.irregular
            continue
        sizes = {
            size: piece
            for piece in found.pieces
            for size in range(piece.low, MOST + 1, piece.modulus)
            if size <= piece.high
        }
        assert sorted(sizes) == list(range(1, MOST + 1))
        wrong = [size for size, piece in sizes.items() if not agrees(one, piece, size)]
        tally.count(framework, layer, agreed=not wrong)
        assert not wrong, f"{one.shapes} at {one.place}: {wrong}"
