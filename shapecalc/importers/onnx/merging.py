"""What two flows have in common: a size that differs is unknown, and so is all that hangs on it."""

from __future__ import annotations

from typing import Any

from shapecalc.importers.onnx.tensors import Flow, Sequence, Tensor


def merged(one: Flow, two: Flow) -> Flow:
    """Return what is so of both."""
    if isinstance(one, Tensor) and isinstance(two, Tensor):
        return _merged(one, two)
    if isinstance(one, Sequence) and isinstance(two, Sequence):
        kind = one.type if one.type == two.type else 0
        if one.tensors is None or two.tensors is None or len(one.tensors) != len(two.tensors):
            return Sequence(None, kind)
        return Sequence(tuple(map(_merged, one.tensors, two.tensors)), kind)
    return Tensor(None)


def _merged(one: Tensor, two: Tensor) -> Tensor:
    shape = _common(one.shape, two.shape)
    elements = _common(one.elements, two.elements) if shape is not None and None not in shape else None
    known = elements is not None and any(each is not None for each in elements)
    return Tensor(shape, elements if known else None, one.type if one.type == two.type else 0)


def _common(one: tuple[Any, ...] | None, two: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    if one is None or two is None or len(one) != len(two):
        return None
    return tuple(a if a == b and type(a) is type(b) else None for a, b in zip(one, two, strict=True))
