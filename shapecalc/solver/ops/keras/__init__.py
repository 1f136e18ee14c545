"""Keras' layers: no numbers for the padding but ``valid`` and ``same``, and an output_padding that may be left out.

Left out is not 0. A stride and a dilation over 1 exclude each other. What gives the same output element for element is
listed once: with ``output_padding`` only where leaving it out does something else.
"""

from __future__ import annotations

from shapecalc.solver.ops.keras.slide import KerasConv, KerasPool
from shapecalc.solver.ops.keras.transpose import KerasTranspose
from shapecalc.solver.ops.op import Op

OPS: dict[str, Op] = {"transpose": KerasTranspose(), "conv": KerasConv(), "pool": KerasPool()}
