"""What a layer costs: numbers that are learned, and multiply-adds of one sample."""

from __future__ import annotations

from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.solution import Solution

Plan = tuple[int, ...]
"""The channels before, between and after the stages."""


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


def plan(channels: Plan | None, stages: int) -> Plan | None:
    """Return the channels at every step; between two they go down or up by as much each time, rounded.

    >>> plan((512, 64), 3), plan((3, 64, 128), 2), plan((64, 3), 2)
    ((512, 256, 128, 64), (3, 64, 128), (64, 14, 3))
    """
    if channels is None or len(channels) == stages + 1:
        return channels
    if len(channels) != 2:
        raise ShapecalcError(
            f"channels has {len(channels)} numbers, but there {'is' if stages == 1 else 'are'} {stages} stage"
            f"{'s' * (stages > 1)}",
            fix=f"give 2 numbers, or {stages + 1}",
            path=("channels",),
        )
    first, last = channels
    return tuple(round(first * (last / first) ** (step / stages)) or 1 for step in range(stages + 1))
