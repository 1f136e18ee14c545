"""PyTorch's convolutions, transposed ones, unfold and fold."""

from __future__ import annotations

from tests.comparison import Row
from tests.live.cases.dice import OFTEN_ONE, Dice, case, on_axis, rank_of


def image(dice: Dice, rank: int, channels: int, high: int = 12, empty: float = 0.02) -> list[int]:
    """Return an input shape, sometimes without a batch, seldom of any rank."""
    if dice.slip():
        return dice.sizes(dice.randint(0, rank + 3), 4)
    shape = [channels, *dice.sizes(rank, high, empty=empty)]
    return shape if dice.chance(0.12) else [dice.size(4), *shape]


def channels(dice: Dice, empty: float = 0.02) -> int:
    return dice.size(8, empty=empty)


def grouped(dice: Dice) -> tuple[dict[str, int], int, int]:
    """Return a setting for the groups, and channels that they divide."""
    groups = dice.choice(OFTEN_ONE)
    inputs, outputs = (dice.size(8, empty=0.015) * groups for _ in range(2))
    given = {"groups": dice.slips(0.05, (0, -1, 2, 3, 5), groups)} if groups > 1 or dice.chance(0.2) else {}
    return given, inputs, outputs


def conv(dice: Dice, layer: str) -> Row:
    rank = rank_of(layer)
    groups, inputs, outputs = grouped(dice)
    word = dice.choice(("same", "valid", "same", dice.slips(0.5, ("SAME", "", "full"), "valid")))
    modes = ("zeros", "reflect", "replicate", "circular")
    args = {
        "in_channels": inputs,
        "out_channels": outputs,
        "kernel_size": dice.per_axis(rank, 1, 5),
        **groups,
        **dice.some(
            stride=dice.per_axis(rank, 1, 4),
            padding=word if dice.chance(0.25) else dice.per_axis(rank, 0, 4),
            dilation=dice.per_axis(rank, 1, 3),
        ),
        **dice.some(0.3, bias=dice.flag(), padding_mode=dice.slips(0.04, ("mirror", "constant"), dice.choice(modes))),
    }
    return case(args, image(dice, rank, max(inputs + dice.slips(0.04, (-1, 1, 2), 0), 0)))


def conv_transpose(dice: Dice, layer: str) -> Row:
    rank = rank_of(layer)
    groups, inputs, outputs = grouped(dice)
    args = {
        "in_channels": inputs,
        "out_channels": outputs,
        "kernel_size": dice.per_axis(rank, 1, 5),
        **groups,
        **dice.some(
            stride=dice.per_axis(rank, 1, 4),
            padding=dice.slips(0.03, ("same", "valid"), dice.per_axis(rank, 0, 3)),
            dilation=dice.per_axis(rank, 1, 3),
        ),
        **dice.some(0.3, output_padding=dice.per_axis(rank, 0, 2), bias=dice.flag()),
        **({"padding_mode": "reflect"} if dice.slip(0.02) else {}),
    }
    shape = image(dice, rank, inputs, 8)
    if dice.chance(0.3) and len(shape) >= rank:
        return case(args, shape, output_size=_output_size(dice, rank, args, shape))
    return case(args, shape)


def _output_size(dice: Dice, rank: int, args: Row, shape: list[int]) -> int | list[int]:
    """Return a size at, or seldom just outside, what the settings can give."""
    defaults = {"stride": 1, "padding": 0, "dilation": 1, **args}
    wanted = []
    for place, size in enumerate(shape[-rank:]):
        at = {name: on_axis(defaults[name], place) for name in ("stride", "dilation", "kernel_size")}
        pad = 0 if isinstance(defaults["padding"], str) else on_axis(defaults["padding"], place)
        least = (size - 1) * at["stride"] - 2 * pad + at["dilation"] * (at["kernel_size"] - 1) + 1
        wanted.append(least + dice.choice((0, 0, 0, 1, 1, dice.slips(0.5, (2, -1), 0))))
    if dice.slip(0.05):
        return wanted[1:] if dice.flag() else wanted[0]
    whole = [*shape[:1], args["out_channels"], *wanted]
    return dice.choice((wanted, wanted, wanted, whole, whole[1:]))


def unfold(dice: Dice, _: str) -> Row:
    args = {
        "kernel_size": dice.per_axis(2, 1, 4),
        **dice.some(
            stride=dice.per_axis(2, 1, 4),
            padding=dice.per_axis(2, 0, 3),
            dilation=dice.per_axis(2, 1, 3),
        ),
    }
    return case(args, image(dice, 2, channels(dice), empty=0.03))


def fold(dice: Dice, _: str) -> Row:
    args = {"output_size": dice.per_axis(2, 1, 10, wrong=0.03), **unfold(dice, "")["args"]}
    defaults = {"stride": 1, "padding": 0, "dilation": 1, **args}
    columns, kernel = 1, 1
    for place in (0, 1):
        at = {name: on_axis(value, place) for name, value in defaults.items()}
        reach = at["output_size"] + 2 * at["padding"] - at["dilation"] * (at["kernel_size"] - 1) - 1
        columns *= reach // (at["stride"] or 1) + 1
        kernel *= at["kernel_size"]
    shape = [
        dice.size(3),
        max(kernel * dice.size(3) + dice.slips(0.05, (1,), 0), 0),
        max(columns + dice.slips(0.06, (1, -1), 0), 0),
    ]
    return case(args, dice.off_by_an_axis(shape[1:] if dice.chance(0.2) else shape, 0.03))


DRAWS = {
    **{f"Conv{rank}d": conv for rank in (1, 2, 3)},
    **{f"ConvTranspose{rank}d": conv_transpose for rank in (1, 2, 3)},
    "Unfold": unfold,
    "Fold": fold,
}
