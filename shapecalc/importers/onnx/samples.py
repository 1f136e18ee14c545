"""An operator on sizes that have names: asked with several numbers for them, each of which remembers its name.

What comes out the same for every choice of numbers holds for all sizes that the operator takes. Where the answers
differ the size is unknown. The numbers are large and small, and in both orders, so that a bound in a comparison shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.importers.onnx.names import is_moving, kinds_in, names_in
from shapecalc.importers.onnx.tensors import Flow, Sequence, Tensor
from shapecalc.symbolic.named import Expression
from shapecalc.symbolic.sample import Sample

Sizes = dict[str, int]
Flows = tuple[Flow | None, ...]
_PRIMES = (11, 13, 17, 19, 23, 29, 31, 37)
_DIVISIBLE = 2688
"""2^7 * 3 * 7: what is halved seven times, or cut into windows of 7, comes out even."""


class Answer(NamedTuple):
    """What comes out of an operator, and its multiply-adds (None where they are not known)."""

    outputs: tuple[Flow, ...]
    macs: Any = 0


class _TooSmallError(ShapecalcError):
    """A size would be under 1 for the numbers chosen: nothing is known from them."""


def ask(evaluate: Callable[[Flows], Answer], flows: Flows, kinds: set[type]) -> Answer | None:
    """Return what an operator makes of flows whose sizes may have names; None where no number is accepted.

    ``kinds`` are the types of their sizes and elements. A mistake that reads the same for every number has nothing to
    do with them, and is raised.
    """
    if Expression not in kinds:
        return evaluate(flows)
    opened = tuple(Expression in kinds_in([flow]) for flow in flows)
    choices = _choices(names_in(flow for flow, is_open in zip(flows, opened, strict=True) if is_open))
    if is_moving(kinds):
        return _beside_moving(lambda sampling: evaluate(sampling.of_all(flows, opened)), choices)
    return _asked(lambda sampling: evaluate(sampling.of_all(flows, opened)), choices)


def _beside_moving(evaluate: Callable[[_Sampling], Answer], choices: Iterator[Sizes]) -> Answer:
    """Return the answer for sizes that stand for many themselves, as far as large and small numbers beside them agree.

    A mistake is theirs, and is raised.
    """
    large, _, small, _ = choices
    answers, accepted = [evaluate(_Sampling(large, True))], [large]
    with suppress(ShapecalcError):  # small numbers need not be legal
        answers.append(evaluate(_Sampling(small, False)))
        accepted.append(small)
    return _Agreement(accepted).of(answers)


def _asked(evaluate: Callable[[_Sampling], Answer], choices: Iterator[Sizes]) -> Answer | None:
    """Return what the answers for several choices of numbers have in common."""
    answers: list[Answer] = []
    accepted: list[Sizes] = []
    mistakes: list[ShapecalcError] = []
    for sizes in choices:
        try:
            answers.append(evaluate(_Sampling(sizes, not answers)))
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


class _Sampling(NamedTuple):
    """Numbers for the names; the samples of an answer that others are compared with need not remember theirs."""

    sizes: Sizes
    remembers: bool

    def of_all(self, flows: Flows, opened: tuple[bool, ...]) -> Flows:
        return tuple(self._of(flow) if is_open else flow for flow, is_open in zip(flows, opened, strict=True))

    def _of(self, flow: Flow | None) -> Flow | None:
        if isinstance(flow, Sequence):
            return flow._replace(tensors=flow.tensors and tuple(map(self._tensor, flow.tensors)))
        return None if flow is None else self._tensor(flow)

    def _tensor(self, tensor: Tensor) -> Tensor:
        shape, elements = tensor.shape and tuple(map(self._number, tensor.shape)), tensor.elements
        if any(isinstance(size, Sample) and size < 1 for size in shape or ()):
            raise _TooSmallError("a size is under 1")
        return Tensor(shape, None if elements is None else tuple(map(self._number, elements)), tensor.type)

    def _number(self, value: Any) -> Any:
        if not isinstance(value, Expression):
            return value
        return Sample.of(value if self.remembers else None, value.evaluate(self.sizes))


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
        expression = first.expression if isinstance(first, Sample) else None
        if expression is None:
            same = all(each == first and isinstance(each, int) == isinstance(first, int) for each in values)
            return first if same else None
        if any(
            not isinstance(value, int) or value != expression.evaluate(sizes)
            for value, sizes in zip(values, self.sizes, strict=True)
        ):
            return None
        return expression if expression.number is None else expression.number
