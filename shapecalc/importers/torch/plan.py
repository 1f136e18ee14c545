"""What a call of PyTorch's means in our words: one layer or a few, and what goes into each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from shapecalc.importers.torch.calls import Arrow


class Made(NamedTuple):
    """An output of a step of the same plan."""

    step: int
    output: int = 0


class Step(NamedTuple):
    """One layer, written as in PyTorch, or else in our own words.

    ``weights`` are the arrays that PyTorch feeds to it and that the layer would own by itself. ``label`` is what
    PyTorch calls it where our word is more general. A ``pinned`` step has settings that follow from the
    shapes of its inputs, so it holds for these alone.
    """

    class_name: str
    settings: Mapping[str, Any]
    inputs: tuple[Arrow | Made, ...]
    weights: tuple[Arrow, ...] = ()
    label: str = ""
    pinned: bool = False


class Plan(NamedTuple):
    """Steps in order; ``outputs`` are the call's (left out: those of the last step)."""

    steps: tuple[Step, ...]
    outputs: tuple[Made, ...] = ()


Reading = Callable[..., "Plan | None"]
"""From the arguments of a function to its plan."""


def one(class_name: str, settings: Mapping[str, Any], *inputs: Arrow, **more: Any) -> Plan:
    """Return the plan of a single layer."""
    return Plan((Step(class_name, settings, inputs, **more),))


def chain(first: Arrow, *steps: tuple[str, Mapping[str, Any]]) -> Plan:
    """Return the plan of layers one after the other."""
    inputs: list[Arrow | Made] = [first, *(Made(number) for number in range(len(steps)))]
    return Plan(tuple(Step(name, settings, (source,)) for (name, settings), source in zip(steps, inputs, strict=False)))


def numbers(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return sizes or axes that are given one by one or as one list.

    >>> numbers((2, 3)), numbers(((2, 3),))
    ((2, 3), (2, 3))
    """
    return tuple(values[0]) if len(values) == 1 and isinstance(values[0], (list, tuple)) else values
