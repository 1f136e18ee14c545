"""Indexing as in ``x[:, 1:4, ..., 0, None]``.

>>> Index(key=({"start": None, "stop": None}, {"start": 1, "stop": 4})).output((None, 6, 8))
(None, 3, 8)
>>> Index(key=("...", 0)).output((None, 6, 8)), Index(key=(None,)).output((6, 8))
((None, 6), (1, 6, 8))
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, StrictInt

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import sliced_size
from shapecalc.layers.keeps import A_VIEW, Keeps
from shapecalc.layers.layer import Layer
from shapecalc.layers.reads import ALL_OF_IT, AxisReads, Reads
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
        sizes = iter(x)
        return tuple(each for part in self._parts(x) for each in self._taken(part, sizes))

    def reads(self, x: Shape) -> Reads:
        place = 0
        found: list[AxisReads] = []
        for part in self._parts(x):
            if part is not None:
                found.append(self._read(part, x[len(found)], place))
            place += not isinstance(part, int)
        return (tuple(found),)

    def keeps(self, *inputs: Shape) -> Keeps:  # noqa: ARG002 - of whatever shape
        return A_VIEW

    def _parts(self, x: Shape) -> list[int | Range | None]:
        """Return what is taken of each axis, and None for each new one."""
        key = self.key if "..." in self.key else (*self.key, "...")
        named = sum(part is not None and part != "..." for part in key)
        if named > len(x) or key.count("...") > 1:
            raise self._wrong(f"the input has {len(x)} axes, and the key names {named}")
        dots = key.index("...")
        middle = [Range()] * (len(x) - named)
        return [part for part in (*key[:dots], *middle, *key[dots + 1 :]) if not isinstance(part, str)]

    def _taken(self, part: int | Range | None, sizes: Iterator[Size]) -> Shape:
        if part is None:
            return (1,)
        size = next(sizes)
        if isinstance(part, Range):
            return (self._ranged(part, size),)
        if is_known(size) and not -size <= part < size:
            raise self._wrong(f"there is no place {part} on an axis of {size}")
        return ()

    @staticmethod
    def _read(part: int | Range, size: Size, place: int) -> AxisReads:
        if isinstance(part, int):
            return ALL_OF_IT
        step, start = part.step or 1, part.start or 0
        if step < 0 or not (is_known(size) or start >= 0):
            return ALL_OF_IT
        if step == 1 and start == 0:
            return AxisReads(place)
        from shapecalc.formulas.taps import window_taps

        first = max(start + size, 0) if is_known(size) and start < 0 else start
        return AxisReads(place, window_taps(1, step, -first))

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
