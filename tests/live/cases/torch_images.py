"""PyTorch's pads, upsampling and shuffles."""

from __future__ import annotations

from typing import Any

from tests.comparison import Row
from tests.live.cases.dice import Dice, case, rank_of
from tests.live.cases.torch_convolutions import channels, image

AXES = {"nearest": 2, "nearest-exact": 2, "area": 2, "linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}
SCALES = (2, 2.0, 0.5, 0.7, 0.29, 1.5, 3, 0.1, 1 / 3, 0.9, 1.0, 0.25, 0.01, 4.7)


def pad(dice: Dice, layer: str) -> Row:
    rank, high = rank_of(layer), dice.choice((2, 4, 9))
    pads = [-dice.randint(1, 5) if dice.boundary(0.12) else dice.randint(0, high) for _ in range(2 * rank)]
    length = max(dice.slips(0.08, (2 * rank - 1, 2 * rank - 2), 2 * rank), 1)
    longer = [*pads, *dice.numbers(dice.slips(0.04, (1, 2), 0), 0, high)]
    args = {"padding": pads[0] if dice.chance(0.35) else longer[:length] if length < 2 * rank else longer}
    value = {"value": dice.choice((0.0, 1.5, 0))} if "Constant" in layer else {}
    return case({**args, **value}, image(dice, rank, channels(dice, 0.04), 9, empty=0.04))


def upsample(dice: Dice, _: str) -> Row:
    mode = dice.choice(tuple(AXES))
    axes = dice.choice((1, 2, 2, 3))
    axes = AXES[mode] if mode.endswith(("linear", "bicubic")) and dice.chance(0.9) else axes
    wrong_mode = dice.slips(0.03, ("NEAREST", "lanczos", "cubic", ""), mode)
    args = {**_new_size(dice, axes), **dice.some(0.85, mode=wrong_mode)}
    interpolates = args.get("mode", "nearest").endswith(("linear", "bicubic"))
    args |= dice.some(0.2 if interpolates else 0.04, align_corners=dice.flag())
    args |= dice.some(0.1, recompute_scale_factor=dice.flag(0.6))
    return case(args, _to_resize(dice, axes))


def upsample_plane(dice: Dice, _: str) -> Row:
    return case(_new_size(dice, 2), _to_resize(dice, 2))


def _new_size(dice: Dice, axes: int) -> dict[str, Any]:
    sizes = [dice.slips(0.02, (-1, 0), dice.choice((1, 2, 5, 7, 9, 20, dice.randint(1, 20)))) for _ in range(axes)]
    scales = [dice.slips(0.02, (0, 0.0, -1.0, -2), dice.choice(SCALES)) for _ in range(axes)]
    size = {"size": sizes[0] if dice.flag() else dice.slips(0.06, ([*sizes, 3], sizes[1:]), sizes)}
    scale = {"scale_factor": scales[0] if dice.flag() else dice.slips(0.06, ([*scales, 2.0], scales[1:]), scales)}
    return dict(dice.slips(0.04, ({}, {**size, **scale}), size if dice.flag() else scale))


def _to_resize(dice: Dice, axes: int) -> list[int]:
    if dice.slip(0.05):
        return dice.sizes(dice.randint(0, 6), 4)
    return [dice.size(3), dice.size(8, empty=0.02), *dice.sizes(axes, 21, empty=0.02)]


def pixel_shuffle(dice: Dice, layer: str) -> Row:
    factor = dice.slips(0.04, (0, -1, -2), dice.randint(1, 4))
    up, by = layer == "PixelShuffle", abs(factor) or 1
    size = [height * (1 if up else by) for height in dice.sizes(2, 6)]
    shape = [dice.randint(0, 3) * (by * by if up else 1) + dice.slips(0.1, (1,), 0), *dice.off_by_one(size, 0.05)]
    lead = dice.sizes(dice.choice((0, 1, 1, 1, 2, 3)), 3)
    args = {"upscale_factor" if up else "downscale_factor": factor}
    return case(args, dice.slips(0.04, (shape[1:], shape[2:]), [*lead, *shape]))


def channel_shuffle(dice: Dice, _: str) -> Row:
    groups = dice.slips(0.05, (0, -1, -2), dice.randint(1, 5))
    count = max(groups, 1) * dice.size(4) + dice.slips(0.1, (1,), 0)
    shape = [dice.size(3), count, *dice.sizes(dice.choice((0, 1, 1, 2, 2, 2, 3)), 4)]
    return case({"groups": groups}, shape[: dice.randint(0, 2)] if dice.slip() else shape)


DRAWS = {
    **{
        f"{kind}Pad{rank}d": pad
        for kind in ("Zero", "Constant", "Reflection", "Replication", "Circular")
        for rank in (1, 2, 3)
    },
    "Upsample": upsample,
    "UpsamplingNearest2d": upsample_plane,
    "UpsamplingBilinear2d": upsample_plane,
    "PixelShuffle": pixel_shuffle,
    "PixelUnshuffle": pixel_shuffle,
    "ChannelShuffle": channel_shuffle,
}
