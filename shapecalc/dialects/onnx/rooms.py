"""All rooms together, by domain: every version of every operator, and how a node of it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

from shapecalc.dialects.onnx import (
    attending,
    choices,
    convolutions,
    elements,
    made,
    moves,
    norms,
    parts,
    pools,
    products,
    quantized,
    recurrent,
    reductions,
    resizing,
    vision,
)
from shapecalc.dialects.onnx.microsoft import attending as their_attending
from shapecalc.dialects.onnx.microsoft import fused, small_numbers
from shapecalc.dialects.onnx.microsoft import norms as their_norms
from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import Operator

_ROOMS: dict[str, tuple[ModuleType, ...]] = {
    "": (
        *(convolutions, pools, norms, products, recurrent, attending, quantized),
        *(resizing, vision, moves, parts, elements, reductions, choices, made),
    ),
    "com.microsoft": (fused, small_numbers, their_norms, their_attending),
}


def operators_of(domain: str) -> Iterator[Operator]:
    """Yield every version of every operator of a domain; ONNX's own has no name."""
    for room in _ROOMS[domain]:
        yield from room.OPERATORS


def readings_of(domain: str) -> dict[str, Callable[[Node], Reading | None]]:
    """Return how nodes are read, by the domain's name for an operator or our word for it."""
    return {word: reading for room in _ROOMS[domain] for word, reading in room.READINGS.items()}
