"""The one lift from one axis to several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from shapecalc.errors import ShapecalcError, under


def along_axes(formula: Callable[..., Any], sizes: Sequence[int | None], **settings: Any) -> tuple[Any, ...]:
    """Apply a formula to each axis; a tuple setting has one value an axis, anything else holds for all.

    A size that is None (open) stays None. A mistake is labelled with its axis when there are several.

    >>> from shapecalc.formulas import output_size
    >>> along_axes(output_size, (224, 112), kernel_size=(7, 3), stride=2, padding=((3, 3), (0, 1)))
    (112, 56)
    >>> along_axes(output_size, (8, None), kernel_size=3)
    (6, None)
    """
    rank = len(sizes)
    for name, value in settings.items():
        if isinstance(value, tuple) and len(value) != rank:
            raise ShapecalcError(
                f"{name} has {len(value)} numbers, but the input has {rank} spatial axes",
                fix=f"give one number, or {rank}",
                path=(name,),
            )
    return tuple(
        None if size is None else _on_axis(formula, axis, rank, size, settings) for axis, size in enumerate(sizes)
    )


def _on_axis(formula: Callable[..., Any], axis: int, rank: int, size: int, settings: dict[str, Any]) -> Any:
    here = {name: value[axis] if isinstance(value, tuple) else value for name, value in settings.items()}
    try:
        return formula(size, **here)
    except ShapecalcError as error:
        if rank == 1:
            raise
        raise _on(error, axis, rank) from None


def _on(error: ShapecalcError, axis: int, rank: int) -> ShapecalcError:
    name = AXIS_NAMES[-rank:][axis] if rank <= len(AXIS_NAMES) else f"axis {axis}"
    return ShapecalcError(problems=[problem._replace(what=f"{problem.what} ({name})") for problem in error.problems])


AXIS_NAMES = ("depth", "height", "width")
