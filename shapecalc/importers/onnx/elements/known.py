"""What is known of an operator's inputs, and where the elements of its output stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, NamedTuple

from shapecalc.importers.onnx.tensors import Tensor

Elements = tuple[Any, ...]
Index = tuple[int, ...]


class Known(NamedTuple):
    """An operator's attributes, what comes in (None where an input is left out) and the shapes that come out."""

    attributes: Mapping[str, Any]
    inputs: tuple[Tensor | None, ...]
    shapes: tuple[Index, ...]

    @property
    def first(self) -> Tensor:
        """Return the first input."""
        return self.at(0)

    def at(self, place: int) -> Tensor:
        """Return an input; one that is left out has no elements."""
        found = self.inputs[place] if place < len(self.inputs) else None
        return found if found is not None else Tensor((), None)

    def numbers(self, name: str, place: int) -> Elements | None:
        """Return numbers that are an attribute or, in later operator sets, an input; None where they are not given."""
        given = self.attributes.get(name)
        return tuple(given) if given is not None else self.at(place).elements


def places(shape: Index) -> Iterator[Index]:
    """Yield every index of a shape, the last axis fastest."""
    return product(*map(range, shape))


def flat(index: Index, shape: Index) -> int:
    """Return where an index stands in row-major order."""
    place = 0
    for each, size in zip(index, shape, strict=True):
        place = place * size + each
    return place


def moved(known: Known, source: Callable[[Index], Index]) -> Elements | None:
    """Return the output whose element at an index stands in the first input at ``source`` of that index."""
    elements, shape = known.first.elements, known.first.shape
    if elements is None or shape is None:
        return None
    if len(elements) == 1:  # wherever it is looked for
        return elements * prod(known.shapes[0])
    return tuple(elements[flat(source(index), ints(shape))] for index in places(known.shapes[0]))


def ints(shape: Any) -> Index:
    """Return the sizes of a shape that has no open one."""
    return tuple(shape)


def stretched(shape: Index) -> Callable[[Index], Index]:
    """Return where an index of the output stands in an input of a shape that is stretched to it."""

    def source(index: Index) -> Index:
        own = index[len(index) - len(shape) :]
        return tuple(0 if size == 1 else place for place, size in zip(own, shape, strict=True))

    return source


class Rule(NamedTuple):
    """How an operator's elements are computed, for each output where there are several.

    ``needs`` is told of every input that is there whether it has known elements: ``all``, ``any`` or the ``first`` of
    them must have some, or nothing is known of the output.
    """

    elements: Callable[[Known], Elements | list[Elements | None] | None]
    needs: Callable[[Sequence[bool]], bool]


def first(known: Sequence[bool]) -> bool:
    """Tell whether the first input is known; without it nothing is."""
    return known[:1] == [True]


def nothing(_: Sequence[bool]) -> bool:
    """Tell that shapes alone will do."""
    return True
