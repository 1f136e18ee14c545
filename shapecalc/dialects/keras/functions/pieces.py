"""Tensors put together and taken apart, and tensors of a shape that is told."""

from __future__ import annotations

from shapecalc.dialects.keras.functions.fed import TOLD, Fed, Reading, function, told
from shapecalc.dialects.keras.settings import each, refused
from shapecalc.dialects.signature import REQUIRED
from shapecalc.errors import ShapecalcError
from shapecalc.layers.elementwise import broadcast, settling
from shapecalc.layers.settings import MOST_REPEATS
from shapecalc.shape import Shape, Size, count, is_known, times, wrong_rank


def _hstack(fed: Fed) -> Reading:
    """Read tensors side by side: along the second axis, or the only one."""
    axis = 0 if max(map(len, fed.several("xs"))) < 2 else 1
    return _joined(tuple(shape or (1,) for shape in fed.several("xs")), axis)


def _vstack(fed: Fed) -> Reading:
    """Read tensors under each other: along the first of two axes at least."""
    return _joined(tuple((1,) * (2 - len(shape)) + shape for shape in fed.several("xs")), 0)


def _dstack(fed: Fed) -> Reading:
    """Read tensors behind each other: along the third of three axes at least."""
    rows = ((1,) * (2 - len(shape)) + shape for shape in fed.several("xs"))
    return _joined(tuple(shape if len(shape) > 2 else (*shape, 1) for shape in rows), 2)


def _joined(shapes: tuple[Shape, ...], axis: int) -> Reading:
    return Reading({"axis": axis, "first_decides": True}, shapes)


def _append(fed: Fed) -> Reading:
    """Read one tensor behind another along an axis; without one, both in one line."""
    one, other = fed("x1"), fed("x2")
    if fed.settings["axis"] is not None:
        return _joined((one, other), fed.axis("axis", len(one)))
    return _joined(((count(one),), (count(other),)), 0)


def _hsplit(fed: Fed) -> Reading:
    """Read pieces along the second axis, or the only one."""
    x, asked = fed("x"), fed.settings["indices_or_sections"]
    return Reading({"at" if isinstance(asked, tuple) else "parts": asked, "axis": 0 if len(x) == 1 else 1}, (x,))


def _array_split(fed: Fed) -> Reading:
    """Read pieces of which the first ones are larger by one where they cannot be equal."""
    x, asked = fed("x"), fed.settings["indices_or_sections"]
    axis = fed.axis("axis", len(x))
    if isinstance(asked, tuple):
        return Reading({"at": asked, "axis": axis}, (x,))
    parts, size = _few(fed.whole("indices_or_sections", 1), "indices_or_sections"), x[axis]
    if not is_known(size):
        return Reading({"parts": parts, "axis": axis}, (x,))
    sizes = tuple(size // parts + (place < size % parts) for place in range(parts))
    return Reading({"sizes": sizes, "axis": axis}, (x,))


def _unstack(fed: Fed) -> Reading:
    """Read one piece for each place of an axis, which goes."""
    x = fed("x")
    axis = fed.axis("axis", len(x))
    number = x[axis] if fed.settings["num"] is None else fed.whole("num")
    if not is_known(number):
        raise ShapecalcError(f"axis {axis} is open", why="there are as many pieces as it is long", fix="give num")
    return told(*[(*x[:axis], *x[axis + 1 :])] * _few(number, "num"))


def _few(number: int, name: str) -> int:
    if number > MOST_REPEATS:
        raise refused({name: number}, name, f"no network takes a tensor into over {MOST_REPEATS} pieces")
    return number


def _broadcast_to(fed: Fed) -> Reading:
    """Read a tensor stretched to a shape, which must fit."""
    shape = fed.sizes("shape")
    broadcast((fed("x"), shape), settling)
    return told(shape)


def _of_shape(fed: Fed) -> Reading:
    """Read a tensor whose shape is a setting."""
    return told(fed.sizes("shape"))


def _slice(fed: Fed) -> Reading:
    """Read a part of a shape that is told; -1 is all from the start, which may be known."""
    x, wanted, starts = fed("inputs"), fed.sizes("shape"), fed.values.get("start_indices")
    if len(wanted) != len(x):
        raise wrong_rank(x, len(wanted))
    first = starts if isinstance(starts, tuple) and len(starts) == len(x) else (None,) * len(x)
    return told(tuple(map(_rest, x, first, wanted)))


def _rest(size: Size, start: object, wanted: Size) -> Size:
    if wanted is not None:
        return wanted
    return size - start if is_known(size) and isinstance(start, int) else None


def _spaced(fed: Fed) -> Reading:
    """Read so many steps from one tensor to another, on a new axis."""
    between = broadcast((fed("start"), fed("stop")), settling)
    axis = fed.axis("axis", len(between) + 1)
    return told((*between[:axis], fed.whole("num"), *between[axis:]))


def _pad(fed: Fed) -> Reading:
    """Read a tensor with more before and after each axis: a pair an axis, or one that holds for all."""
    x, width = fed("x"), fed.settings["pad_width"]
    pairs = ((width, width),) if isinstance(width, int) else each(width)
    if pairs and isinstance(pairs[0], int):
        pairs = (pairs,)
    pairs = pairs * len(x) if len(pairs) == 1 else pairs
    if len(pairs) != len(x) or not all(isinstance(pair, tuple) and len(pair) in (1, 2) for pair in pairs):
        raise refused(dict(fed.settings), "pad_width", "it must be a pair for each axis, the batch included, or one")
    mode = fed.settings["mode"] if fed.settings["mode"] in ("constant", "reflect", "wrap") else "replicate"
    padding = tuple(pair * (3 - len(pair)) for pair in pairs)
    return Reading({"padding": padding, "axes": tuple(range(len(x))), "mode": mode}, (x,))


def _meshgrid(fed: Fed) -> Reading:
    """Read coordinates as grids: each has an axis for each tensor, the first two swapped for ``xy``."""
    sizes = [count(shape) for shape in fed.several("x")]
    if fed.settings["indexing"] == "xy":
        sizes[:2] = sizes[1::-1]
    return told(*[tuple(sizes)] * len(sizes))


def _diagonal(fed: Fed) -> Reading:
    """Read the diagonal of two axes, which go; it stands at the end."""
    x = fed("x")
    one, other = fed.axis("axis1", len(x)), fed.axis("axis2", len(x))
    rest = tuple(size for axis, size in enumerate(x) if axis not in (one, other))
    return told((*rest, _on_diagonal(x[one], x[other], fed.whole("offset", -(10**15)))))


def _diag(fed: Fed) -> Reading:
    """Read the diagonal of a matrix, or a matrix with a line on its diagonal."""
    x, offset = fed("x"), fed.whole("k", -(10**15))
    if len(x) not in (1, 2):
        raise wrong_rank(x, 2)
    return told((_on_diagonal(x[0], x[1], offset),)) if len(x) == 2 else _square(x[0], offset)


def _diagflat(fed: Fed) -> Reading:
    """Read a matrix with all elements on its diagonal."""
    return _square(count(fed("x")), fed.whole("k", -(10**15)))


def _on_diagonal(rows: Size, columns: Size, offset: int) -> Size:
    if not (is_known(rows) and is_known(columns)):
        return None
    return max(0, min(rows, columns - offset) if offset > 0 else min(rows + offset, columns))


def _square(size: Size, offset: int) -> Reading:
    side = size + abs(offset) if is_known(size) else None
    return told((side, side))


def _vander(fed: Fed) -> Reading:
    """Read the powers of each element, as many as there are elements where N does not say."""
    x = fed("x")
    return told((*x, x[0] if fed.settings["N"] is None and x else fed.whole("N")))


def _correlate(fed: Fed) -> Reading:
    """Read the correlation of two lines: where they overlap wholly, as long as the longer, or where at all."""
    one, other, mode = fed("x1"), fed("x2"), fed.settings["mode"]
    if mode not in ("valid", "same", "full"):
        raise refused(dict(fed.settings), "mode", "it is valid, same or full")
    if len(one) != 1 or len(other) != 1:
        raise wrong_rank(one if len(one) != 1 else other, 1)
    (a,), (b,) = one, other
    if not (is_known(a) and is_known(b)):
        return told((None,), multiplications=None)
    long, short = max(a, b), min(a, b)
    sizes = {"valid": long - short + 1, "same": long, "full": long + short - 1}
    return told((sizes[mode],), multiplications=times(long, short))


_SPACED = {"num": 50, "axis": 0}
FUNCTIONS = (
    function("concat", "Hstack", "xs", _hstack),
    function("concat", "Vstack", "xs", _vstack),
    function("concat", "Dstack", "xs", _dstack),
    function("concat", "Append", "x1 x2", _append, axis=None),
    function("split", "Hsplit", "x", _hsplit, indices_or_sections=REQUIRED),
    function("split", "ArraySplit", "x", _array_split, indices_or_sections=REQUIRED, axis=0),
    function(TOLD, "Unstack", "x", _unstack, num=None, axis=0),
    function("pad", "Pad", "x constant_values", _pad, pad_width=REQUIRED, mode="constant"),
    function(TOLD, "BroadcastTo", "x", _broadcast_to, shape=REQUIRED),
    function(TOLD, "Full", "fill_value", _of_shape, shape=REQUIRED),
    function(TOLD, "Scatter", "indices values", _of_shape, shape=REQUIRED),
    function(TOLD, "Slice", "inputs start_indices", _slice, shape=REQUIRED),
    *(function(TOLD, name, "start stop", _spaced, **_SPACED) for name in ("Linspace", "Geomspace", "Logspace")),
    function(TOLD, "Meshgrid", "*x", _meshgrid, indexing="xy"),
    function(TOLD, "Diag", "x", _diag, k=0),
    function(TOLD, "Diagflat", "x", _diagflat, k=0),
    function(TOLD, "Diagonal", "x", _diagonal, offset=0, axis1=0, axis2=1),
    function(TOLD, "Vander", "x", _vander, N=None),
    function(TOLD, "Correlate", "x1 x2", _correlate, mode="valid"),
)
