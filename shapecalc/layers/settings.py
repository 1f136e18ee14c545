"""The types of settings: what a value may be, and the words when it is not.

Each type is checked by one plain function, so that a mistake gets one sentence and a good value costs one call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

LARGEST = 10**15
"""No size, count or setting of a network comes near this; a larger number is a slip of the keyboard."""


def is_whole(value: object, minimum: int) -> bool:
    """Tell whether a value is a whole number in the range; True and 3.0 are not."""
    return isinstance(value, int) and not isinstance(value, bool) and minimum <= value <= LARGEST


def _range(minimum: int) -> str:
    return f"a whole number{f', {minimum} or more' if minimum > -LARGEST else ''} (and at most 10^15)"


def _whole(minimum: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if is_whole(value, minimum):
            return int(value)
        raise ValueError(f"it must be {_range(minimum)}")

    return check


def _per_axis(minimum: int) -> Callable[[Any], int | tuple[int, ...]]:
    def check(value: Any) -> int | tuple[int, ...]:
        if is_whole(value, minimum):
            return int(value)
        if isinstance(value, (list, tuple)) and value and all(is_whole(each, minimum) for each in value):
            return tuple(value)
        raise ValueError(f"it must be {_range(minimum)}, or a list of one for each axis")

    return check


def _optional_per_axis(value: Any) -> int | tuple[int | None, ...] | None:
    if value is None or is_whole(value, 0):
        return None if value is None else int(value)
    if isinstance(value, (list, tuple)) and value and all(each is None or is_whole(each, 0) for each in value):
        return tuple(value)
    raise ValueError(f"it must be {_range(0)} or null, or a list of one for each axis")


def _counts(minimum: int) -> Callable[[Any], tuple[int, ...]]:
    def check(value: Any) -> tuple[int, ...]:
        if isinstance(value, (list, tuple)) and all(is_whole(each, minimum) for each in value):
            return tuple(value)
        raise ValueError(f"it must be a list of whole numbers, {minimum} or more")

    return check


def _pairs(minimum: int) -> Callable[[Any], int | tuple[int | tuple[int, int], ...]]:
    def pair(value: Any) -> int | tuple[int, int]:
        if is_whole(value, minimum):
            return int(value)
        if isinstance(value, (list, tuple)) and len(value) == 2 and all(is_whole(each, minimum) for each in value):
            return (value[0], value[1])
        raise ValueError(f"it must be {_range(minimum)}, or for each axis one or a pair [before, after]")

    def check(value: Any) -> int | tuple[int | tuple[int, int], ...]:
        return tuple(map(pair, value)) if isinstance(value, (list, tuple)) and value else pair(value)

    return check


def _padding(value: Any) -> Any:
    return value if isinstance(value, str) and value in MODES else _before_after(value)


def _signed_padding(value: Any) -> Any:
    return value if isinstance(value, str) and value in MODES else _signed_before_after(value)


def _scale(value: Any) -> Any:
    numbers = value if isinstance(value, (list, tuple)) and value else (value,)
    if all(isinstance(n, (int, float)) and not isinstance(n, bool) and 0 < n <= LARGEST for n in numbers):
        return tuple(value) if isinstance(value, (list, tuple)) else value
    raise ValueError("it must be a number over 0, or a list of one for each axis")


def _axes(value: Any) -> int | tuple[int, ...]:
    if isinstance(value, (list, tuple)) and all(is_whole(each, -LARGEST) for each in value):
        return tuple(value)
    if is_whole(value, -LARGEST):
        return int(value)
    raise ValueError("it must be the number of an axis, or a list of them")


MODES = ("valid", "same", "same_lower", "causal")
_before_after, _signed_before_after = _pairs(0), _pairs(-LARGEST)

_WHOLE = {"type": "integer"}
_EACH = {"type": "array", "items": _WHOLE}
_PAIRS = {"anyOf": [_WHOLE, {"type": "array", "items": {"anyOf": [_WHOLE, _EACH]}}]}
_NUMBER = {"type": "number", "exclusiveMinimum": 0}

Count = Annotated[int, PlainValidator(_whole(1)), WithJsonSchema({**_WHOLE, "minimum": 1})]
"""A whole number, 1 or more."""
Amount = Annotated[int, PlainValidator(_whole(0)), WithJsonSchema({**_WHOLE, "minimum": 0})]
"""A whole number, 0 or more."""
Axis = Annotated[int, PlainValidator(_whole(-LARGEST)), WithJsonSchema(_WHOLE)]
"""The number of an axis; negative ones count from the end."""
Axes = Annotated[int | tuple[int, ...], PlainValidator(_axes), WithJsonSchema({"anyOf": [_WHOLE, _EACH]})]
"""One axis or several."""
CountPerAxis = Annotated[
    int | tuple[int, ...], PlainValidator(_per_axis(1)), WithJsonSchema({"anyOf": [_WHOLE, _EACH]})
]
"""A whole number of 1 or more for all spatial axes, or one for each."""
AmountPerAxis = Annotated[
    int | tuple[int, ...], PlainValidator(_per_axis(0)), WithJsonSchema({"anyOf": [_WHOLE, _EACH]})
]
"""A whole number of 0 or more for all spatial axes, or one for each."""
AmountPerAxisOrNone = Annotated[
    int | tuple[int | None, ...] | None,
    PlainValidator(_optional_per_axis),
    WithJsonSchema({"anyOf": [_WHOLE, {"type": "null"}, {"type": "array"}]}),
]
"""The same, where None leaves an axis as it is."""
Counts = Annotated[tuple[int, ...], PlainValidator(_counts(0)), WithJsonSchema(_EACH)]
"""A list of sizes."""
Numbers = Annotated[tuple[int, ...], PlainValidator(_counts(-LARGEST)), WithJsonSchema(_EACH)]
"""A list of whole numbers of either sign."""
Pads = Annotated[int | tuple[Any, ...], PlainValidator(_before_after), WithJsonSchema(_PAIRS)]
"""What is added before and after: one number, one an axis, or a pair [before, after] an axis."""
SignedPads = Annotated[int | tuple[Any, ...], PlainValidator(_signed_before_after), WithJsonSchema(_PAIRS)]
"""The same, where a negative number crops."""
Padding = Annotated[
    str | int | tuple[Any, ...], PlainValidator(_padding), WithJsonSchema({"anyOf": [{"enum": list(MODES)}, _PAIRS]})
]
"""``valid``, ``same``, ``same_lower``, ``causal``, or numbers as in ``Pads``."""
SignedPadding = Annotated[
    str | int | tuple[Any, ...],
    PlainValidator(_signed_padding),
    WithJsonSchema({"anyOf": [{"enum": list(MODES)}, _PAIRS]}),
]
"""The same, where a negative number crops."""
PaddingMode = Literal["constant", "reflect", "replicate", "circular", "wrap"]
"""Where padded elements come from: zeros or another constant, the input mirrored, its edge repeated, its other end (at
most once, or as often as needed)."""
Scale = Annotated[
    float | tuple[float, ...],
    PlainValidator(_scale),
    WithJsonSchema({"anyOf": [_NUMBER, {"type": "array", "items": _NUMBER}]}),
]
"""A factor over 0 for all spatial axes, or one for each; it may be a fraction."""
Interpolation = Literal[
    "nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "nearest-exact", "lanczos3", "lanczos5"
]
