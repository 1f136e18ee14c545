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

    expression: Expression | None
    """None for a sample that has forgotten it; what is computed from that has forgotten it too."""

    def __neg__(self) -> Sample:
        return Sample.of(self.expression and Expression.of(0).minus(self.expression), -int(self))

    @classmethod
    def of(cls, expression: Expression | None, number: int) -> Sample:
        """Return a number that is an expression's for some sizes."""
        made = cls(number)
        made.expression = expression
        return made


def _operator(name: str, of_expressions: str, *, turned: bool = False) -> None:
    plain = getattr(int, name)

    def computed(self: Sample, other: object) -> object:
        number = plain(self, other)
        if number is NotImplemented or (not isinstance(other, Sample) and type(other) is not int):
            return number
        mine, its = self.expression, other.expression if isinstance(other, Sample) else _constant(other)
        if mine is None or its is None:
            return Sample.of(None, number)
        one, two = (its, mine) if turned else (mine, its)
        try:
            return Sample.of(getattr(one, of_expressions)(two), number)
        except TooLongError:
            return number

    setattr(Sample, name, computed)


for _name, _method in (("add", "plus"), ("sub", "minus"), ("mul", "times"), ("floordiv", "over"), ("mod", "modulo")):
    _operator(f"__{_name}__", _method)
    _operator(f"__r{_name}__", _method, turned=True)


@lru_cache(maxsize=1024)
def _constant(number: int) -> Expression:
    return Expression.of(number)
