"""What is asked: two sizes, the settings that are pinned, and the values the others may take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shapecalc.formulas import effective_kernel

Case = tuple[int, int]
"""An input size and its output size."""


ANY_PADDING = range(10**18 + 1)
"""The bound where none is given: each window bounds its own padding."""


class Pins(NamedTuple):
    """The settings the user has decided; None is left to the solver."""

    kernel_size: int | None = None
    stride: int | None = None
    padding: int | str | None = None
    output_padding: int | None = None
    dilation: int | None = None


class Space(NamedTuple):
    """The values each setting may take, in the order of ``Pins``; a pinned setting has one."""

    kernel_size: range
    stride: range
    padding: range
    output_padding: range
    dilation: range


class Window(NamedTuple):
    """What the search tries; padding and output_padding are solved for."""

    kernel_size: int
    stride: int = 1
    dilation: int = 1

    @property
    def reach(self) -> int:
        """The effective kernel, ``D*(F - 1) + 1``."""
        return effective_kernel(self.kernel_size, self.dilation)


def _narrowed(bound: range, pin: int | str | None) -> range:
    return range(pin, pin + 1) if isinstance(pin, int) else bound


class Question(NamedTuple):
    """Which settings of ``op`` (one of ``OPS``) take ``size`` to ``out``? ``bounds`` hold for what is not pinned.

    A ``framework`` asks in its own settings. ``strides`` are those that can do it at all.
    """

    size: int
    out: int
    op: str
    bounds: Space
    pins: Pins = Pins()
    framework: str = ""
    strides: range | None = None

    @property
    def space(self) -> Space:
        """The bounds, with each pin in its place."""
        return Space(*map(_narrowed, self.bounds, self.pins))

    @property
    def output_paddings(self) -> range:
        """The output_paddings in the space."""
        return _narrowed(self.bounds.output_padding, self.pins.output_padding)

    @property
    def stride(self) -> range:
        """The strides to try."""
        within, left = self.space.stride, self.strides
        return within if left is None else range(max(within.start, left.start), min(within.stop, left.stop))

    @property
    def reach(self) -> int:
        """The widest effective kernel in the space."""
        return Window(self.space.kernel_size[-1], dilation=self.space.dilation[-1]).reach

    def windows(self) -> Iterator[Window]:
        """Yield every window to try; a kernel of 1 is not dilated, so the smallest dilation stands for all."""
        space, strides = self.space, self.stride
        for kernel_size in space.kernel_size if strides else ():
            for dilation in space.dilation if kernel_size > 1 else space.dilation[:1]:
                for stride in strides:
                    yield Window(kernel_size, stride, dilation)

    def paddings(self, limit: int) -> range:
        """Return the paddings up to ``limit``; pinned together with the kernel, a padding is taken at its word."""
        padding = _narrowed(self.bounds.padding, self.pins.padding)
        if self.pins.kernel_size is not None and self.pins.padding is not None:
            return padding
        return range(padding.start, min(padding.stop, limit + 1))

    def largest_padding(self, limit: int) -> int:
        """Return the largest of them, 0 where there is none."""
        return max(self.paddings(limit)[-1:], default=0)

    @property
    def tries(self) -> int:
        """How many solutions there can be: ``max(S, D)//2 + 1`` a window at most, and one where a padding is pinned."""
        space = self.space
        settled = self.pins.output_padding is not None and len(self.bounds.output_padding) > 1
        solved = 1 if settled else max(space.stride[-1], space.output_padding[-1] + 1) // 2 + 1
        paddings = min(solved, len(space.padding))
        return self.tried * paddings

    @property
    def tried(self) -> int:
        """How many windows there are, a kernel of 1 counted with every dilation."""
        space = self.space
        return len(space.kernel_size) * len(self.stride) * len(space.dilation)
