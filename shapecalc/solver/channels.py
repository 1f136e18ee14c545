"""Which channels a layer makes of others: what learns makes any, the rest keeps them, or moves them into the pixels."""

from __future__ import annotations

from math import prod

from shapecalc.errors import ShapecalcError
from shapecalc.solver.solution import Solution

Channels = tuple[int, int]
"""Before and after."""


def fitting(axes: tuple[Solution, ...], channels: Channels) -> Channels:
    """Return the channels; refuse those that the layer cannot make; ``axes`` has a solution for each spatial axis.

    >>> shuffle = Solution("shuffle", 1, 2, 0, 0, 1, 64, 128, "up")
    >>> fitting((shuffle, shuffle), (64, 16))
    (64, 16)
    """
    op, (before, after) = axes[0].layer, channels
    factors = [op.channel_factor(each) for each in axes]
    times, over = prod(factor[0] for factor in factors), prod(factor[1] for factor in factors)
    if op.learnable or before * times == after * over:
        return channels
    raise ShapecalcError(
        f"no {op.word}{f' by {axes[0].stride}' if op.moves_channels else ''} makes {after} channels of {before}",
        why=_why(op.word, before, times, over),
        fix=f"write {_nearest(channels, times, over)}, or ask for --op {_learning(axes)}, which learns any channels",
        path=("channels",),
    )


def _why(word: str, before: int, times: int, over: int) -> str:
    if times == over:
        return f"{word} keeps the channels"
    if times > 1:
        return f"each channel becomes {times}, and {before}*{times} = {before * times}"
    left = f"is no multiple of {over}" if before % over else f"/ {over} = {before // over}"
    return f"{over} channels become one, and {before} {left}"


def _nearest(channels: Channels, times: int, over: int) -> str:
    """Return the pairs with one of the two numbers."""
    before, after = channels
    (made, rest), (needed, missing) = divmod(before * times, over), divmod(after * over, times)
    return " or ".join([f"{before}:{made}"] * (not rest) + [f"{needed}:{after}"] * (not missing))


def _learning(axes: tuple[Solution, ...]) -> str:
    return "transpose" if axes[0].out > axes[0].size else "conv"
