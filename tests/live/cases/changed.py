"""A recorded case, changed: settings of other cases of its layer, other numbers, other sizes, seldom another rank."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.comparison import Row
from tests.live.cases.dice import Dice

SIZES = (None, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 20)
ANOTHER = 0.35
"""How often a setting or an axis is changed."""


def changed(dice: Dice, cases: list[Row]) -> Row:
    """Return a case made of one or a few of the same layer."""
    row = dice.choice(cases)
    settings = _crossed(dice, row["args"], cases)
    if dice.flag():
        settings = {name: _near(dice, value) if dice.flag() else value for name, value in settings.items()}
    shapes = _resized(dice, dice.choice(cases) if dice.chance(0.2) else row)
    return {"args": settings, "input_shapes": shapes, **({"call": row["call"]} if "call" in row else {})}


def _crossed(dice: Dice, args: Row, cases: list[Row]) -> Row:
    """Return the settings with some of them as in other cases: left out, given, or of another value."""
    settings = deepcopy(args)
    for name in args:
        if dice.chance(ANOTHER):
            other = dice.choice(cases)["args"]
            if name in other:
                settings[name] = deepcopy(other[name])
            elif dice.flag():
                del settings[name]
    if dice.chance(ANOTHER):
        other = dice.choice(cases)["args"]
        settings |= {name: deepcopy(other[name]) for name in other if name not in settings and dice.flag()}
    return settings


def _near(dice: Dice, value: Any) -> Any:
    """Return a value like this one; a number may become illegal, a list may get too short or too long."""
    if isinstance(value, bool):
        return value != dice.chance(0.3)
    if isinstance(value, int):
        near = (value, value, value + 1, max(1, value - 1), dice.randint(1, 9), dice.randint(1, 9))
        return dice.choice((*near, dice.randint(-2, 12)))
    if isinstance(value, list):
        near_list = [_near(dice, each) for each in value]
        return dice.slips(0.08, (near_list[:-1], [*near_list, dice.choice((1, 2, 3, -1))]), near_list)
    if isinstance(value, dict):
        return {name: each if name == "class_name" else _near(dice, each) for name, each in value.items()}
    return value


def _resized(dice: Dice, row: Row) -> list[list[Any]]:
    """Return the shapes with some sizes changed: mostly the same axis of all inputs alike."""
    shapes = [list(shape) for shape in row["input_shapes"]]
    alike = dice.chance(0.7)
    for place in range(max(map(len, shapes), default=0)):
        if dice.chance(ANOTHER):
            size = _size(dice)
            for shape in shapes:
                if place < len(shape):
                    shape[place] = size if alike else _size(dice)
    if not alike:
        shapes = [[_size(dice) if dice.chance(ANOTHER / 2) else size for size in shape] for shape in shapes]
    if dice.slip(0.06):
        return dice.choice((_longer(dice, shapes), _shorter(dice, shapes)))
    return shapes[:-1] if len(shapes) > 1 and dice.slip(0.02) else shapes


def _size(dice: Dice) -> int | None:
    return 0 if dice.boundary(0.02) else dice.choice(SIZES)


def _longer(dice: Dice, shapes: list[list[Any]]) -> list[list[Any]]:
    place, size = dice.randint(0, max(map(len, shapes), default=0)), dice.choice((1, 2, 3, 5, None))
    return [[*shape[:place], size, *shape[place:]] for shape in shapes]


def _shorter(dice: Dice, shapes: list[list[Any]]) -> list[list[Any]]:
    place = dice.randrange(max(1, max(map(len, shapes), default=1)))
    return [[*shape[:place], *shape[place + 1 :]] for shape in shapes]
