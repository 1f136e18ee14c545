"""The types of settings: what a value may be, and the words when it is not.

Each type is checked by one plain function, so that a mistake gets one sentence and a good value costs one call.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Annotated, Any, Literal

from pydantic_core import CoreSchema, core_schema

from shapecalc.shape import MOST_AXES

LARGEST = 10**15
"""No size, count or setting of a network comes near this; a larger number is a slip of the keyboard."""

MOST_REPEATS = 10_000
"""No network stacks a layer more often within one layer; every repetition has arrays of its own."""


def is_whole(value: object, minimum: int) -> bool:
    """Tell whether a value is a whole number in the range; True and 3.0 are not."""
    return isinstance(value, int) and not isinstance(value, bool) and minimum <= value <= LARGEST


def _one(value: Any) -> int:
    """Return a whole number as it is (a size that stands for many keeps what it knows), a member of an enum plainly."""
    whole: int = +value
    return whole


def _repeats(value: Any) -> int:
    if is_whole(value, 1) and value <= MOST_REPEATS:
        return int(value)
    raise ValueError(f"it must be a whole number, 1 to {MOST_REPEATS}")


def _range(minimum: int) -> str:
    return f"a whole number{f', {minimum} or more' if minimum > -LARGEST else ''} (and at most 10^15)"


def _whole(minimum: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if is_whole(value, minimum):
            return _one(value)
        raise ValueError(f"it must be {_range(minimum)}")

    return check


def _per_axis(minimum: int) -> Callable[[Any], int | tuple[int, ...]]:
    def check(value: Any) -> int | tuple[int, ...]:
        if is_whole(value, minimum):
            return _one(value)
        if isinstance(value, (list, tuple)) and value and all(is_whole(each, minimum) for each in value):
            return tuple(value)
        raise ValueError(f"it must be {_range(minimum)}, or a list of one for each axis")

    return check


def _optional_per_axis(value: Any) -> int | tuple[int | None, ...] | None:
    if value is None or is_whole(value, 0):
        return None if value is None else _one(value)
    if isinstance(value, (list, tuple)) and value and all(each is None or is_whole(each, 0) for each in value):
        return tuple(value)
    raise ValueError(f"it must be {_range(0)} or null, or a list of one for each axis")


def _counts(minimum: int) -> Callable[[Any], tuple[int, ...]]:
    def check(value: Any) -> tuple[int, ...]:
        if isinstance(value, (list, tuple)) and all(is_whole(each, minimum) for each in value):
            return tuple(value)
        least = f", {minimum} or more" if minimum > -LARGEST else ""
        raise ValueError(f"it must be a list of whole numbers{least}")

    return check


def _for_each_axis(value: Any) -> tuple[int, ...]:
    found = _counts(-LARGEST)(value)
    if len(found) > MOST_AXES:
        raise ValueError(f"it has {len(found)} values, and no tensor has over {MOST_AXES} axes")
    return found


def _sizes(value: Any) -> tuple[int | str | None, ...]:
    if isinstance(value, (list, tuple)) and all(size is None or isinstance(size, (int, str)) for size in value):
        return tuple(value)
    raise ValueError("it must be a list of sizes: whole numbers, names, or null where one is open")


def _sizes_or_none(value: Any) -> tuple[int | None, ...]:
    sizes = tuple(value) if isinstance(value, (list, tuple)) else (value,)
    if value is not None and all(size is None or is_whole(size, 0) for size in sizes):
        return sizes
    raise ValueError(f"it must be {_range(0)}, or a list of them, null where a size is open")


def _pairs(minimum: int) -> Callable[[Any], int | tuple[int | tuple[int, int], ...]]:
    def pair(value: Any) -> int | tuple[int, int]:
        if is_whole(value, minimum):
            return _one(value)
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


def _probability(value: Any) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise ValueError("it must be a number from 0 to 1")


def _axes(value: Any) -> int | tuple[int, ...]:
    if isinstance(value, (list, tuple)) and all(is_whole(each, -LARGEST) for each in value):
        return tuple(value)
    if is_whole(value, -LARGEST):
        return _one(value)
    raise ValueError("it must be the number of an axis, or a list of them")


MODES = ("valid", "same", "same_lower", "causal")
_before_after, _signed_before_after = _pairs(0), _pairs(-LARGEST)

_WHOLE: dict[str, Any] = {"type": "integer"}
_COUNT, _AMOUNT = ({**_WHOLE, "minimum": least} for least in (1, 0))
_EACH = {"type": "array", "items": _WHOLE}
_ONE_OR_EACH, _COUNTS, _AMOUNTS = (
    {"anyOf": [number, {"type": "array", "items": number}]} for number in (_WHOLE, _COUNT, _AMOUNT)
)
_PAIRS = {"anyOf": [_WHOLE, {"type": "array", "items": {"anyOf": [_WHOLE, _EACH]}}]}
_NUMBER = {"type": "number", "exclusiveMinimum": 0}


class Checked:
    """Checks a setting by a plain function and says in JSON Schema what it takes.

    It does the work of pydantic's ``PlainValidator`` and ``WithJsonSchema``, whose import costs more than all cards.
    """

    __slots__ = ("check", "schema")

    def __init__(self, check: Callable[[Any], Any], schema: dict[str, Any]) -> None:
        self.check = check
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: object) -> dict[str, Any]:
        return deepcopy(self.schema)  # pydantic writes a field's default into what it is given


Count = Annotated[int, Checked(_whole(1), _COUNT)]
"""A whole number, 1 or more."""
Amount = Annotated[int, Checked(_whole(0), _AMOUNT)]
"""A whole number, 0 or more."""
Repeats = Annotated[int, Checked(_repeats, {**_WHOLE, "minimum": 1, "maximum": MOST_REPEATS})]
"""How often a layer repeats something inside itself."""
Axis = Annotated[int, Checked(_whole(-LARGEST), _WHOLE)]
"""The number of an axis; negative ones count from the end."""
Axes = Annotated[int | tuple[int, ...], Checked(_axes, _ONE_OR_EACH)]
"""One axis or several."""
CountPerAxis = Annotated[int | tuple[int, ...], Checked(_per_axis(1), _COUNTS)]
"""A whole number of 1 or more for all spatial axes, or one for each."""
AmountPerAxis = Annotated[int | tuple[int, ...], Checked(_per_axis(0), _AMOUNTS)]
"""A whole number of 0 or more for all spatial axes, or one for each."""
WholePerAxis = Annotated[int | tuple[int, ...], Checked(_per_axis(-LARGEST), _ONE_OR_EACH)]
"""A whole number of either sign for all spatial axes, or one for each."""
AmountPerAxisOrNone = Annotated[
    int | tuple[int | None, ...] | None,
    Checked(_optional_per_axis, {"anyOf": [_WHOLE, {"type": "null"}, {"type": "array"}]}),
]
"""The same, where None leaves an axis as it is."""
Counts = Annotated[tuple[int, ...], Checked(_counts(0), {**_EACH, "items": _AMOUNT})]
"""A list of sizes."""
SizesOrNone = Annotated[tuple[int | None, ...], Checked(_sizes_or_none, {"anyOf": [_WHOLE, {"type": "array"}]})]
"""A list of sizes, where None is an open one; a single size stands for a list of one."""
Sizes = Annotated[tuple[int | str | None, ...], Checked(_sizes, {"type": "array"})]
"""A whole shape; a size may be open, and have a name then."""
Numbers = Annotated[tuple[int, ...], Checked(_for_each_axis, _EACH)]
"""A list of whole numbers of either sign."""
Pads = Annotated[int | tuple[Any, ...], Checked(_before_after, _PAIRS)]
"""What is added before and after: one number, one an axis, or a pair [before, after] an axis."""
SignedPads = Annotated[int | tuple[Any, ...], Checked(_signed_before_after, _PAIRS)]
"""The same, where a negative number crops."""
Padding = Annotated[str | int | tuple[Any, ...], Checked(_padding, {"anyOf": [{"enum": list(MODES)}, _PAIRS]})]
"""``valid``, ``same``, ``same_lower``, ``causal``, or numbers as in ``Pads``."""
SignedPadding = Annotated[
    str | int | tuple[Any, ...], Checked(_signed_padding, {"anyOf": [{"enum": list(MODES)}, _PAIRS]})
]
"""The same, where a negative number crops."""
PaddingMode = Literal["constant", "reflect", "replicate", "circular", "wrap"]
"""Where padded elements come from: zeros or another constant, the input mirrored, its edge repeated, its other end (at
most once, or as often as needed)."""
Scale = Annotated[float | tuple[float, ...], Checked(_scale, {"anyOf": [_NUMBER, {"type": "array", "items": _NUMBER}]})]
"""A factor over 0 for all spatial axes, or one for each; it may be a fraction."""
Probability = Annotated[float, Checked(_probability, {"type": "number", "minimum": 0, "maximum": 1})]
"""A number from 0 to 1."""
Interpolation = Literal[
    "nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "nearest-exact", "lanczos3", "lanczos5"
]
