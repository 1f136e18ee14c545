"""A die for settings and sizes: mostly legal, sometimes at a boundary, sometimes meant to be illegal."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from tests.comparison import Row

OFTEN_ONE = (1, 1, 1, 2, 3, 4)


class Dice(Random):
    """Throws small numbers: few need a large one to differ."""

    def chance(self, often: float) -> bool:
        return self.random() < often

    def boundary(self, often: float = 0.03) -> bool:
        """Tell whether to go to the edge of what is legal."""
        return self.chance(often)

    def slip(self, often: float = 0.04) -> bool:
        """Tell whether to do something that is meant to be illegal."""
        return self.chance(often)

    def slips(self, often: float, wrong: Sequence[Any], value: Any) -> Any:
        """Return the value, or seldom one that is meant to be illegal."""
        return self.choice(wrong) if self.slip(often) else value

    def size(self, high: int = 5, *, empty: float = 0.03) -> int:
        return 0 if self.boundary(empty) else self.randint(1, high)

    def sizes(self, number: int, high: int = 5, *, empty: float = 0.03) -> list[int]:
        return [self.size(high, empty=empty) for _ in range(number)]

    def some(self, often: float = 0.5, **settings: Any) -> dict[str, Any]:
        """Return some of the settings; the rest has its default."""
        return {name: value for name, value in settings.items() if self.chance(often)}

    def flag(self, often: float = 0.5) -> bool:
        return self.chance(often)

    def per_axis(self, rank: int, low: int, high: int, *, wrong: float = 0.04) -> int | list[int]:
        """Return one number, or one for each axis; seldom a negative one, a zero, or too many or few."""
        if self.slip(wrong):
            length = rank + self.choice((-1, 1, 1))
            return self.choice((-1, -2, 0, [self.randint(low, high)], self.numbers(max(length, 1), low, high)))
        return self.randint(low, high) if self.flag() else self.numbers(rank, low, high)

    def numbers(self, count: int, low: int, high: int) -> list[int]:
        return [self.randint(low, high) for _ in range(count)]

    def off_by_one(self, shape: list[int], often: float) -> list[int]:
        """Return the shape, seldom with one size larger than it should be."""
        if shape and self.slip(often):
            place = self.randrange(len(shape))
            return [size + (at == place) for at, size in enumerate(shape)]
        return shape

    def off_by_an_axis(self, shape: list[int], often: float) -> list[int]:
        """Return the shape, seldom with its first axis missing or one more before it."""
        if self.slip(often):
            return shape[1:] if self.flag() else [1, *shape]
        return shape


def rank_of(layer: str) -> int:
    """Return the rank in a class name."""
    return int(layer[-2])


def on_axis(value: Any, place: int) -> int:
    """Return a setting on one axis, as far as it is given there."""
    if isinstance(value, list):
        return int(value[place % len(value)])
    return int(value)


def case(args: Row, *shapes: list[int], **call: Any) -> Row:
    """Return a case of a layer that has yet to be named."""
    return {"args": args, "input_shapes": [list(shape) for shape in shapes], **({"call": call} if call else {})}
