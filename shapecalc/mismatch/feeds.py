"""The nearest input sizes that a whole model takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shapecalc.model.graph import Model
from shapecalc.model.trace import trace
from shapecalc.shape import Size, is_known
from shapecalc.sizes.legal import AxisSizes, legal_sizes


def feeds(model: Model) -> Iterator[str]:
    """Yield the nearest input sizes that the whole model takes, tried: of all inputs, and of one of them alone."""
    axes = legal_sizes(model)
    wrong = [axis for axis in axes if is_known(axis.declared) and axis.declared not in axis.sizes]
    names = list(dict.fromkeys(axis.input for axis in wrong))
    for several in [names, *([name] for name in names if names[1:])]:
        chosen = [axis for axis in wrong if axis.input in several]
        ways = [
            [(axis, axis.nearest(axis.declared)[way]) for axis in chosen if is_known(axis.declared)] for way in (0, 1)
        ]
        for way in ways:
            if way and all(map(_near, way)) and _fed(model, axes, way):
                changes = [f"{_name(axis, names)} = {size} ({_change(axis.declared, size)})" for axis, size in way]
                yield f"feed {', '.join(changes)}"


def _name(axis: AxisSizes, inputs: Sequence[str]) -> str:
    return f"{axis.input} {axis.name}" if inputs[1:] else axis.name


def _near(choice: tuple[AxisSizes, int | None]) -> bool:
    """Tell whether a size is near enough to the declared one to be a cure: not half of it off."""
    axis, size = choice
    return size is not None and is_known(axis.declared) and 2 * abs(size - axis.declared) <= axis.declared


def _change(declared: object, size: int | None) -> str:
    difference = (size or 0) - (declared if isinstance(declared, int) else 0)
    return f"pad {difference}" if difference > 0 else f"crop {-difference}"


def _fed(model: Model, axes: Sequence[AxisSizes], way: Sequence[tuple[AxisSizes, int | None]]) -> bool:
    chosen = {(axis.input, axis.axis): size for axis, size in way}
    shapes: dict[str, list[Size]] = {}
    for axis in axes:
        shapes.setdefault(axis.input, []).append(chosen.get((axis.input, axis.axis), axis.declared))
    return not trace(model.with_inputs({name: tuple(sizes) for name, sizes in shapes.items()})).problems
