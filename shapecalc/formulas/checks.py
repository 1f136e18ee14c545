"""What every formula demands of its numbers, and the words of the refusal."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from shapecalc.errors import ShapecalcError

Pads = int | tuple[int, int]
NEAR = 4096
"""How far a divisor is looked for."""


def at_least(minimum: int, **settings: int) -> None:
    """Refuse settings that are no whole numbers or less than ``minimum``.

    >>> at_least(1, kernel_size=3, stride=0)
    Traceback (most recent call last):
    shapecalc.errors.ShapecalcError: stride is 0. It must be a whole number, 1 or more.
    """
    for name, value in settings.items():
        if (type(value) is not int and not stands_for_whole(value)) or value < minimum:
            raise _refused(name, value, f"it must be a whole number, {minimum} or more")


def each_at_least(minimum: int, **settings: Sequence[int]) -> None:
    """Refuse settings that are no tuple (or list) of whole numbers of at least ``minimum``, one for each axis.

    >>> each_at_least(1, kernel_size=(3, 0))
    Traceback (most recent call last):
    shapecalc.errors.ShapecalcError: kernel_size is (3, 0). Each axis needs a whole number, 1 or more.
    """
    for name, values in settings.items():
        if not isinstance(values, (tuple, list)) or not values:
            raise _refused(
                name, values, "it must be a tuple, (3,) or (3, 3) for example, with one number for each axis"
            )
        for value in values:
            if (type(value) is not int and not stands_for_whole(value)) or value < minimum:
                raise _refused(name, values, f"each axis needs a whole number, {minimum} or more")


def whole(**settings: int) -> None:
    """Refuse settings that are no whole numbers; they may be negative."""
    for name, value in settings.items():
        if not stands_for_whole(value):
            raise _refused(name, value, "it must be a whole number")


def stands_for_whole(value: object) -> bool:
    """Tell whether a value counts as a whole number: an int, or what divides by ``//`` and is no fraction and no array.

    That leaves room for a size that is not known yet. A bool is a slip, not a number.

    >>> [stands_for_whole(value) for value in (3, True, 3.0, "3", None, (3,))]
    [True, False, False, False, False, False]
    """
    if isinstance(value, int):
        return not isinstance(value, bool)
    return hasattr(value, "__floordiv__") and not (hasattr(value, "as_integer_ratio") or hasattr(value, "__len__"))


def before_after(padding: Pads) -> tuple[int, int]:
    """Return what is added before and after; one number stands for both.

    >>> before_after(1), before_after((0, 2))
    ((1, 1), (0, 2))
    """
    if type(padding) is int and padding >= 0:  # nearly always, and this is called for every axis of every layer
        return padding, padding
    before, after = padding if isinstance(padding, tuple) and len(padding) == 2 else (padding, padding)
    for number in (before, after):
        if not stands_for_whole(number) or number < 0:
            raise _refused(
                "padding", padding, "it must be a whole number, 0 or more, or a pair (before, after) of them"
            )
    return before, after


def per_group(in_channels: int, filters: int, groups: int) -> tuple[int, int]:
    """Return how many input channels and filters each group has.

    >>> per_group(in_channels=64, filters=96, groups=32)
    (2, 3)
    """
    at_least(0, in_channels=in_channels)
    at_least(1, filters=filters, groups=groups)
    if in_channels % groups == filters % groups == 0:
        return in_channels // groups, filters // groups
    reason = f"groups = {groups}"
    instead = f"{nearest_divisors(gcd(in_channels, filters), groups)} for groups, or "
    return divided(in_channels, groups, "in_channels", reason, instead), divided(
        filters, groups, "filters", reason, instead
    )


def nearest_divisors(number: int, divisor: int) -> str:
    """Return the divisors of a number that are next to one that does not divide it.

    >>> nearest_divisors(12, 5), nearest_divisors(4, 3), nearest_divisors(8, 9)
    ('4 or 6', '2 or 4', '8')
    """
    if type(number) is not int:  # a size that stands for many has no list of them
        return "one of its divisors"
    start = max(min(divisor, number), 1)
    below = next((each for each in range(start, max(start - NEAR, 0), -1) if number % each == 0), 1)
    above = next((each for each in range(start + 1, start + NEAR) if number % each == 0), number)
    return f"{below} or {above}" if below < above else f"{below}"


def divided(number: int, divisor: int, name: str, reason: str, instead: str = "") -> int:
    """Return ``number // divisor`` where it is exact, and refuse a remainder; ``instead`` is another way to mend it.

    >>> divided(10, 4, "filters", "groups = 4")
    Traceback (most recent call last):
    shapecalc.errors.ShapecalcError: filters 10 cannot be divided by 4. 10 = 2*4 + 2, and groups = 4. \
Use 8 or 12 for filters.
    """
    quotient = number // divisor
    below = quotient * divisor
    if below != number:
        raise ShapecalcError(
            f"{name} {number} cannot be divided by {divisor}",
            why=f"{number} = {quotient}*{divisor} + {number - below}, and {reason}",
            fix=f"use {instead}{f'{below} or ' if below else ''}{below + divisor} for {name}",
            path=(name,),
        )
    return quotient


def _refused(name: str, value: object, why: str) -> ShapecalcError:
    return ShapecalcError(f"{name} is {value!r}", why=why, path=(name,))
