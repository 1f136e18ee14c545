"""The same elements under other axes: views, permutations, axes that come and go."""

from __future__ import annotations

from typing import Any

from shapecalc.importers.torch.calls import Arrow
from shapecalc.importers.torch.plan import Plan, Reading, numbers, one
from shapecalc.importers.torch.sizes import Same
from shapecalc.shape import normal_axis


def _flatten(x: Arrow, start_dim: int = 0, end_dim: int = -1) -> Plan:
    return one("Flatten", {"start_dim": start_dim, "end_dim": end_dim}, x)


def _unflatten(x: Arrow, dim: int, sizes: Any) -> Plan:
    return one("Unflatten", {"dim": dim, "unflattened_size": sizes}, x)


def _view(x: Arrow, *shape: Any) -> Plan | None:
    """Read ``view`` and ``reshape``; a size of the tensor's own that stays at its axis is copied."""
    sizes = shape if any(isinstance(size, Same) for size in shape) else numbers(shape)
    if not all(isinstance(size, (int, Same)) for size in sizes):
        return None
    copies = any(isinstance(size, Same) for size in sizes) and 0 not in sizes
    plain = tuple(x.shape[place] if isinstance(size, Same) else size for place, size in enumerate(sizes))
    if not copies:
        return one("view", {"shape": plain}, x, pinned=plain != sizes)
    wanted = tuple(0 if isinstance(size, Same) else size for size in sizes)
    return one("view", {"shape": wanted, "zero_copies": True}, x)


def _like(x: Arrow, other: Arrow) -> Plan:
    return one("view", {"shape": other.shape}, x, pinned=True)


def _permute(x: Arrow, *dims: Any) -> Plan:
    return one("permute", {"order": numbers(dims)}, x)


def _transpose(x: Arrow, dim0: int, dim1: int) -> Plan:
    order = list(range(len(x.shape)))
    one_axis, other = normal_axis(dim0, len(order)), normal_axis(dim1, len(order))
    order[one_axis], order[other] = other, one_axis
    return one("permute", {"order": tuple(order)}, x)


def _turned(x: Arrow) -> Plan:
    """Read ``T`` and ``t()``: the axes from last to first."""
    return one("permute", {"order": tuple(reversed(range(len(x.shape))))}, x)


def _matrix_turned(x: Arrow) -> Plan:
    return _transpose(x, -2, -1)


def _moved(x: Arrow, source: Any, destination: Any) -> Plan | None:
    axes = range(len(x.shape))
    sources, places = ([normal_axis(axis, len(axes)) for axis in _several(value)] for value in (source, destination))
    if len(sources) != len(places):
        return None
    rest = iter(axis for axis in axes if axis not in sources)
    order = [sources[places.index(place)] if place in places else next(rest) for place in axes]
    return one("permute", {"order": tuple(order)}, x)


def _several(value: Any) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _squeeze(x: Arrow, *dim: Any) -> Plan | None:
    """Read ``squeeze``: an axis that is named and not 1 stays."""
    axes = numbers(dim)
    if not all(isinstance(axis, int) for axis in axes):
        return None
    if not axes:
        return one("squeeze", {}, x, pinned=True)
    gone = tuple(axis for axis in axes if x.shape[normal_axis(axis, len(x.shape))] == 1)
    return one("squeeze", {"axes": gone}, x, pinned=gone != axes)


def _unsqueeze(x: Arrow, dim: int) -> Plan:
    return one("unsqueeze", {"axes": (dim,)}, x)


def _expanded(x: Arrow, other: Arrow) -> Plan:
    return one("expand", {}, x, other)


READINGS: dict[str, Reading] = {
    "flatten": _flatten,
    "ravel": _flatten,
    "unflatten": _unflatten,
    **dict.fromkeys(("view", "reshape", "_unsafe_view"), _view),
    **dict.fromkeys(("view_as", "reshape_as"), _like),
    "permute": _permute,
    **dict.fromkeys(("transpose", "swapaxes", "swapdims"), _transpose),
    **dict.fromkeys(("T", "t"), _turned),
    **dict.fromkeys(("mT", "adjoint", "mH"), _matrix_turned),
    **dict.fromkeys(("movedim", "moveaxis"), _moved),
    "squeeze": _squeeze,
    "unsqueeze": _unsqueeze,
    "expand_as": _expanded,
}
