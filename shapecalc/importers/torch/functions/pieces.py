"""Tensors put together and taken apart: concatenation, splits, indices, repetitions."""

from __future__ import annotations

from typing import Any

from shapecalc.importers.torch.calls import Arrow
from shapecalc.importers.torch.plan import Made, Plan, Reading, Step, chain, numbers, one
from shapecalc.shape import MOST_AXES, normal_axis


def _cat(x: tuple[Arrow, ...], dim: int = 0) -> Plan:
    return one("cat", {"dim": dim}, *x)


def _stack(x: tuple[Arrow, ...], dim: int = 0) -> Plan:
    return one("stack", {"dim": dim}, *x)


MOST_PIECES = 10_000
"""Nobody takes a tensor into more pieces; a file may ask for it."""


def _chunk(x: Arrow, chunks: int, dim: int = 0) -> Plan | None:
    if not 1 <= chunks <= MOST_PIECES:
        return None
    uneven = x.shape[normal_axis(dim, len(x.shape))] % chunks != 0
    return one("split", {"parts": chunks, "axis": dim, "uneven": True}, x, pinned=uneven)


def _split(x: Arrow, split_size: Any, dim: int = 0) -> Plan | None:
    whole = x.shape[normal_axis(dim, len(x.shape))]
    if isinstance(split_size, int):
        if not split_size >= 1 or whole // split_size > MOST_PIECES:
            return None
        full, rest = divmod(whole, split_size)
        split_size = (split_size,) * full + ((rest,) if rest else ())
    return one("split", {"sizes": split_size, "axis": dim}, x)


def _unbind(x: Arrow, dim: int = 0) -> Plan | None:
    """Read ``unbind``: as many pieces as the axis is long, and the axis is gone from each."""
    parts = x.shape[normal_axis(dim, len(x.shape))]
    if parts > MOST_PIECES:
        return None
    pieces = [Step("squeeze", {"axes": dim}, (Made(0, number),)) for number in range(parts)]
    outputs = tuple(Made(number + 1) for number in range(parts))
    sizes = (1,) * parts
    return Plan((Step("split", {"sizes": sizes, "axis": dim}, (x,)), *pieces), outputs)


def _item(x: Arrow, index: Any) -> Plan | None:
    """Read ``x[...]`` with slices, numbers, ``None`` and dots; other indices have no card."""
    parts = index if isinstance(index, tuple) else (index,)
    if not all(part is None or part is ... or type(part) in {int, slice} for part in parts):
        return None
    if any(not _of_numbers(part) for part in parts if isinstance(part, slice)):
        return None
    parts = _spelled_out(parts, len(x.shape))
    if sum(part is not None for part in parts) != len(x.shape):
        return None
    axes = list(zip((part for part in parts if part is not None), range(len(x.shape)), strict=True))
    cuts = [(axis, *_bounds(part)) for part, axis in axes if part != slice(None)]
    steps: list[tuple[str, Any]] = []
    if cuts:
        places, starts, ends, strides = zip(*cuts, strict=True)
        steps.append(("slice", {"axes": places, "starts": starts, "ends": ends, "steps": strides}))
    gone = tuple(axis for part, axis in axes if isinstance(part, int))
    if gone:
        steps.append(("squeeze", {"axes": gone}))
    kept = [part for part in parts if not isinstance(part, int)]
    new = tuple(place for place, part in enumerate(kept) if part is None)
    if new:
        steps.append(("unsqueeze", {"axes": new}))
    return chain(x, *(steps or [("identity", {})]))


def _spelled_out(parts: tuple[Any, ...], rank: int) -> tuple[Any, ...]:
    """Write whole slices for the dots, and for the axes that are not named."""
    if not any(part is ... for part in parts):
        parts = (*parts, ...)
    place = next(number for number, part in enumerate(parts) if part is ...)
    named = sum(part is not None for part in parts) - 1
    return (*parts[:place], *[slice(None)] * (rank - named), *parts[place + 1 :])


def _of_numbers(part: slice) -> bool:
    return all(bound is None or type(bound) is int for bound in (part.start, part.stop, part.step))


def _bounds(part: int | slice) -> tuple[int, int, int]:
    if isinstance(part, int):
        return part, END if part == -1 else part + 1, 1
    return part.start or 0, END if part.stop is None else part.stop, part.step or 1


END = 10**9
"""Past the end of every axis."""


def _select(x: Arrow, dim: int, index: int) -> Plan:
    end = END if index == -1 else index + 1
    return chain(x, ("slice", {"axes": dim, "starts": (index,), "ends": (end,)}), ("squeeze", {"axes": dim}))


def _narrow(x: Arrow, dim: int, start: int, length: int) -> Plan:
    return one("slice", {"axes": dim, "starts": (start,), "ends": (start + length,)}, x)


def _repeat(x: Arrow, *sizes: Any) -> Plan | None:
    often = numbers(sizes)
    new = len(often) - len(x.shape)
    if new < 0 or len(often) > MOST_AXES:
        return None
    steps: list[tuple[str, Any]] = [("unsqueeze", {"axes": tuple(range(new))})] if new else []
    return chain(x, *steps, ("tile", {"repeats": often}))


def _index_select(x: Arrow, dim: int, index: Arrow) -> Plan:
    return one("gather", {"axis": dim}, x, index)


def _gather(x: Arrow, dim: int, index: Arrow, **_: Any) -> Plan:
    return one("gather_elements", {"axis": dim}, x, index)


READINGS: dict[str, Reading] = {
    **dict.fromkeys(("cat", "concat", "concatenate"), _cat),
    "stack": _stack,
    **dict.fromkeys(("chunk", "tensor_split"), _chunk),
    **dict.fromkeys(("split", "split_with_sizes"), _split),
    "unbind": _unbind,
    "__getitem__": _item,
    "select": _select,
    "narrow": _narrow,
    **dict.fromkeys(("repeat", "tile"), _repeat),
    "index_select": _index_select,
    "gather": _gather,
}
