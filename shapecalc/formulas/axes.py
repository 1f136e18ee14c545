"""The one lift from one axis to several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from shapecalc.errors import ShapecalcError

AXIS_NAMES = ("depth", "height", "width")


def along_axes(formula: Callable[..., Any], sizes: Sequence[int | str | None], **settings: Any) -> tuple[Any, ...]:
    """Apply a formula to each axis: ``o_a = formula(i_a, settings_a)``; sizes are in elements of their axis.

    A tuple setting has one value for each axis, anything else holds for all; a pair (before, after) is such a value, so
    it stands in a tuple of its own. A size that is open (None, or a name) becomes None.

    Raises ``ShapecalcError`` when a setting's length is not the number of axes, and what the formula raises, labelled
    with its axis when there are several.
    Source: the rank is taken from the input, as ``onnx`` does in its ``convPoolShapeInference``.

    >>> from shapecalc.formulas import output_size
    >>> along_axes(output_size, (224, 112), kernel_size=(7, 3), stride=2, padding=((3, 3), (0, 1)))
    (112, 56)
    >>> along_axes(output_size, (8, None), kernel_size=3)
    (6, None)
    >>> along_axes(output_size, (8, 8), kernel_size=3, stride=(1, 0))
    Traceback (most recent call last):
    shapecalc.errors.ShapecalcError: stride is 0 (width). It must be a whole number, 1 or more.
    """
    if not isinstance(sizes, (tuple, list)):
        raise ShapecalcError(
            f"sizes is {sizes!r}", why="it must be a tuple, (224, 224) for example, with one size for each spatial axis"
        )
    rank = len(sizes)
    split = [name for name, value in settings.items() if isinstance(value, tuple)]
    for name in split:
        if len(settings[name]) != rank:
            raise _wrong_length(name, len(settings[name]), rank)
    here = settings.copy()
    outputs = []
    for axis, size in enumerate(sizes):
        for name in split:
            here[name] = settings[name][axis]
        try:
            outputs.append(None if size is None or isinstance(size, str) else formula(size, **here))
        except ShapecalcError as error:
            raise _labelled(error, axis, rank) from None
    return tuple(outputs)


def _wrong_length(name: str, length: int, rank: int) -> ShapecalcError:
    return ShapecalcError(
        f"{name} has {length} {_plural('number', length)}, but the input has {rank} spatial {_plural('axis', rank)}",
        fix="give one number" if rank == 1 else f"give one number, or {rank}",
        path=(name,),
    )


def _labelled(error: ShapecalcError, axis: int, rank: int) -> ShapecalcError:
    if rank == 1:
        return error
    label = AXIS_NAMES[-rank:][axis] if rank <= len(AXIS_NAMES) else f"axis {axis}"
    return ShapecalcError(problems=[problem._replace(what=f"{problem.what} ({label})") for problem in error.problems])


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else {"axis": "axes"}.get(noun, f"{noun}s")
