"""What a layer costs: numbers that are learned, and multiply-adds of one sample."""

from __future__ import annotations

from typing import NamedTuple

from shapecalc.solver.solution import Solution


class Cost(NamedTuple):
    """Parameters with the bias, and MACs."""

    params: int = 0
    macs: int = 0


def cost(axes: tuple[Solution, ...], channels: tuple[int, int]) -> Cost:
    """Return what a solution costs; ``axes`` has one for each spatial axis.

    >>> dcgan = Solution("transpose", 4, stride=2, padding=1, output_padding=0, dilation=1, size=4, out=8)
    >>> cost((dcgan, dcgan), (512, 256))
    Cost(params=2097408, macs=33554432)
    """
    op = axes[0].layer
    kernel = tuple(each.kernel_size for each in axes)
    sizes, outs = tuple(each.size for each in axes), tuple(each.out for each in axes)
    return Cost(op.parameters(kernel, channels), op.macs(sizes, outs, kernel, channels))
