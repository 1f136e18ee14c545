"""The legal sizes of each axis of each input of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from shapecalc.errors import ShapecalcError
from shapecalc.layers.layer import Output
from shapecalc.model.graph import Model
from shapecalc.model.trace import trace
from shapecalc.shape import Shape, Size, is_known
from shapecalc.sizes.axes import axis_names
from shapecalc.sizes.giving import giving
from shapecalc.sizes.pattern import Pattern, pattern_of, tried_pattern
from shapecalc.sizes.pieces import MOST_TRIED, Piece, Pieces, first_sizes, pieces_of
from shapecalc.sizes.walk import Place, Walk

USUAL = (224, 256, 512, 32, 28, 299, 96, 64, 48, 16, 10, 1)
"""Sizes that one network or another is made for."""


@dataclass(frozen=True)
class AxisSizes:
    """What one axis of one input may be, the others being as in ``shape`` (without the batch).

    Axes that are declared with one name have one size: they move ``together``, and each is answered with the others.
    ``sizes`` is the legal set. Where it has an end, or where weights have a shape that follows the size (so that a
    trained network takes one size only), the axis is ``fixed``, and ``layer`` is the node that does it. ``tried`` is
    the largest size tried where there is no pattern, and ``why`` says why there is none.
    """

    input: str
    axis: int
    name: str
    declared: Size
    shape: Shape
    sizes: Pattern
    fixed: bool = False
    follows: bool = False
    layer: str | None = None
    tried: int | None = None
    why: str = ""
    together: tuple[Place, ...] = ()
    """The other axes of the same name."""
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    """The legal pieces, with what comes out of each."""
    refused: tuple[Piece, ...] = field(default=(), repr=False)

    def nearest(self, size: int) -> tuple[int | None, int | None]:
        """Return the nearest legal sizes, not over and not under a size."""
        return self.sizes.below(size), self.sizes.above(size)

    def inputs_for(self, output: int) -> Pattern:
        """Return the legal sizes for which the model's last output has a size of ``output`` along the axis."""
        return giving(self, output)


def legal_sizes(
    model: Model, inputs: Mapping[str, Shape] | None = None, *, lossless: bool = False
) -> tuple[AxisSizes, ...]:
    """Return what every axis of every input may be, the other axes as they are declared.

    ``inputs`` replaces declared shapes by name (without the batch). ``lossless`` also demands that no floor cuts off
    elements at the end of the axis. Where the declared sizes do not fit, the other axes are taken at the nearest legal
    size.

    >>> from shapecalc import load
    >>> [(axis.name, axis.sizes.modulus, axis.sizes.residues) for axis in legal_sizes(load("unet"))][1:]
    [('H', 16, (0,)), ('W', 16, (0,))]
    """
    model = model.with_inputs(inputs or {})
    declared = {node.name: _shape(node.layer.infer().output_shape) for node in model.inputs}
    asked = _Asked(model, declared, _numbered(model, declared), lossless)
    return tuple(
        asked.axis(Place(name, axis)) for name, shape in asked.shapes.items() for axis in range(len(shape) - 1)
    )


@dataclass(frozen=True)
class _Asked:
    """A model, the shapes of its inputs (with the batch) as declared and as they are taken, and the caller's wish."""

    model: Model
    declared: dict[str, Shape]
    shapes: dict[str, Shape]
    lossless: bool

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        return axis_names(self.model)

    def axis(self, place: Place) -> AxisSizes:
        """Answer with the other axes as declared; where then no size is legal, with those at sizes that fit."""
        declared = self._answer(self.shapes, place)
        if declared.pieces or declared.why or self.fitting == self.shapes:
            return declared
        fitting = self._answer(self.fitting, place)
        return fitting if fitting.pieces else declared

    def _together(self, place: Place) -> tuple[Place, ...]:
        """Return the other places with the name that a place is declared with."""
        name = self.declared[place.input][place.axis + 1]
        named = (
            Place(each, axis)
            for each, shape in self.declared.items()
            for axis, size in enumerate(shape, start=-1)
            if isinstance(name, str) and size == name
        )
        return tuple(each for each in named if each != place and each.axis >= 0)

    @cached_property
    def fitting(self) -> dict[str, Shape]:
        """Return shapes that fit: each axis but the channels at the size nearest to the declared, or open."""
        opened = {name: self._opened(name) for name in self.shapes}
        others = _numbered(self.model, opened)
        nearest = {
            name: tuple(
                self._nearest(others, Place(name, axis - 1), size) if shape[axis] is None else size
                for axis, size in enumerate(self.shapes[name])
            )
            for name, shape in opened.items()
        }
        return next((shapes for shapes in (nearest, others) if self._fit(shapes)), self.shapes)

    def _opened(self, name: str) -> Shape:
        batch, *sizes = self.shapes[name]
        kept = [word == "channels" for word in self.names[name]]
        return (batch, *(size if keep else None for size, keep in zip(sizes, kept, strict=True)))

    def _nearest(self, shapes: dict[str, Shape], place: Place, size: Size) -> Size:
        if place.axis < 0 or not is_known(size):
            return size
        found = pieces_of(Walk(self.model, shapes, place, *self._together(place)))
        pattern, _ = _pattern(*_parted(found, lossless=False), found.irregular)
        return pattern.above(size) or pattern.below(size) or size

    def _fit(self, shapes: dict[str, Shape]) -> bool:
        name, shape = next(iter(shapes.items()))
        walk = Walk(self.model, shapes, Place(name, 0))
        return walk.at(shape[1]).legal if len(shape) > 1 else walk.base is None

    def _answer(self, shapes: dict[str, Shape], place: Place) -> AxisSizes:
        together = self._together(place)
        found = pieces_of(Walk(self.model, shapes, place, *together))
        name = self.names[place.input][place.axis]
        if found.irregular and self.lossless:
            what = f"no pattern is known for {name} of {place.input}"
            raise ShapecalcError(what, why=found.irregular, fix="leave --lossless out")
        legal, refused = _parted(found, lossless=self.lossless)
        sizes, why = _pattern(legal, refused, found.irregular)
        owner = next((piece.outcome.owner for piece in legal if piece.endless and piece.outcome.owner), "")
        return AxisSizes(
            input=place.input,
            axis=place.axis,
            name=name,
            declared=self.declared[place.input][place.axis + 1],
            shape=shapes[place.input][1:],
            sizes=sizes,
            fixed=bool(owner) or not (sizes.residues or why),
            follows=bool(owner),
            layer=owner or (None if sizes.residues else _refusing(found.pieces)),
            tried=MOST_TRIED if why else None,
            why=why,
            together=together,
            pieces=tuple(legal),
            refused=tuple(refused),
        )


def _numbered(model: Model, declared: dict[str, Shape]) -> dict[str, Shape]:
    """Return the shapes with one number for all open sizes where the graph computes with sizes.

    There a size without a number leaves so much open that nothing is refused. The first number that fits is taken.
    """
    if not any(node.reads_values for node in model.nodes):
        return declared
    for number in USUAL:
        shapes: dict[str, Shape] = {
            name: tuple(size if is_known(size) else number if axis else 1 for axis, size in enumerate(shape))
            for name, shape in declared.items()
        }
        if shapes == declared or not trace(model, shapes).problems:
            return shapes
    return declared


def _parted(found: Pieces, *, lossless: bool) -> tuple[list[Piece], list[Piece]]:
    """Return the legal pieces and the others."""
    parts: tuple[list[Piece], list[Piece]] = ([], [])
    for piece in found.pieces:
        parts[not piece.outcome.legal or (lossless and bool(piece.outcome.lossy))].append(piece)
    return parts


def _pattern(legal: Sequence[Piece], refused: Sequence[Piece], irregular: str) -> tuple[Pattern, str]:
    if irregular:
        return tried_pattern(legal), irregular
    pattern = pattern_of(legal, refused)
    if pattern is None:
        return tried_pattern(first_sizes(legal)), "the floors follow no order"
    return pattern, ""


def _refusing(pieces: Sequence[Piece]) -> str | None:
    """Return the node that refuses the large sizes."""
    problems = [piece.outcome.problem for piece in sorted(pieces, key=lambda piece: -piece.high)]
    return next((problem.node for problem in problems if problem), None)


def _shape(output: Output | None) -> Shape:
    if isinstance(output, tuple):
        return output
    raise TypeError(f"an input has the output {output}")
