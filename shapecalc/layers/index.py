"""Indexing as in ``x[:, 1:4, ..., 0, None]``.

>>> Index(key=({"start": None, "stop": None}, {"start": 1, "stop": 4})).output((None, 6, 8))
(None, 3, 8)
>>> Index(key=("...", 0)).output((None, 6, 8)), Index(key=(None,)).output((6, 8))
((None, 6), (1, 6, 8))
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, StrictInt

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import sliced_size
from shapecalc.layers.layer import Layer
from shapecalc.shape import Shape, Size, is_known


class Range(BaseModel):
    """From ``start`` up to, without, ``stop`` in steps; what is left out reaches to the end."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    start: StrictInt | None = None
    stop: StrictInt | None = None
    step: StrictInt | None = None


Part = StrictInt | Literal["..."] | None | Range


class Index(Layer):
    """A number in ``key`` takes one place of its axis, which goes; a range some of them; None is a new axis of 1.

    ``"..."`` stands for the axes that nothing else names, and is at the end where it is left out.
    """

    key: tuple[Part, ...]

    def output(self, x: Shape) -> Shape:
        key = self.key if "..." in self.key else (*self.key, "...")
        named = sum(part is not None and part != "..." for part in key)
        if named > len(x) or key.count("...") > 1:
            raise self._wrong(f"the input has {len(x)} axes, and the key names {named}")
        sizes = iter(x)
        output: list[Size] = []
        for part in key:
            if part is None:
                output.append(1)
            elif part == "...":
                output += [next(sizes) for _ in range(len(x) - named)]
            else:
                output += self._taken(part, next(sizes))
        return tuple(output)

    def _taken(self, part: int | str | Range, size: Size) -> Shape:
        if isinstance(part, Range):
            return (self._ranged(part, size),)
        if is_known(size) and isinstance(part, int) and not -size <= part < size:
            raise self._wrong(f"there is no place {part} on an axis of {size}")
        return ()

    def _ranged(self, part: Range, size: Size) -> Size:
        step = 1 if part.step is None else part.step
        if step == 0:
            raise self._wrong("a step is 0")
        if part.start is None and part.stop is None and step == 1:
            return size
        if not is_known(size):
            return None
        first, last = (0, size) if step > 0 else (size - 1, -size - 1)
        start = first if part.start is None else part.start
        stop = last if part.stop is None else part.stop
        if step < 0 and start < -size:
            return 0
        return sliced_size(size, start, stop, step)

    def _wrong(self, why: str) -> ShapecalcError:
        return ShapecalcError("the key does not fit", why=why, path=("key",))
