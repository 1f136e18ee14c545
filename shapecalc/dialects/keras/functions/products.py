"""Products of two tensors: summed over axes of both, over none, or attention with heads."""

from __future__ import annotations

from shapecalc.dialects.keras.functions.fed import TOLD, Fed, Reading, function, told
from shapecalc.dialects.keras.settings import refused
from shapecalc.errors import ShapecalcError
from shapecalc.layers.elementwise import broadcast, settling
from shapecalc.layers.keeps import elements
from shapecalc.layers.settings import is_whole
from shapecalc.shape import Shape, count, is_known, normal_axis, times, wrong_rank

_Axes = tuple[int, ...]


def _dot(fed: Fed) -> Reading:
    """Read NumPy's ``dot``: over the last axis of one and the last but one of the other; a number multiplies."""
    one, other = fed("x1"), fed("x2")
    return _summed(one, other, (-1,), (-2,) if len(other) > 1 else (-1,)) if one and other else _scaled(one, other)


def _inner(fed: Fed) -> Reading:
    """Read ``inner``: over the last axes of both."""
    one, other = fed("x1"), fed("x2")
    return _summed(one, other, (-1,), (-1,)) if one and other else _scaled(one, other)


def _tensordot(fed: Fed) -> Reading:
    """Read ``tensordot``: over as many axes, the last and the first ones, or over those that are named."""
    one, other, axes = fed("x1"), fed("x2"), fed.settings["axes"]
    if is_whole(axes, 0) and axes <= min(len(one), len(other)):
        return _summed(one, other, tuple(range(len(one) - axes, len(one))), tuple(range(axes)))
    named = [_named(each) for each in axes] if isinstance(axes, tuple) and len(axes) == 2 else []
    if len(named) != 2 or not all(named) or len(named[0]) != len(named[1]):
        raise refused({"axes": axes}, "axes", f"it must name as many axes of {one} as of {other}")
    return _summed(one, other, named[0], named[1])


def _named(axes: object) -> _Axes:
    several = axes if isinstance(axes, tuple) else (axes,)
    return tuple(axis for axis in several if isinstance(axis, int))


def _summed(one: Shape, other: Shape, first: _Axes, second: _Axes) -> Reading:
    """Return a product summed over pairs of axes; what is left of the one comes before what is left of the other."""
    left, right = ([normal_axis(axis, len(x), "axes") for axis in axes] for x, axes in ((one, first), (other, second)))
    met = [(one[a], other[b]) for a, b in zip(left, right, strict=True)]
    for a, b in met:
        if is_known(a) and is_known(b) and a != b:
            raise ShapecalcError(
                f"{a} elements meet {b}", why=f"the shapes are {one} and {other}", path=("inbound_nodes",)
            )
    out = (*_without(one, left), *_without(other, right))
    return told(out, multiplications=times(elements(out), *(a if is_known(a) else b for a, b in met)))


def _without(shape: Shape, axes: list[int]) -> Shape:
    return tuple(size for axis, size in enumerate(shape) if axis not in axes)


def _scaled(one: Shape, other: Shape) -> Reading:
    return told(one or other)


def _vdot(fed: Fed) -> Reading:
    """Read ``vdot``: all elements of both in one line, and one number comes out."""
    return told((), multiplications=elements(fed("x1")))


def _outer(fed: Fed) -> Reading:
    """Read ``outer``: every element of one with every element of the other."""
    out = (count(fed("x1")), count(fed("x2")))
    return told(out, multiplications=times(*out))


def _kron(fed: Fed) -> Reading:
    """Read the Kronecker product; the one with fewer axes gets more of size 1 before them."""
    one, other = fed("x1"), fed("x2")
    rank = max(len(one), len(other))
    padded = ((1,) * (rank - len(x)) + x for x in (one, other))
    out = tuple(map(count, zip(*padded, strict=True)))
    return told(out, multiplications=elements(out))


def _cross(fed: Fed) -> Reading:
    """Read the cross product of vectors along one axis of each; two of size 2 leave a number."""
    one, other = fed("x1"), fed("x2")
    names = ("axisa", "axisb", "axisc") if fed.settings["axis"] is None else ("axis",) * 3
    a, b = fed.axis(names[0], len(one)), fed.axis(names[1], len(other))
    vector = (3,) if 3 in (one[a], other[b]) else ()
    rest = broadcast((_without(one, [a]), _without(other, [b])), settling)
    place = fed.axis(names[2], len(rest) + 1) if vector else 0
    return told((*rest[:place], *vector, *rest[place:]))


def _attention(fed: Fed) -> Reading:
    """Read attention: all three are (batch, positions, heads, features)."""
    query, key, value = (fed(name) for name in ("query", "key", "value"))
    for shape in (query, key, value):
        if len(shape) != 4:
            raise wrong_rank(shape, 4)
    out = (*query[:3], value[-1])
    scores, mixed = times(elements(query), key[1]), times(elements(out), key[1])
    return told(out, multiplications=None if scores is None or mixed is None else scores + mixed)


def _cdist(fed: Fed) -> Reading:
    """Read the distances between all rows of one and all rows of the other."""
    x, y = fed("x"), fed("y")
    if min(len(x), len(y)) < 2:
        raise wrong_rank(x if len(x) < 2 else y, 2)
    return told((*broadcast((x[:-2], y[:-2]), settling), x[-2], y[-2]))


_TWO = "x1 x2"
FUNCTIONS = (
    function(TOLD, "Dot", _TWO, _dot),
    function(TOLD, "Inner", _TWO, _inner),
    function(TOLD, "Tensordot", _TWO, _tensordot, axes=2),
    function(TOLD, "Vdot", _TWO, _vdot),
    function(TOLD, "Outer", _TWO, _outer),
    function(TOLD, "Kron", _TWO, _kron),
    function(TOLD, "Cross", _TWO, _cross, axisa=-1, axisb=-1, axisc=-1, axis=None),
    function(TOLD, "DotProductAttention", "query key value bias mask scale", _attention),
    function(TOLD, "CDist", "x y", _cdist),
)
