"""Sizes that are scaled, rearranged, padded or cropped, along one axis.

i is the input size, o the output size, both in elements of the axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, inf
from struct import pack, unpack
from typing import TYPE_CHECKING

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.checks import at_least, divided, each_at_least, whole

if TYPE_CHECKING:
    from fractions import Fraction


def upsampled_size(size: int, factor: int) -> int:
    """Return the size after repeating every element: ``o = i*factor``, in elements.

    Raises ``ShapecalcError`` for a negative size or a factor under 1.
    Source: ``keras.layers.UpSampling2D``, ``torch.nn.UpsamplingNearest2d``.

    >>> upsampled_size(7, factor=2)
    14
    """
    at_least(0, size=size)
    at_least(1, factor=factor)
    return size * factor


def scaled_size(size: int, scale: float | Fraction, least: int = 1, *, single_precision: bool = False) -> int:
    """Return the size after scaling by a fraction: ``o = floor(i*scale)``, in elements.

    A float is multiplied in double precision, as PyTorch does, so 100 * 0.29 gives 28 and not 29; a ``Fraction``
    exactly. In ``single_precision`` the size, the scale and the product are rounded to 24 bits first.
    Raises ``ShapecalcError`` for a scale that is not over 0 and when less than ``least`` is left.
    Source: ``torch.nn.Upsample``; onnxruntime's ``Resize`` (single precision, least 0).

    >>> from fractions import Fraction
    >>> scaled_size(10, scale=1.5), scaled_size(100, scale=0.29), scaled_size(100, scale=Fraction(29, 100))
    (15, 28, 29)
    >>> scaled_size(100, scale=0.29, single_precision=True), scaled_size(2, scale=0.25, least=0)
    (29, 0)
    """
    at_least(0, size=size)
    is_number = isinstance(scale, float) or hasattr(scale, "denominator")
    if isinstance(scale, bool) or not is_number or not 0 < scale < float("inf"):
        raise ShapecalcError(f"scale is {scale!r}", why="it must be a number over 0", path=("scale",))
    try:
        if single_precision:
            output = floor(single(single(size) * single(scale)))
        else:
            output = floor(size * scale) if isinstance(scale, float) else size * scale.numerator // scale.denominator
    except OverflowError:
        raise ShapecalcError(f"{size} scaled by {scale} is too large for a double", path=("scale",)) from None
    if output < least:
        raise ShapecalcError(
            f"scaling {size} by {scale} leaves nothing",
            why=f"floor({size}*{scale}) = {output}",
            fix="use a larger scale or a larger input",
            path=("scale",),
        )
    return output


def single(number: float | Fraction) -> float:
    """Return a number rounded to single precision: 24 bits; from ``2**128`` on it is infinite.

    >>> single(0.5), single(0.29), single(1e39)
    (0.5, 0.28999999165534973, inf)
    """
    by_itself = getattr(number, "in_single_precision", None)  # a size that stands for many
    try:
        rounded: float = by_itself() if by_itself else unpack("f", pack("f", number))[0]
    except OverflowError:
        return inf if number > 0 else -inf
    return rounded


def aspect_sizes(sizes: Sequence[int], wanted: Sequence[int], *, larger: bool = False) -> tuple[int, ...]:
    """Return sizes that keep the aspect: ``o = round(r*i)`` with ``r`` the least of all ``wanted/i``, halves up.

    With ``larger`` it is the largest: the wanted sizes are then inside the result, and not the result inside them.
    Sizes are in elements. Raises ``ShapecalcError`` for a size of 0, which has no aspect, and a negative one.
    Source: ``onnx.Resize`` with ``keep_aspect_ratio_policy``.

    >>> aspect_sizes((3, 5), wanted=(10, 9)), aspect_sizes((3, 5), wanted=(10, 9), larger=True)
    ((5, 9), (10, 17))
    """
    each_at_least(1, sizes=sizes)
    each_at_least(0, wanted=wanted)
    if len(sizes) != len(wanted):
        raise ShapecalcError(f"wanted is {wanted}", why=f"there are {len(sizes)} sizes", path=("wanted",))
    ratios = [want / size for want, size in zip(wanted, sizes, strict=False)]
    ratio = max(ratios) if larger else min(ratios)
    return tuple(floor(ratio * size + 0.5) for size in sizes)


def depth_to_space_channels(channels: int, block: int, *, exact: bool = True) -> int:
    """Return the channels left when ``block**2`` of them move into height and width: ``channels // block**2``.

    Raises ``ShapecalcError`` for a remainder (unless it need not be ``exact``), with the nearest legal counts, and for
    a block under 1.
    Source: ``torch.nn.PixelShuffle``; Shi et al., "Real-Time Single Image and Video Super-Resolution", 2016.

    >>> depth_to_space_channels(64, block=2)
    16
    """
    at_least(0, channels=channels)
    at_least(1, block=block)
    if not exact:
        return channels // (block * block)
    return divided(channels, block * block, "channels", f"block**2 = {block * block}")


def space_to_depth_size(size: int, block: int, *, exact: bool = True) -> int:
    """Return the size when ``block`` neighbours move into the channels: ``o = i // block``, in elements.

    Raises ``ShapecalcError`` for a remainder (unless it need not be ``exact``), with the nearest legal sizes, and for a
    block under 1.
    Source: ``torch.nn.PixelUnshuffle``.

    >>> space_to_depth_size(64, block=2)
    32
    """
    at_least(0, size=size)
    at_least(1, block=block)
    return divided(size, block, "size", f"block = {block}") if exact else size // block


def padded_size(size: int, before: int, after: int, mode: str = "constant") -> int:
    """Return the size after padding: ``o = i + before + after``, in elements; a negative number crops.

    The mode says where the new elements come from: a ``constant``, ``replicate`` of the edge, ``reflect``-ion without
    the edge (so each pad is less than the size), or ``circular`` (each pad at most the size).
    Raises ``ShapecalcError`` for a pad that the input is too small for, and when more is cropped than there is.
    Source: ``keras.layers.ZeroPadding2D``, ``torch.nn.ZeroPad2d``, ``torch.nn.ReflectionPad2d``, ``onnx.Pad``.

    >>> padded_size(8, before=1, after=2), padded_size(8, before=-1, after=2)
    (11, 9)
    >>> padded_size(3, before=3, after=0, mode="circular")
    6
    >>> padded_size(3, before=3, after=0, mode="reflect")
    Traceback (most recent call last):
    shapecalc.errors.ShapecalcError: a padding of 3 is too much to reflect. The input has only 3, and its edge is not \
repeated. Pad by at most 2.
    """
    at_least(0, size=size)
    whole(before=before, after=after)
    edgeless = mode in ("reflect", "replicate")
    kept = size + before + after if edgeless else size + min(before, 0) + min(after, 0)
    if kept < 0:
        raise ShapecalcError(
            f"the padding crops {size - kept} elements",
            why=f"the input has only {size}, and {size} - {size - kept} = {kept}",
            fix=f"crop at most {size} in all",
            path=("padding",),
        )
    if mode != "constant" and max(before, after) > 0:
        _enough_to_copy(size, max(before, after), mode)
    return size + before + after


def _enough_to_copy(size: int, most: int, mode: str) -> None:
    limit = {"reflect": size - 1, "circular": size}.get(mode, most)
    if most > limit:
        why = f"the input has only {size}" + (", and its edge is not repeated" if mode == "reflect" else "")
        verb = "reflect" if mode == "reflect" else "wrap around"
        fix = f"pad by at most {limit}" if limit >= 0 else "use a larger input"
        raise ShapecalcError(f"a padding of {most} is too much to {verb}", why=why, fix=fix, path=("padding",))
    if size == 0 and mode != "circular":
        raise ShapecalcError("the input has size 0", why=f"there is nothing to {mode}", fix="use a larger input")


def cropped_size(size: int, before: int, after: int) -> int:
    """Return the size after cropping: ``o = i - before - after``, at least 1, in elements.

    Raises ``ShapecalcError`` for negative numbers and when nothing is left. Source: ``keras.layers.Cropping2D``.

    >>> cropped_size(8, before=1, after=2)
    5
    """
    at_least(0, size=size, before=before, after=after)
    output = size - before - after
    if output < 1:
        raise ShapecalcError(
            "cropping leaves nothing",
            why=f"{size} - {before} - {after} = {output}",
            fix=f"crop at most {size - 1} in all" if size >= 1 else "use a larger input",
            path=("cropping",),
        )
    return output


def sliced_size(size: int, start: int, end: int, step: int = 1) -> int:
    """Return how many elements a slice has: ``max(ceil((e - b) / t), 0)`` with ``b`` and ``e`` brought into the axis.

    A negative ``start`` or ``end`` counts from the end. Then forward both lie in ``0 <= b, e <= i``, backward in
    ``0 <= b <= i - 1`` and ``-1 <= e <= i - 1``; so backward the first element is always taken, unlike in Python.
    Sizes are in elements. Raises ``ShapecalcError`` for a negative size and for a step of 0. Source: ``onnx.Slice``.

    >>> sliced_size(10, start=1, end=-1, step=2), sliced_size(10, start=1000, end=1000), sliced_size(10, 9, -11, -3)
    (4, 0, 4)
    """
    at_least(0, size=size)
    whole(start=start, end=end, step=step)
    if step == 0:
        raise ShapecalcError("step is 0", why="a slice must go on", fix="use 1 or more, or less than 0", path=("step",))
    if size == 0:
        return 0
    backward = step < 0
    first, last = (start + size if start < 0 else start), (end + size if end < 0 else end)
    first = min(max(first, 0), size - 1 if backward else size)
    last = min(max(last, -1 if backward else 0), size - 1 if backward else size)
    return max(-((first - last) // step), 0)
