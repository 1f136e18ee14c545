"""Operators that put elements in another place: Gather, Slice, Concat, Transpose..."""

from __future__ import annotations

from itertools import accumulate
from math import prod

from shapecalc.importers.onnx.elements.known import (
    Elements,
    Index,
    Known,
    Rule,
    first,
    flat,
    ints,
    moved,
    places,
    stretched,
)
from shapecalc.shape import is_known


def _same(known: Known) -> Elements | None:
    return known.first.elements


def _expand(known: Known) -> Elements | None:
    return moved(known, stretched(ints(known.first.shape)))


def _tile(known: Known) -> Elements | None:
    shape = ints(known.first.shape)
    return moved(known, lambda index: tuple(place % size for place, size in zip(index, shape, strict=True)))


def _transpose(known: Known) -> Elements | None:
    rank = len(known.shapes[0])
    order = known.attributes.get("perm") or range(rank)[::-1]
    return moved(known, lambda index: tuple(index[order.index(axis)] for axis in range(rank)))


def _gather(known: Known) -> Elements | None:
    shape, indices = ints(known.first.shape), known.at(1)
    axis = known.attributes.get("axis", 0) % max(len(shape), 1)
    after = len(shape) - axis - 1
    if indices.elements is None or indices.shape is None or None in indices.elements:
        return None
    numbers, form = indices.elements, ints(indices.shape)

    def source(index: Index) -> Index:
        middle = index[axis : len(index) - after]
        return (*index[:axis], numbers[flat(middle, form)] % shape[axis], *index[len(index) - after :])

    return moved(known, source)


def _slice(known: Known) -> Elements | None:
    shape = ints(known.first.shape)
    starts, ends = known.numbers("starts", 1), known.numbers("ends", 2)
    axes, steps = known.numbers("axes", 3), known.numbers("steps", 4)
    if starts is None or ends is None:
        return None
    axes = tuple(range(len(starts))) if axes is None else axes
    steps = (1,) * len(starts) if steps is None else steps
    if any(value is None for value in (*starts, *ends, *axes, *steps)):
        return None
    lines = [range(size) for size in shape]
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        size = shape[axis % len(shape)]
        lines[axis % len(shape)] = range(size)[start : end if end >= -size else None : step]
    return moved(known, lambda index: tuple(line[place] for line, place in zip(lines, index, strict=True)))


def _concat(known: Known) -> Elements | None:
    shape = known.shapes[0]
    axis = known.attributes.get("axis", 1) % max(len(shape), 1)
    parts = [each for each in known.inputs if each is not None]
    if any(each.shape is None or not all(map(is_known, each.shape)) for each in parts):
        return None
    if all(each.elements is None for each in parts):
        return None
    unknown = [(None,) * prod(ints(each.shape)) if each.elements is None else each.elements for each in parts]
    ends = list(accumulate(ints(each.shape)[axis] for each in parts))
    found = []
    for index in places(shape):
        part = next(number for number, end in enumerate(ends) if index[axis] < end)
        own = (*index[:axis], index[axis] - (ends[part - 1] if part else 0), *index[axis + 1 :])
        found.append(unknown[part][flat(own, ints(parts[part].shape))])
    return tuple(found)


def _split(known: Known) -> list[Elements | None]:
    elements, shape = known.first.elements, ints(known.first.shape)
    if elements is None:
        return [None] * len(known.shapes)
    axis = known.attributes.get("axis", 0) % max(len(shape), 1)
    begins = accumulate((part[axis] for part in known.shapes), initial=0)
    return [
        tuple(elements[flat((*at[:axis], at[axis] + begin, *at[axis + 1 :]), shape)] for at in places(part))
        for part, begin in zip(known.shapes, begins, strict=False)
    ]


RULES = {
    **dict.fromkeys(("Identity", "Reshape", "Squeeze", "Unsqueeze", "Flatten"), Rule(_same, first)),
    "Expand": Rule(_expand, first),
    "Tile": Rule(_tile, first),
    "Transpose": Rule(_transpose, first),
    "Gather": Rule(_gather, all),
    "Slice": Rule(_slice, first),
    "Concat": Rule(_concat, any),
    "Split": Rule(_split, first),
}
