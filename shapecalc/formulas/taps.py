"""Taps: which elements of an axis a layer reads for each of its output elements. Letters as in ``window``.

Counted as if the axis had no ends: what padding adds is read like any other element.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor, gcd
from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.formulas.checks import at_least

MOST_READS = 2**16
"""No more taps of a layer are followed, over all the phases of a period."""


class Taps(NamedTuple):
    """Output element ``n = len(reads)*t + r`` reads the elements ``advance*t + x`` for ``x`` in ``reads[r]``.

    All are in elements of the layer's input. Left out, every output element reads the one on its own place.
    Source: the definition of a layer that does the same everywhere.

    >>> Taps(), Taps((range(-1, 2),), advance=2)
    (Taps(reads=((0,),), advance=1), Taps(reads=(range(-1, 2),), advance=2))
    """

    reads: tuple[Sequence[int], ...] = ((0,),)
    advance: int = 1


SIMPLE = 1000
"""A fraction with a larger denominator is no scale that anyone meant."""
OWN_PLACE = Taps()
"""The taps of whatever works on each element alone."""


def window_taps(kernel_size: int, stride: int = 1, before: int = 0, dilation: int = 1) -> Taps:
    """Return the taps of a convolution or pool: output n reads ``n*s - p0 + f*d`` for ``0 <= f < k``, in elements.

    ``before`` may be negative, which crops. Raises ``ShapecalcError`` for a kernel, stride or dilation under 1.
    Source: the sum that ``torch.nn.Conv1d`` documents.

    >>> window_taps(kernel_size=3, stride=2, before=1)
    Taps(reads=(range(-1, 2),), advance=2)
    """
    at_least(1, kernel_size=kernel_size, stride=stride, dilation=dilation)
    return Taps((range(-before, -before + kernel_size * dilation, dilation),), stride)


def transposed_taps(kernel_size: int, stride: int = 1, before: int = 0, dilation: int = 1) -> Taps:
    """Return the taps of a transposed convolution: output n reads every ``a`` with ``a*s + f*d = n + p0``, in elements.

    Each of ``s`` neighbouring outputs reads in its own way; where the stride is over the kernel, some read nothing.
    Raises ``ShapecalcError`` for a kernel, stride or dilation under 1, and beyond ``MOST_READS``.
    Source: ``torch.nn.ConvTranspose1d``, the gradient of the convolution with the same settings.

    >>> transposed_taps(kernel_size=4, stride=2, before=1)
    Taps(reads=((-1, 0), (0, 1)), advance=1)
    """
    at_least(1, kernel_size=kernel_size, stride=stride, dilation=dilation)
    _check_count(stride * kernel_size)
    spots = [[before + r - f * dilation for f in reversed(range(kernel_size))] for r in range(stride)]
    return Taps(tuple(tuple(spot // stride for spot in each if spot % stride == 0) for each in spots))


def resized_taps(size: int, output: int, kind: str = "nearest") -> Taps:
    """Return the taps of a resizing: output n stands at ``x = (n + 1/2)*i/o - 1/2``, between elements, and reads by it.

    ``nearest`` reads ``floor(n*i/o)``, ``nearest-exact`` the nearest, ``linear`` the two around ``x``, ``cubic`` the
    four; where ``x`` is an element, it alone. ``area`` reads ``floor(n*i/o)`` up to, without, ``ceil((n + 1)*i/o)``,
    as an adaptive pool does. In elements.
    Raises ``ShapecalcError`` for sizes under 1, for another kind, and beyond ``MOST_READS``.
    Source: ``torch.nn.functional.interpolate``, ``torch.nn.AdaptiveAvgPool1d``.

    >>> resized_taps(1, 2, "linear"), resized_taps(7, 3, "area")
    (Taps(reads=((-1, 0), (0, 1)), advance=1), Taps(reads=(range(0, 3), range(2, 5), range(4, 7)), advance=7))
    """
    at_least(1, size=size, output=output)
    if kind not in _KINDS:
        raise ShapecalcError(f"kind is {kind!r}", why=f"it is one of {', '.join(_KINDS)}")
    common = gcd(size, output)
    advance, phases = size // common, output // common
    _check_count(phases)
    step = Fraction(advance, phases)
    return Taps(tuple(_KINDS[kind](n, step) for n in range(phases)), advance)


def ratio_of(scale: float, rounded: Callable[[Fraction], float] = float) -> Fraction:
    """Return the fraction that a scale stands for: the simplest that is ``rounded`` to it, else its decimal digits.

    A third written down as 0.3333333333333333 is read in steps of 3, in PyTorch too: it divides by the scale, and
    rounds. Source: ``torch.nn.functional.interpolate``.

    >>> [str(ratio_of(scale)) for scale in (1.5, 1 / 3, 0.1, 0.123456789)]
    ['3/2', '1/3', '1/10', '123456789/1000000000']
    """
    simple = Fraction(scale).limit_denominator(SIMPLE)
    return simple if rounded(simple) == scale else Fraction(str(scale))


def aligned_taps(size: int, output: int) -> Taps:
    """Return the taps of a linear resizing whose corners align: output n reads the two around ``n*(i - 1)/(o - 1)``.

    In elements; a single output reads the first element.
    Raises ``ShapecalcError`` for sizes under 1, and beyond ``MOST_READS``.
    Source: ``torch.nn.Upsample(mode="bilinear", align_corners=True)``.

    >>> aligned_taps(2, 4)
    Taps(reads=((0,), (0, 1), (0, 1)), advance=1)
    """
    at_least(1, size=size, output=output)
    if output == 1:
        return Taps(advance=size)
    common = gcd(size - 1, output - 1)
    advance, phases = (size - 1) // common, (output - 1) // common
    _check_count(phases)
    return Taps(tuple(_around(Fraction(n * advance, phases), 1) for n in range(phases)), advance)


def _around(x: Fraction, each_side: int) -> Sequence[int]:
    if x.denominator == 1:
        return (x.numerator,)
    return tuple(range(floor(x) + 1 - each_side, floor(x) + 1 + each_side))


def _centre(n: int, step: Fraction) -> Fraction:
    return (n + Fraction(1, 2)) * step - Fraction(1, 2)


def _check_count(reads: int) -> None:
    if reads > MOST_READS:
        raise ShapecalcError(f"it has {reads:,} taps in all", why=f"at most {MOST_READS:,} are followed")


_KINDS: dict[str, Callable[[int, Fraction], Sequence[int]]] = {
    "nearest": lambda n, step: (floor(n * step),),
    "nearest-exact": lambda n, step: (floor((n + Fraction(1, 2)) * step),),
    "linear": lambda n, step: _around(_centre(n, step), 1),
    "cubic": lambda n, step: _around(_centre(n, step), 2),
    "area": lambda n, step: range(floor(n * step), -floor(-(n + 1) * step)),
}
