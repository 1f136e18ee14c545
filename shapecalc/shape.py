"""A shape is the tuple that the framework would print; here it is taken apart and put together again.

A size is a whole number, or open: None (the batch of a Keras model), or a name ("N") that says which open size it is
and passes through wherever a layer leaves that size alone. ``data_format`` says where the channels stand:
``channels_last`` (batch, spatial..., channels) or ``channels_first`` (batch, channels, spatial...).
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Literal, NamedTuple, TypeGuard

from shapecalc.errors import ShapecalcError

Size = int | str | None
Shape = tuple[Size, ...]
DataFormat = Literal["channels_last", "channels_first"]


class Parts(NamedTuple):
    """A shape taken apart; ``lead`` is what comes before (the batch, or nothing)."""

    lead: Shape
    channels: Size
    spatial: Shape


def split(shape: Shape, rank: int | None, data_format: DataFormat, most_lead: int = 1) -> Parts:
    """Take a shape apart; without a rank the first size is the batch.

    >>> split((None, 32, 48, 3), rank=2, data_format="channels_last")
    Parts(lead=(None,), channels=3, spatial=(32, 48))
    """
    rank = max(len(shape) - 2, 0) if rank is None else rank
    lead = len(shape) - rank - 1
    if not 0 <= lead <= most_lead:
        raise wrong_rank(shape, rank + 2)
    if data_format == "channels_last":
        return Parts(shape[:lead], shape[-1], shape[lead:-1])
    return Parts(shape[:lead], shape[lead], shape[lead + 1 :])


def join(lead: Shape, channels: Size, spatial: Shape, data_format: DataFormat) -> Shape:
    """Put a shape together.

    >>> join((None,), 3, (32, 48), data_format="channels_first")
    (None, 3, 32, 48)
    """
    return (*lead, *spatial, channels) if data_format == "channels_last" else (*lead, channels, *spatial)


def wrong_rank(shape: Shape, expected: int) -> ShapecalcError:
    """Return the refusal of a shape with too few or too many axes."""
    fix = f"feed an input with {expected} axes"
    if len(shape) + 1 == expected:
        fix += f": the channels{'' if shape[:1] == (None,) else ' or the batch'} may be missing"
    elif expected > 2 and 3 <= len(shape) <= 5:
        fix += f", or use the layer for {len(shape) - 2}D"
    return ShapecalcError(
        f"the input has {_axes(len(shape))}, but {expected} {'is' if expected == 1 else 'are'} needed",
        why=f"its shape is {shape} and the first axis is the batch",
        fix=fix,
    )


def _axes(number: int) -> str:
    return f"{number} {'axis' if number == 1 else 'axes'}"


def wrong_count(class_name: str, count: int, wanted: str) -> ShapecalcError:
    """Return the refusal of too few or too many inputs."""
    return ShapecalcError(
        f"{class_name} has {count} {'input' if count == 1 else 'inputs'}",
        why=f"it takes {wanted}",
        fix=f"name {wanted} {'node' if wanted == '1' else 'nodes'} in inputs",
        path=("inputs",),
    )


def how_to_fit(one: Shape, other: Shape) -> str:
    """Return how to mend two inputs whose sizes differ; a shape with three axes or more is an image or a sequence."""
    if max(len(one), len(other)) < 3:
        return "give both the same size there, e.g. by a dense layer before one of them"
    return "crop or pad one of them, or choose an input size that comes out even"


def is_known(size: Size) -> TypeGuard[int]:
    """Tell whether a size is a number; else it is open: None, or a name.

    >>> is_known(None), is_known("N"), is_known(0)
    (False, False, True)
    """
    return isinstance(size, int)


def count(shape: Shape) -> Size:
    """Return the number of elements, None where a size is open; a name that nothing multiplies stays.

    >>> count((2, 3, 4)), count((None, 3)), count(("N", 1))
    (24, None, 'N')
    """
    known = [size for size in shape if is_known(size)]
    if len(known) == len(shape):
        return prod(known)
    others = [size for size in shape if size != 1]
    return others[0] if len(others) == 1 else None


MOST_AXES = 64
"""No array of any framework has more."""


def samples(lead: Shape) -> int:
    """Return how many samples the leading axes hold; an open batch counts as one sample.

    >>> samples((None,)), samples((8,)), samples(())
    (1, 8, 1)
    """
    return prod(size for size in lead if is_known(size))


def times(*factors: Size) -> int | None:
    """Multiply sizes; one open size leaves the product open.

    >>> times(2, 3), times(2, None)
    (6, None)
    """
    known = [factor for factor in factors if is_known(factor)]
    return prod(known) if len(known) == len(factors) else None


def normal_axis(axis: int, rank: int, name: str = "axis") -> int:
    """Return an axis counted from the front; a negative one counts from the end.

    >>> normal_axis(-1, rank=4)
    3
    """
    if not -rank <= axis < rank:
        raise ShapecalcError(
            f"{name} {axis} does not exist",
            why=f"the input has {rank} axes",
            fix=f"use {-rank} to {rank - 1}",
            path=(name,),
        )
    return axis % rank


def replaced(shape: Shape, axes: int | tuple[int, ...], change: Callable[[Shape], Shape], name: str = "axes") -> Shape:
    """Return a shape whose sizes at some axes have changed.

    >>> replaced((2, 3, 4), (-1, 0), lambda sizes: (sizes[0] + 10, 20))
    (20, 3, 14)
    """
    places = [normal_axis(axis, len(shape), name) for axis in (axes if isinstance(axes, tuple) else (axes,))]
    if len(set(places)) != len(places):
        raise ShapecalcError(f"{name} {axes} name an axis twice", why=f"the shape is {shape}", path=(name,))
    changed = dict(zip(places, change(tuple(shape[place] for place in places)), strict=True))
    return tuple(changed.get(place, size) for place, size in enumerate(shape))
