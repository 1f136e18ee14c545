"""An operator on sizes that have names: asked with several numbers for them, each of which remembers its name.

What comes out the same for every choice of numbers holds for all sizes that the operator takes. Where the answers
differ the size is unknown. The numbers are large and small, and in both orders, so that a bound in a comparison shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.names import is_moving, names_in
from shapecalc.importers.onnx.tensors import Flow, Sequence, Tensor
from shapecalc.symbolic.named import Expression
from shapecalc.symbolic.sample import Sample

Sizes = dict[str, int]
_PRIMES = (11, 13, 17, 19, 23, 29, 31, 37)
_DIVISIBLE = 2688
"""2^7 * 3 * 7: what is halved seven times, or cut into windows of 7, comes out even."""


class Answer(NamedTuple):
    """What comes out of an operator, and its multiply-adds (None where they are not known)."""

    outputs: tuple[Flow, ...]
    macs: Any = 0


class _TooSmallError(ShapecalcError):
    """A size would be under 1 for the numbers chosen: nothing is known from them."""


def ask(evaluate: Callable[[tuple[Flow | None, ...]], Answer], tensors: tuple[Flow | None, ...]) -> Answer | None:
    """Return what an operator makes of tensors whose sizes may have names; None where no number is accepted.

    A mistake that reads the same for every number has nothing to do with them, and is raised.
    """
    names = names_in(tensors)
    if not names:
        return evaluate(tensors)
    if is_moving(tensors):  # the numbers themselves stand for many, and a mistake is theirs
        sizes = next(_choices(names))
        return _Agreement([sizes]).of([evaluate(tuple(_sampled(tensor, sizes) for tensor in tensors))])
    answers: list[Answer] = []
    accepted: list[Sizes] = []
    mistakes: list[ShapecalcError] = []
    for sizes in _choices(names):
        try:
            answers.append(evaluate(tuple(_sampled(tensor, sizes) for tensor in tensors)))
            accepted.append(sizes)
        except _TooSmallError:  # noqa: PERF203 - these numbers need not be legal
            continue
        except ShapecalcError as mistake:
            mistakes.append(mistake)
    if not answers and len(mistakes) > 1 and all(each.problems == mistakes[0].problems for each in mistakes):
        raise mistakes[0]
    return _Agreement(accepted).of(answers) if len(answers) > 1 else None


def _choices(names: list[str]) -> Iterator[Sizes]:
    primes = [_PRIMES[place % len(_PRIMES)] + 42 * (place // len(_PRIMES)) for place in range(len(names))]
    yield dict(zip(names, (_DIVISIBLE * prime for prime in primes), strict=True))
    yield dict(zip(names, (_DIVISIBLE // 2 * prime for prime in primes[::-1]), strict=True))
    yield dict(zip(names, primes, strict=True))
    yield dict(zip(names, (prime // 4 for prime in primes[::-1]), strict=True))


def _sampled(flow: Flow | None, sizes: Sizes) -> Flow | None:
    if flow is None:
        return None
    if isinstance(flow, Sequence):
        several = flow.tensors and tuple(_sampled_tensor(each, sizes) for each in flow.tensors)
        return flow._replace(tensors=several)
    return _sampled_tensor(flow, sizes)


def _sampled_tensor(tensor: Tensor, sizes: Sizes) -> Tensor:
    def number(value: Any) -> Any:
        return Sample.of(value, value.evaluate(sizes)) if isinstance(value, Expression) else value

    shape, elements = tensor.shape and tuple(map(number, tensor.shape)), tensor.elements
    if any(isinstance(size, Sample) and size < 1 for size in shape or ()):
        raise _TooSmallError("a size is under 1")
    return tensor._replace(
        shape=shape,
        elements=None if elements is None else tuple(map(number, elements)),
    )


class _Agreement(NamedTuple):
    """What several answers have in common, each for other sizes of the names."""

    sizes: list[Sizes]

    def of(self, answers: list[Answer]) -> Answer:
        outputs = tuple(map(self._flow, zip(*(answer.outputs for answer in answers), strict=True)))
        return Answer(outputs, self._value([answer.macs for answer in answers]))

    def _flow(self, flows: tuple[Flow, ...]) -> Flow:
        if not isinstance(flows[0], Sequence):
            return self._tensor(tuple(flow for flow in flows if isinstance(flow, Tensor)))
        several = [flow.tensors for flow in flows if isinstance(flow, Sequence)]
        found = [each for each in several if each is not None]
        if len(found) != len(flows) or len({len(each) for each in found}) != 1:
            return Sequence(None, flows[0].type)
        return Sequence(tuple(map(self._tensor, zip(*found, strict=True))), flows[0].type)

    def _tensor(self, tensors: tuple[Tensor, ...]) -> Tensor:
        shape = self._values([tensor.shape for tensor in tensors])
        elements = None if shape is None else self._values([tensor.elements for tensor in tensors])
        unknown = elements is None or all(each is None for each in elements)
        return Tensor(shape, None if unknown else elements, tensors[0].type)

    def _values(self, several: list[tuple[Any, ...] | None]) -> tuple[Any, ...] | None:
        found = [each for each in several if each is not None]
        if len(found) != len(several) or len({len(each) for each in found}) != 1:
            return None
        return tuple(self._value(list(values)) for values in zip(*found, strict=True))

    def _value(self, values: list[Any]) -> Any:
        """Return what the first value is, as an expression where it comes from names, if it holds for all the sizes."""
        first = values[0]
        if not isinstance(first, Sample):
            same = all(each == first and isinstance(each, int) == isinstance(first, int) for each in values)
            return first if same else None
        expression = first.expression
        if any(
            not isinstance(value, int) or value != expression.evaluate(sizes)
            for value, sizes in zip(values, self.sizes, strict=True)
        ):
            return None
        return expression if expression.number is None else expression.number
