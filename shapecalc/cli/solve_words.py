"""What is written after ``solve``'s options, as numbers: 64x48, 63,64,65, 512:64."""

from __future__ import annotations

from typing import Any

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ops import OPS

MOST_DIGITS = 40
_BETWEEN_AXES = str.maketrans("X*×", "xxx")  # noqa: RUF001 - the sign that people copy


def sizes(text: str | None, name: str) -> Any:
    """Return a size, a tuple of one for each axis, or a list of cases.

    >>> sizes("64", "size"), sizes("64x48", "size"), sizes("63,64", "size"), sizes("63x47,64x48", "size")
    (64, (64, 48), [63, 64], [(63, 47), (64, 48)])
    """
    if text is None:
        raise ShapecalcError(
            "there is no size" if name == "size" else "there is no output size",
            why="a size, or a factor for every size, is needed",
            fix="give --in 64 --out 128, or --factor 2",
            path=(name,),
        )
    words = text.split(",")
    if any(len(word) == 3 and word.startswith("0") for word in words[1:]):
        raise ShapecalcError(
            f"{name} is {text!r}",
            why="a comma stands between cases, not between thousands",
            fix=f"write {''.join(words)}",
            path=(name,),
        )
    cases = [_axes(case, text, name) for case in words]
    return cases if len(cases) > 1 else cases[0]


def _axes(case: str, text: str, name: str) -> Any:
    axes = tuple(_number(axis, text, name) for axis in case.translate(_BETWEEN_AXES).split("x"))
    return axes if len(axes) > 1 else axes[0]


def _number(word: str, text: str, name: str) -> int:
    word = word.strip()
    if (found := whole(word)) is not None:
        return found
    told = f"{word!r} in {text!r} is no size" if word else f"a size is missing in {text!r}"
    raise ShapecalcError(
        f"{name} is {text!r}" if word == text else told, why="a size is a whole number", fix=_meant(text), path=(name,)
    )


def whole(word: str) -> int | None:
    """Return a word as a number, None where it is none, or one of more digits than any limit here has.

    >>> whole("64"), whole("-3"), whole("same"), whole("²"), whole("1" * 5000)
    (64, -3, None, None, None)
    """
    digits = word.removeprefix("-").removeprefix("+")
    return int(word) if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else None


def _meant(text: str) -> str:
    """Return what to write instead of what is no size.

    >>> _meant("64.0"), _meant("1e6"), _meant("1_000"), _meant("(64, 48)")
    ('write 64', 'write 1000000', 'write 1000', 'write 64x48')
    >>> _meant("1/2")
    'write 64; a part of every size is asked for with --factor 1/2'
    """
    import re

    if tuple_ := re.fullmatch(r"[(\[] *(\d+(?: *, *\d+)*) *,? *[)\]]", text):
        return f"write {'x'.join(re.split(' *, *', tuple_[1]))}"
    if re.fullmatch(r"[1-9]\d*/[1-9]\d*", text):
        return f"write 64; a part of every size is asked for with --factor {text}"
    if number := re.fullmatch(r"(\d{1,18})(?:\.0*)?(?:e\+?(\d{1,2}))?", text.replace("_", ""), re.IGNORECASE):
        return f"write {int(number[1]) * 10 ** int(number[2] or 0)}"
    return "write 64; 64x48 for two axes; 63,64,65 for several cases"


def channels(text: str | None) -> tuple[int, ...] | None:
    """Return channels before, between and after.

    >>> channels("512:64"), channels(None)
    ((512, 64), None)
    """
    if text is None:
        return None
    numbers = [whole(word.strip()) or 0 for word in text.split(":")]
    if len(numbers) > 1 and all(0 < number <= 10**9 for number in numbers):
        return tuple(numbers)
    raise ShapecalcError(
        f"channels is {text!r}",
        why="it must be two or more whole numbers, 1 or more, the input's first",
        fix="write 512:64",
        path=("channels",),
    )


def pair(text: str | None) -> tuple[int, int] | None:
    """Return the channels of one layer.

    >>> pair("512:64")
    (512, 64)
    """
    found = channels(text)
    if found is not None and len(found) != 2:
        why = f"a layer has two numbers, before and after; these are {len(found)}"
        raise ShapecalcError(f"channels is {text!r}", why=why, fix="write 512:64", path=("channels",))
    return found and (found[0], found[1])


def stages(count: str | None, through: str | None, op: str) -> tuple[str, ...] | None:
    """Return the ops of a chain; None where as few as do are wanted.

    >>> stages("3", None, "conv"), stages(None, "conv,pool", "conv"), stages("auto", None, "conv")
    (('conv', 'conv', 'conv'), ('conv', 'pool'), None)
    """
    if through is not None:
        words = tuple(word.strip() for word in through.split(","))
        unknown = [word for word in words if word not in OPS]
        if unknown:
            raise ShapecalcError(
                f"through is {through!r}", why=f"{unknown[0]!r} is none of {', '.join(OPS)}", path=("through",)
            )
        if count is not None and count != str(len(words)):
            raise ShapecalcError(
                f"stages is {count!r}, but through has {len(words)}", fix="leave stages out", path=("stages",)
            )
        return words
    if count == "auto":
        return None
    many = whole(count or "") or 0
    if not 1 <= many <= 32:
        raise ShapecalcError(
            f"stages is {count!r}", why="it must be a whole number, 1 to 32, or auto", fix="use 3", path=("stages",)
        )
    return (op,) * many
