"""Einsum: a sum of products, told by letters; ``ij,jk->ik`` is the matrix product.

>>> Einsum(equation="bij,bjk->bik").output((None, 5, 8), (None, 8, 3)), Einsum(equation="ij,jk").macs((5, 8), (8, 3))
((None, 5, 3), 120)
>>> Einsum(equation="...ii->...i").output((2, 3, 4, 4))
(2, 3, 4)
"""

from __future__ import annotations

from collections import Counter
from typing import ClassVar, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.layers.elementwise import broadcast, settling
from shapecalc.layers.keeps import Keeps, every_input
from shapecalc.layers.layer import Layer
from shapecalc.shape import Shape, Size, is_known, samples, times

DOTS = "..."


class _Found(NamedTuple):
    sizes: dict[str, Size]
    rest: Shape
    often: Counter[str]


class Einsum(Layer):
    """A letter names an axis, and ``...`` the axes without a name, which are stretched to fit.

    Letters that the output does not hold are summed over; without ``->`` those that stand once come out, in order.
    A letter has one size, or 1, everywhere; with ``lenient`` only the first place is looked at. The first axis of the
    first input is the batch: where it is open, the MACs are those of one sample.
    """

    inputs: ClassVar[tuple[int, int | None]] = (1, None)
    equation: str
    lenient: bool = False

    def output(self, *inputs: Shape) -> Shape:
        found = self._read(inputs)
        return self._written(found)

    def keeps(self, *inputs: Shape) -> Keeps:
        return every_input(*inputs)

    def macs(self, *inputs: Shape) -> int | None:
        found = self._read(inputs)
        first = self.equation.lstrip()[:1]
        sizes = {**found.sizes, first: samples((found.sizes[first],))} if first in found.sizes else found.sizes
        rest = found.rest if first in found.sizes else (samples(found.rest[:1]), *found.rest[1:])
        return 0 if len(inputs) < 2 else times(*rest, *sizes.values())

    def _read(self, inputs: tuple[Shape, ...]) -> _Found:
        terms = self.equation.replace(" ", "").split("->")[0].split(",")
        if len(terms) != len(inputs):
            raise self._wrong(f"it has {len(terms)} terms, and there are {len(inputs)} inputs")
        sizes: dict[str, Size] = {}
        rest: Shape | None = None
        often: Counter[str] = Counter()
        for term, shape in zip(terms, inputs, strict=True):
            before, dots, after = term.partition(DOTS)
            self._check(term, before + after, shape, dots)
            often.update(before + after)
            end = len(shape) - len(after)
            unnamed = shape[len(before) : end]
            for letter, size in zip(before + after, (*shape[: len(before)], *shape[end:]), strict=True):
                sizes[letter] = self._merged(sizes[letter], size) if letter in sizes else size
            if dots:
                rest = unnamed if rest is None else self._stretched(rest, unnamed)
        return _Found(sizes, rest or (), often)

    def _check(self, term: str, letters: str, shape: Shape, dots: str) -> None:
        if letters and not (letters.isascii() and letters.isalpha()):
            raise self._wrong(f"{term!r} holds more than letters")
        if len(letters) > len(shape) or (not dots and len(letters) != len(shape)):
            raise self._wrong(f"{term!r} names {len(letters)} axes, and the shape is {shape}")

    def _stretched(self, rest: Shape, unnamed: Shape) -> Shape:
        if len(rest) != len(unnamed):
            raise self._wrong(f"{DOTS} stands for {len(rest)} axes and for {len(unnamed)}")
        if self.lenient:
            return tuple(new if old == 1 and is_known(new) else old for old, new in zip(rest, unnamed, strict=True))
        return broadcast((rest, unnamed), settling)

    def _merged(self, old: Size, new: Size) -> Size:
        return old if self.lenient else broadcast(((old,), (new,)), settling)[0]

    def _written(self, found: _Found) -> Shape:
        _, arrow, right = self.equation.replace(" ", "").partition("->")
        if not arrow:
            once = sorted(letter for letter, often in found.often.items() if often == 1)
            return (*found.rest, *(found.sizes[letter] for letter in once))
        before, dots, after = right.partition(DOTS)
        unknown = set(before + after) - set(found.sizes)
        if unknown:
            raise self._wrong(f"no input has the letter {min(unknown)!r}")
        rest = found.rest if dots else ()
        return (*(found.sizes[one] for one in before), *rest, *(found.sizes[one] for one in after))

    def _wrong(self, why: str) -> ShapecalcError:
        return ShapecalcError(f"the equation {self.equation!r} does not fit", why=why, path=("equation",))
