"""One answer: the settings of a layer that takes one size to another."""

from __future__ import annotations

from typing import NamedTuple

from shapecalc.formulas import effective_kernel
from shapecalc.solver.ops import OPS


class Solution(NamedTuple):
    """Settings that take ``size`` to ``out``; everything else follows from these numbers.

    >>> dcgan = Solution("transpose", 4, stride=2, padding=1, output_padding=0, dilation=1, size=64, out=128)
    >>> dcgan.recipe, dcgan.exact, dcgan.checkerboard_free, dcgan.output_size(100)
    ('DCGAN', True, True, 200)
    """

    op: str
    kernel_size: int
    stride: int
    padding: int
    output_padding: int
    dilation: int
    size: int
    out: int

    def output_size(self, size: int) -> int:
        """Return what the same settings make of another size, by the formula."""
        return OPS[self.op].output_size(size, *self[1:6])

    @property
    def effective_kernel(self) -> int:
        """How far the kernel reaches."""
        return effective_kernel(self.kernel_size, self.dilation)

    @property
    def exact(self) -> bool:
        """Whether the sizes go by the stride for every input: doubled is doubled, halved is halved (even sizes)."""
        return OPS[self.op].exact(self)

    @property
    def covers(self) -> bool:
        """Whether every input counts and every output is made of some: no gaps, and nothing lost at the end."""
        return OPS[self.op].covers(self)

    @property
    def checkerboard_free(self) -> bool | None:
        """Whether every output in the interior meets as many inputs; None for a convolution."""
        return OPS[self.op].checkerboard_free(self)

    @property
    def recipe(self) -> str | None:
        """The name the field knows these settings by."""
        recipes = OPS[self.op].recipes(self.stride)
        return recipes[self.recipe_place].name if self.recipe_place < len(recipes) else None

    @property
    def recipe_place(self) -> int:
        """The place among the recipes of the stride, 0 the most usual; what has no name comes after them."""
        recipes = OPS[self.op].recipes(self.stride)
        undilated = (place for place, recipe in enumerate(recipes) if self.dilation == 1 and self[1:5] == recipe[1:])
        return next(undilated, len(recipes))
