"""All rooms together: every version of every operator, and how a node of it is read."""

from shapecalc.dialects.onnx import (
    convolutions,
    elements,
    moves,
    norms,
    parts,
    pools,
    products,
    recurrent,
    reductions,
    resizing,
)

_ROOMS = (convolutions, pools, norms, products, recurrent, resizing, moves, parts, elements, reductions)

OPERATORS = tuple(each for room in _ROOMS for each in room.OPERATORS)
READINGS = {word: reading for room in _ROOMS for word, reading in room.READINGS.items()}
"""By ONNX's name for an operator or our word for it."""
