"""Cards made, and settings refused, in the words of whoever spelled them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shapecalc.errors import Problem, ShapecalcError, did_you_mean
from shapecalc.layers import LAYERS, card

if TYPE_CHECKING:
    from pydantic import ValidationError

    from shapecalc.layers.layer import Layer
    from shapecalc.shape import DataFormat, Shape

Settings = dict[str, Any]


def build(
    word: str, settings: Settings, rank: int | None, data_format: DataFormat, theirs: Mapping[str, str] | None = None
) -> Layer:
    """Make a card; a setting that it refuses is named as the user spelled it (``theirs``: our name -> the user's)."""
    from pydantic import ValidationError

    kind = card(word)
    fields = kind.model_fields
    placed: Settings = {"rank": rank} if rank is not None and "rank" in fields else {}
    if "data_format" in fields and settings.get("data_format") is None:
        placed["data_format"] = data_format
    try:
        return kind(**{**settings, **LAYERS[word].fixed, **placed})
    except ValidationError as error:
        raise ShapecalcError(problems=_refused(error, theirs or {})) from None


def unchecked(word: str, settings: Settings, data_format: DataFormat) -> Layer:
    """Make a card of settings that are known to be right, and need not be of the types that a user may write."""
    kind = card(word)
    placed: Settings = {"data_format": data_format} if "data_format" in kind.model_fields else {}
    return kind.model_construct(**{**placed, **settings, **LAYERS[word].fixed})


def _refused(error: ValidationError, theirs: Mapping[str, str]) -> list[Problem]:
    problems = []
    for each in error.errors():
        setting = str(each["loc"][0]) if each["loc"] else ""
        name = theirs.get(setting, setting)
        if each["type"] == "missing":
            problems.append(Problem(f"{name} is missing", fix=f"give {name}", path=(name,)))
        else:
            why = each["msg"].removeprefix("Value error, ").replace("Input should be", "it must be")
            problems.append(Problem(f"{name} is {short(each['input'])}", why=why, path=(name,)))
    return problems


def renamed(problem: Problem, theirs: Mapping[str, str]) -> Problem:
    """Return a card's mistake with the setting that it is about named as the framework's users do."""
    ours = str(problem.path[0]) if problem.path else ""
    name = theirs.get(ours, ours)
    if name == ours:
        return problem
    what, why, fix = (re.sub(rf"\b{ours}\b", name, text) for text in problem[:3])
    return problem._replace(what=what, why=why, fix=fix, path=(name, *problem.path[1:]))


def short(value: object) -> str:
    """Return a value as text, cut in the middle of nowhere if it is very long."""
    text = repr(value) if not isinstance(value, int) or abs(value) < 10**40 else f"a number of over {40} digits"
    return text if len(text) <= 60 else f"{text[:57]}..."


def checked_shape(shape: object) -> Shape:
    """Return a shape as a tuple, and refuse what is none."""
    if isinstance(shape, (list, tuple)) and all(map(_is_size, shape)):
        return tuple(shape)
    raise ShapecalcError(
        f"a shape is {short(shape)}",
        why="it must be a list of sizes: whole numbers, 0 or more, None or names where they are open",
        path=("shapes",),
    )


def _is_size(size: object) -> bool:
    return size is None or isinstance(size, str) or (isinstance(size, int) and not isinstance(size, bool) and size >= 0)


def unknown_setting(class_name: str, key: str, allowed: list[str], fix: str = "") -> Problem:
    """Return the mistake of a setting that a class does not have; ``fix`` if it is known what is meant."""
    takes = f"it takes {', '.join(allowed)}" if allowed else "it takes none"
    return Problem(
        f"{class_name} has no setting {key!r}",
        why=takes,
        fix=fix or did_you_mean(key, allowed) or "remove it",
        path=(key,),
    )


def missing_setting(class_name: str, key: str) -> Problem:
    """Return the mistake of a setting that has no default and is not given."""
    return Problem(f"{class_name} needs {key}", why="it has no default", fix=f"add {key}")
