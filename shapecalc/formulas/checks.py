"""What every formula demands of its numbers, and the words of the refusal."""

from __future__ import annotations

from shapecalc.errors import ShapecalcError

Pads = int | tuple[int, int]


def at_least(minimum: int, **settings: int) -> None:
    """Refuse settings that are no whole numbers or less than ``minimum``.

    >>> at_least(1, kernel_size=3, stride=0)
    Traceback (most recent call last):
    shapecalc.errors.ShapecalcError: stride is 0. It must be a whole number, 1 or more.
    """
    for name, value in settings.items():
        if isinstance(value, (bool, float, str, tuple, list)) or value is None or value < minimum:
            raise ShapecalcError(
                f"{name} is {value!r}", why=f"it must be a whole number, {minimum} or more", path=(name,)
            )


def before_after(padding: Pads) -> tuple[int, int]:
    """Return what is added before and after; one number stands for both.

    >>> before_after(1), before_after((0, 2))
    ((1, 1), (0, 2))
    """
    before, after = padding if isinstance(padding, tuple) else (padding, padding)
    at_least(0, padding=before)
    at_least(0, padding=after)
    return before, after
