"""All rooms together: every version of every operator, and how a node of it is read."""

from shapecalc.dialects.onnx import elements, moves, norms, products, recurrent, resizing, windows

_ROOMS = (windows, norms, products, recurrent, resizing, moves, elements)

OPERATORS = tuple(each for room in _ROOMS for each in room.OPERATORS)
READINGS = {word: reading for room in _ROOMS for word, reading in room.READINGS.items()}
"""By ONNX's name for an operator or our word for it."""
