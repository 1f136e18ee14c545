"""One answer: the settings of a layer that takes one size to another."""

from __future__ import annotations

from typing import NamedTuple

from shapecalc.formulas import effective_kernel
from shapecalc.solver.ops import Affine, Op, op_of


class Solution(NamedTuple):
    """Settings that take ``size`` to ``out``; everything else follows from these.

    In Keras' words ``padding`` is ``valid`` or ``same``, and ``output_padding`` may be None. ``mode`` is the op's own.
    An op without settings has its factor in ``stride``, 0 where a size is asked for; ``over`` is what divides it.

    >>> dcgan = Solution("transpose", 4, stride=2, padding=1, output_padding=0, dilation=1, size=64, out=128)
    >>> dcgan.recipe, dcgan.exact, dcgan.checkerboard_free, dcgan.output_size(100)
    ('DCGAN', True, True, 200)
    """

    op: str
    kernel_size: int
    stride: int
    padding: int | str
    output_padding: int | None
    dilation: int
    size: int
    out: int
    mode: str = ""
    framework: str = ""
    over: int = 1

    @property
    def layer(self) -> Op:
        """The op, with its framework's settings."""
        return op_of(self.op, self.framework)

    @property
    def settings(self) -> tuple[object, ...]:
        """What tells two solutions of one op apart, whatever the sizes."""
        return (*self[1:6], self.mode, self.over)

    @property
    def factor(self) -> float | None:
        """The factor of an op that has no other setting; None where there are settings, or a size is asked for."""
        if self.layer.settings or not self.stride:
            return None
        return self.stride if self.over == 1 else self.stride / self.over

    @property
    def numbers(self) -> tuple[int, int, int, int, int]:
        """Kernel_size, stride, padding, output_padding and dilation, where the padding is a number."""
        padding, extra = self.padding, self.output_padding
        assert isinstance(padding, int)  # noqa: S101 - only Keras has words, and its ops do not ask for numbers
        return self.kernel_size, self.stride, padding, extra or 0, self.dilation

    def output_size(self, size: int) -> int:
        """Return what the same settings make of another size, by the formula."""
        return self.layer.output_size(self, size)

    def at(self, size: int, out: int) -> Solution:
        """Return the same settings for other sizes."""
        return self._replace(size=size, out=out)

    @property
    def effective_kernel(self) -> int:
        """How far the kernel reaches."""
        return effective_kernel(self.kernel_size, self.dilation)

    @property
    def affine(self) -> Affine | None:
        """The rule for every input size."""
        return self.layer.affine(self)

    @property
    def exact(self) -> bool:
        """Whether the sizes go by the stride for every input: doubled is doubled, halved is halved (even sizes)."""
        rule = self.affine
        return rule is not None and rule.exact and self.size * rule.times == self.out * rule.over

    @property
    def covers(self) -> bool:
        """Whether every input counts and every output is made of some: no gaps, and nothing lost at the end."""
        return self.layer.covers(self)

    @property
    def checkerboard_free(self) -> bool | None:
        """Whether every output in the interior meets as many inputs; None where nothing overlaps."""
        return self.layer.checkerboard_free(self)

    @property
    def recipe(self) -> str | None:
        """The name the field knows these settings by."""
        recipes = self.layer.recipes(self.stride)
        return recipes[self.recipe_place].name if self.recipe_place < len(recipes) else None

    @property
    def recipe_place(self) -> int:
        """The place among the recipes of the stride, 0 the most usual; what has no name comes after them."""
        recipes = self.layer.recipes(self.stride)
        undilated = (place for place, recipe in enumerate(recipes) if self.dilation == 1 and self[1:5] == recipe[1:])
        return next(undilated, len(recipes))
