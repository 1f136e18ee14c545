"""Our answer beside the one of ONNX's shape inference: what it adds, where it differs, and how both are shown."""

from __future__ import annotations

from collections.abc import Sequence as Several
from itertools import zip_longest
from typing import Any

from shapecalc.importers.onnx.inference import Opinion
from shapecalc.importers.onnx.names import UNKNOWN
from shapecalc.importers.onnx.tensors import Flow, Sequence, Tensor
from shapecalc.shape import Shape, Size, is_known
from shapecalc.symbolic.named import Expression


def completed(flows: tuple[Flow, ...], opinions: tuple[Opinion, ...]) -> tuple[list[Flow], bool]:
    """Return what flows on, with types, and with sizes that the inference alone knows; and whether it knew any."""
    found: list[Flow] = []
    told = False
    for flow, opinion in zip_longest(flows, opinions, fillvalue=Opinion()):
        if not isinstance(flow, Tensor):
            found.append(flow if isinstance(flow, Sequence) else Tensor(None))
            continue
        shape = _filled(flow.shape, opinion.shape)
        told = told or shape != flow.shape
        found.append(Tensor(shape, flow.elements, opinion.type or flow.type))
    return found, told


def _filled(ours: Shape | None, theirs: Shape | None) -> Shape | None:
    if ours is None or theirs is None or len(ours) != len(theirs):
        return theirs if ours is None else ours
    return tuple(other if size is None else size for size, other in zip(ours, theirs, strict=True))


def note_of(names: Several[str], flows: tuple[Flow, ...], opinions: tuple[Opinion, ...]) -> str:
    """Return what to say where the inference contradicts us."""
    found = [
        f"onnx.shape_inference says {text_of(opinion.shape)}" + (f" of {name}" if len(names) > 1 else "")
        for name, flow, opinion in zip(names, flows, opinions, strict=False)
        if isinstance(flow, Tensor) and _differ(flow.shape, opinion.shape)
    ]
    return "; ".join(found)


def _differ(ours: Shape | None, theirs: Shape | None) -> bool:
    if ours is None or theirs is None:
        return False
    sizes = zip(ours, theirs, strict=False)
    return len(ours) != len(theirs) or any(is_known(a) and is_known(b) and a != b for a, b in sizes)


def text_of(shape: Shape | None) -> str:
    """Return a shape as it is printed, unknown sizes as ``None``."""
    return str(_shape(shape, None)).replace("'", "")


def shown(flow: Flow, declared: Shape | None = None) -> Any:
    """Return a shape for people: None for a size of which nothing is known, and the file's own name where it has one.

    A sequence is ``("sequence", shape, ...)``.
    """
    if isinstance(flow, Sequence):
        return ("sequence", *(_shape(each.shape, None) for each in flow.tensors or ()))
    return _shape(flow.shape, declared)


def _shape(shape: Shape | None, declared: Shape | None) -> Shape | None:
    if shape is None:
        return None
    if all(map(is_known, shape)):
        return shape
    own = declared if declared is not None and len(declared) == len(shape) else (None,) * len(shape)
    return tuple(_size(size, name) for size, name in zip(shape, own, strict=True))


def _size(size: Size, declared: Size) -> Size:
    if is_known(size):
        return size
    if isinstance(declared, str):
        return declared
    hidden = isinstance(size, Expression) and any(name.startswith(UNKNOWN) for name in size.names)
    return None if hidden else size
