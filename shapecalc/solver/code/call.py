"""Layers to be written as code: our word and our settings, one value an axis where the axes differ."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.solution import Solution

Axes = tuple[Solution, ...]
"""The solution of each spatial axis."""


class Channels(NamedTuple):
    """What the reader fills in, or numbers."""

    inputs: int | str = "c_in"
    outputs: int | str = "c_out"
    filters: int | str = "filters"

    @classmethod
    def of(cls, pair: tuple[int, int] | None) -> Channels:
        """Return names, or the numbers that are known."""
        return cls() if pair is None else cls(pair[0], pair[1], pair[1])


class Call(NamedTuple):
    """One layer: ``then`` is what stands behind its constructor, the call with its arguments."""

    word: str
    settings: dict[str, Any]
    then: str = ""


def window(axes: Axes, *names: str) -> dict[str, Any]:
    """Return settings that are called as ours, one number where all axes have the same.

    >>> one = Solution("conv", 3, 2, 1, 0, 1, 8, 4)
    >>> window((one, one._replace(stride=1)), "kernel_size", "stride")
    {'kernel_size': 3, 'stride': (2, 1)}
    """
    return {name: together(getattr(each, name) for each in axes) for name in names}


def together(values: Iterable[Any]) -> Any:
    """Return the one value of all axes, or a tuple."""
    found = tuple(values)
    return found[0] if len(set(found)) == 1 else found


def pool_window(axes: Axes, *names: str) -> dict[str, Any]:
    """Return the same without a stride that is the kernel's size, which is what pools do when it is left out."""
    settings = window(axes, "kernel_size", "stride", *names)
    return {name: value for name, value in settings.items() if name != "stride" or value != settings["kernel_size"]}


def unsaid(framework: str, what: str, fix: str = "") -> ShapecalcError:
    """Return the refusal of what a framework has no words for."""
    return ShapecalcError(f"{framework} {what}", fix=fix)
