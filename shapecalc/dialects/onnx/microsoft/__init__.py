"""onnxruntime's own operators, of the domain com.microsoft: what its optimizer and its quantizer put into a file.

Their rules are those of ContribOperators.md in onnxruntime, and each is compared with what onnxruntime 1.32 computes.
There is one operator set, and an operator that does what one of ONNX's does reads as the newest of those.
"""

from __future__ import annotations

from dataclasses import replace

from shapecalc.dialects.onnx import ONNX

MICROSOFT = replace(ONNX, domain="com.microsoft")
UNDER_ONNX = frozenset({"LayerNormalization", "SimplifiedLayerNormalization"})
"""These stand under ONNX's own name, in operator sets that have none of that name."""
