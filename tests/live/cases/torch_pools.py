"""PyTorch's pools and what undoes them."""

from __future__ import annotations

from typing import Any

from tests.comparison import Row
from tests.live.cases.dice import Dice, case, on_axis, rank_of
from tests.live.cases.torch_convolutions import channels, image


def pooled(dice: Dice, rank: int, args: dict[str, Any], high: int = 12) -> Row:
    return case(args, image(dice, rank, channels(dice, 0.03), high, empty=0.03))


def max_pool(dice: Dice, layer: str) -> Row:
    rank = rank_of(layer)
    return pooled(
        dice,
        rank,
        {
            "kernel_size": dice.per_axis(rank, 1, 5),
            **dice.some(stride=dice.per_axis(rank, 1, 5), padding=dice.per_axis(rank, 0, 2), ceil_mode=dice.flag(0.8)),
            **dice.some(0.3, dilation=dice.per_axis(rank, 1, 3), return_indices=dice.flag()),
        },
    )


def average_pool(dice: Dice, layer: str) -> Row:
    rank = rank_of(layer)
    divisor = {} if rank == 1 else {"divisor_override": dice.slips(0.2, (0,), dice.choice((1, 2, 3, 5, -1)))}
    return pooled(
        dice,
        rank,
        {
            "kernel_size": dice.per_axis(rank, 1, 5),
            **dice.some(stride=dice.per_axis(rank, 1, 5), padding=dice.per_axis(rank, 0, 2), ceil_mode=dice.flag(0.8)),
            **dice.some(0.15, count_include_pad=dice.flag(), **divisor),
        },
    )


def lp_pool(dice: Dice, layer: str) -> Row:
    rank = rank_of(layer)
    args = {
        "norm_type": dice.slips(0.06, (0,), dice.choice((1, 2, 2, 3, 1.5, 2.0, -1))),
        "kernel_size": dice.per_axis(rank, 1, 5),
        **dice.some(stride=dice.per_axis(rank, 1, 5), ceil_mode=dice.flag(0.8)),
    }
    return pooled(dice, rank, args)


def adaptive_pool(dice: Dice, layer: str) -> Row:
    rank = rank_of(layer)
    sizes: list[int | None] = [dice.slips(0.02, (-1,), dice.size(9)) for _ in range(rank)]
    sizes = [None if dice.boundary(0.05) else size for size in sizes]
    wanted = dice.slips(0.06, (sizes[1:], [*sizes, 2]), sizes[0] if dice.chance(0.4) else sizes)
    indices = {"return_indices": True} if "Max" in layer and dice.chance(0.2) else {}
    return pooled(dice, rank, {"output_size": wanted, **indices})


def fractional_pool(dice: Dice, layer: str) -> Row:
    rank = rank_of(layer)
    ratios = [
        dice.slips(0.05, (1.0, 0.0, 1.2, -0.5), dice.choice((0.1, 0.29, 0.3, 0.5, 0.7, 0.99))) for _ in range(rank)
    ]
    size = {"output_size": dice.per_axis(rank, 1, 8, wrong=0.08)}
    ratio = {"output_ratio": ratios[0] if dice.flag() else dice.slips(0.05, (ratios[1:],), ratios)}
    args = {
        "kernel_size": dice.per_axis(rank, 1, 4),
        **dice.slips(0.03, ({}, {**size, **ratio}), size if dice.flag() else ratio),
        **dice.some(0.1, return_indices=True),
    }
    return pooled(dice, rank, args)


def max_unpool(dice: Dice, layer: str) -> Row:
    rank = rank_of(layer)
    least = 0 if dice.boundary(0.05) else 1
    args = {
        "kernel_size": dice.per_axis(rank, 1, 4),
        **dice.some(stride=dice.per_axis(rank, least, 4)),
        **dice.some(0.3, padding=dice.per_axis(rank, 0, 2)),
    }
    shape = image(dice, rank, channels(dice, 0.03), 6)
    indices = dice.off_by_one(shape, 0.05)
    if dice.flag() and len(shape) >= rank:
        return case(args, shape, indices, output_size=_unpooled(dice, rank, args, shape))
    return case(args, shape, indices)


def _unpooled(dice: Dice, rank: int, args: Row, shape: list[int]) -> list[int]:
    """Return a size close to what the pool had."""
    defaults = {"stride": args["kernel_size"], "padding": 0, **args}
    wanted = []
    for place, size in enumerate(shape[-rank:]):
        at = {name: on_axis(value, place) for name, value in defaults.items()}
        off = dice.choice((0, 0, 1, -1, dice.slips(0.5, (2, -2, 3), 0)))
        wanted.append((size - 1) * at["stride"] - 2 * at["padding"] + at["kernel_size"] + off)
    if dice.slip(0.05):
        return wanted[1:] if dice.flag() else [3, *wanted]
    return [*shape[:2], *wanted] if dice.chance(0.2) else wanted


DRAWS = {
    **{f"MaxPool{rank}d": max_pool for rank in (1, 2, 3)},
    **{f"AvgPool{rank}d": average_pool for rank in (1, 2, 3)},
    **{f"LPPool{rank}d": lp_pool for rank in (1, 2, 3)},
    **{f"Adaptive{kind}Pool{rank}d": adaptive_pool for kind in ("Avg", "Max") for rank in (1, 2, 3)},
    **{f"FractionalMaxPool{rank}d": fractional_pool for rank in (2, 3)},
    **{f"MaxUnpool{rank}d": max_unpool for rank in (1, 2, 3)},
}
