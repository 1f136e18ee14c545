"""All rooms together: every version of every operator, and how a node of it is read."""

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

_ROOMS = (
    *(convolutions, pools, norms, products, recurrent, attending, quantized),
    *(resizing, vision, moves, parts, elements, reductions, choices, made),
)

OPERATORS = tuple(each for room in _ROOMS for each in room.OPERATORS)
READINGS = {word: reading for room in _ROOMS for word, reading in room.READINGS.items()}
"""By ONNX's name for an operator or our word for it."""
