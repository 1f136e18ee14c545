"""What a layer costs: numbers that are learned, and multiply-adds of one sample."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.solver.ops import OPS
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


def plan(channels: Plan | None, ops: Sequence[str]) -> Plan | None:
    """Return the channels at every step of a chain; only what learns changes them.

    Two numbers are the first and the last; what is between goes down or up by as much each time, rounded.

    >>> plan((512, 64), ["transpose"] * 3), plan((3, 64, 128), ["conv"] * 2), plan((3, 64), ["conv", "pool"])
    ((512, 256, 128, 64), (3, 64, 128), (3, 64, 64))
    """
    if channels is None:
        return None
    if moving := [word for word in ops if OPS[word].moves_channels]:
        raise _refusal(
            f"channels cannot go through {moving[0]}", "its factor says how many there are", "leave them out"
        )
    learned = [OPS[word].learnable for word in ops]
    if len(channels) == 2 and any(learned):
        return _steps(channels[0], channels[1], learned)
    if len(channels) not in (2, len(ops) + 1):
        count = f"there {'is' if len(ops) == 1 else 'are'} {len(ops)} stage{'s' * (len(ops) > 1)}"
        raise _refusal(f"channels has {len(channels)} numbers, but {count}", "", f"give 2 numbers, or {len(ops) + 1}")
    steps = channels if len(channels) == len(ops) + 1 else (*channels[:1] * len(ops), channels[1])
    for word, learns, (before, after) in zip(ops, learned, pairwise(steps), strict=True):
        if before != after and not learns:
            raise _refusal(
                f"channels go from {before} to {after} in {word}", f"{word} keeps them", f"write {before} twice"
            )
    return steps


def _steps(first: int, last: int, learned: Sequence[bool]) -> Plan:
    """Return channels that go down or up by the same ratio, rounded, wherever something is learned."""
    places = accumulate(learned, initial=0)
    return tuple(round(first * (last / first) ** (place / sum(learned))) or 1 for place in places)


def _refusal(what: str, why: str, fix: str) -> ShapecalcError:
    return ShapecalcError(what, why=why, fix=fix, path=("channels",))
