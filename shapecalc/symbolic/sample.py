"""A whole number that remembers how it came from the sizes that have names."""

from __future__ import annotations

from functools import lru_cache

from shapecalc.symbolic.named import Expression, TooLongError


class Sample(int):
    """What an expression is for some sizes of its names.

    Whatever computes with integers computes with samples too; comparisons are those of the numbers.

    >>> size = Sample.of(Expression.named("height"), 224)
    >>> (size + 2 * 3 - 7) // 2 + 1, ((size + 2 * 3 - 7) // 2 + 1).expression
    (112, '(height - 1)//2 + 1')
    """

    expression: Expression

    def __neg__(self) -> Sample:
        return Sample.of(Expression.of(0).minus(self.expression), -int(self))

    @classmethod
    def of(cls, expression: Expression, number: int) -> Sample:
        """Return a number that is an expression's for some sizes."""
        made = cls(number)
        made.expression = expression
        return made


def _operator(name: str, of_expressions: str, *, turned: bool = False) -> None:
    plain = getattr(int, name)

    def computed(self: Sample, other: object) -> object:
        number = plain(self, other)
        term = _expression(other)
        if number is NotImplemented or term is None:
            return number
        one, two = (term, self.expression) if turned else (self.expression, term)
        try:
            return Sample.of(getattr(one, of_expressions)(two), number)
        except TooLongError:
            return number

    setattr(Sample, name, computed)


for _name, _method in (("add", "plus"), ("sub", "minus"), ("mul", "times"), ("floordiv", "over"), ("mod", "modulo")):
    _operator(f"__{_name}__", _method)
    _operator(f"__r{_name}__", _method, turned=True)


def _expression(value: object) -> Expression | None:
    if isinstance(value, Sample):
        return value.expression
    return _constant(int(value)) if type(value) is int else None


@lru_cache(maxsize=1024)
def _constant(number: int) -> Expression:
    return Expression.of(number)
