"""Where the variables of symbolic sizes stand, how far they may move from there, and what cannot be followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from shapecalc.symbolic.polynomial import Terms
from shapecalc.symbolic.steady import beside, reaching, steady


class Split(Exception):  # noqa: N818 - a request, not an error
    """A floor asks for the residue classes of a variable: ``q = parts*q' + 0, 1, ...``."""

    def __init__(self, variable: str, parts: int) -> None:
        super().__init__(variable, parts)
        self.variable = variable
        self.parts = parts


class IrregularError(Exception):
    """A size does not follow a pattern that a polynomial can say, as when a float is rounded; ``str`` says which."""


class Point:
    """Where the variables stand, and the box around it in which every comparison so far has the same answer.

    A comparison of several variables at once is kept in ``mixed``, as the polynomial whose sign decides it. When the
    computation is ``over``, its sizes are equal to nothing any more: whoever has remembered an answer by such a size
    must not give it to the next one.
    """

    def __init__(self, at: Mapping[str, int], low: Mapping[str, int] | None = None) -> None:
        self.at = dict(at)
        self.low: dict[str, int] = dict(low or {})
        self.high: dict[str, int] = {}
        self.mixed: list[Terms] = []
        self.over = False
        self.shown: Callable[[Terms], str] | None = None
        """How a size of this point is written; without it, as the number that it is here."""

    def decide(self, terms: Terms) -> None:
        """Remember where the sign that a polynomial has here holds."""
        names = {name for factors in terms for name in factors}
        if len(names) > 1:
            self.mixed.append(terms)
        for name in names if len(names) == 1 else ():
            self._keep(name, *steady(terms, self.at[name]))

    def reach(self, terms: Terms, bound: int) -> None:
        """Remember where it holds that a polynomial is at least a bound, or that it is not, whichever is so here."""
        names = {name for factors in terms for name in factors}
        if len(names) > 1:
            self.mixed.append(beside(terms, bound))
        for name in names if len(names) == 1 else ():
            self._keep(name, *reaching(terms, self.at[name], bound))

    def _keep(self, name: str, low: int | None, high: int | None) -> None:
        if low is not None and low > self.low.get(name, low - 1):
            self.low[name] = low
        if high is not None and high < self.high.get(name, high + 1):
            self.high[name] = high
