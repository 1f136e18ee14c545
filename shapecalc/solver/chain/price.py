"""What a chain costs, as one integer, so that prices add up and compare at once: what counts more stands higher.

From the highest digit: layers that leave gaps, parameters, MACs (both 0 where no channels are given), and how unusual
the settings are.
"""

from __future__ import annotations

from shapecalc.solver.ops import Op
from shapecalc.solver.search import usual
from shapecalc.solver.solution import Solution

Pair = tuple[int, int]
"""The channels before a stage and after it."""
_DIGIT = 40
"""The bits of one part of the unusual, which no sum over the stages of a chain fills."""
_UNUSUAL = 8 * _DIGIT
_MACS, _PARAMS = 320, 160
"""Bits, for channels to 10**9 and sizes to 10**18 at every stage of a chain."""


def price(gaps: int, params: int, macs: int, unusual: int) -> int:
    """Return a price."""
    return (((((gaps << _PARAMS) + params) << _MACS) + macs) << _UNUSUAL) + unusual


def unusual(one: Solution) -> int:
    """Return how unusual settings are: without a name, fitting some sizes only, and then by their numbers."""
    rule = one.affine
    exact = rule is not None and rule.exact
    number = 0
    for part in (not (exact and one.recipe is not None), not exact, one.recipe_place, *usual(one)):
        number = (number << _DIGIT) + part
    return number


def leaves_gaps(one: Solution) -> bool:
    """Tell whether some learned outputs hold the bias alone, or some inputs are skipped."""
    added = 0 if one.output_padding is None or isinstance(one.padding, str) else one.output_padding - one.padding
    return one.layer.learnable and (one.kernel_size < one.stride or added > 0)


class Tariff:
    """What a layer's kernels cost between two numbers of channels: once, and for each position they are laid on."""

    def __init__(self, op: Op, pair: Pair) -> None:
        self.op = op
        self.pair = pair
        self.free = not op.learnable or not all(pair)
        self._kernels: dict[int, tuple[int, int]] = {}

    def price(self, kernel_size: int, positions: int) -> int:
        """Return the price of parameters and MACs."""
        if self.free:
            return 0
        if kernel_size not in self._kernels:
            self._kernels[kernel_size] = self._of((kernel_size,) * 2)
        once, each = self._kernels[kernel_size]
        return once + positions * each

    def _of(self, kernel: Pair) -> Pair:
        params, macs = self.op.parameters(kernel, self.pair), self.op.macs((1, 1), (1, 1), kernel, self.pair)
        return price(0, params, 0, 0), price(0, 0, macs, 0)
