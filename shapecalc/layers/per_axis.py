"""Settings that hold for all spatial axes, or have one value for each."""

from __future__ import annotations

from typing import Any

from shapecalc.errors import ShapecalcError


def per_axis(setting: Any, rank: int) -> tuple[Any, ...]:
    """Return one value an axis.

    >>> per_axis(3, rank=2), per_axis((3, 5), rank=2)
    ((3, 3), (3, 5))
    """
    return setting if isinstance(setting, tuple) else (setting,) * rank


def one_each(setting: Any, rank: int, name: str) -> tuple[Any, ...]:
    """Return one value an axis, and refuse a list of another length."""
    values = per_axis(setting, rank)
    if len(values) != rank:
        raise ShapecalcError(
            f"{name} has {len(values)} numbers, but the input has {rank} spatial axes",
            fix=f"give one number, or {rank}",
            path=(name,),
        )
    return values


def before_and_after(setting: Any, rank: int, name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return one number an axis for before, and one for after.

    >>> before_and_after((1, (0, 2)), rank=2, name="padding")
    ((1, 0), (1, 2))
    """
    pairs = [each if isinstance(each, tuple) else (each, each) for each in one_each(setting, rank, name)]
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
