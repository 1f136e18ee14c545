"""PyTorch's normalisations, linear layers, tables and dropouts."""

from __future__ import annotations

from tests.comparison import Row
from tests.live.cases.dice import Dice, case, rank_of


def mostly_one(dice: Dice, number: int, high: int) -> list[int]:
    """Return sizes, many of them 1: there a norm has nothing to compare."""
    return [1 if dice.chance(0.3) else dice.size(high) for _ in range(number)]


def eps(dice: Dice) -> float:
    return 0.0 if dice.boundary(0.15) else float(dice.slips(0.1, (-1.0,), 1e-3))


def batch_norm(dice: Dice, layer: str) -> Row:
    rank, features = rank_of(layer), dice.slips(0.01, (0, -1), dice.choice((1, 2, 3, 8, 16)))
    args = {
        "num_features": features,
        **dice.some(0.4, affine=dice.flag(), track_running_stats=dice.flag()),
        **dice.some(0.15, momentum=dice.choice((None, 0.1)), eps=eps(dice), bias=dice.flag()),
    }
    channels = max(features + dice.slips(0.07, (-1, 1), 0), 0)
    shape = [dice.size(4, empty=0.05), channels, *mostly_one(dice, rank, 5)]
    if layer == "BatchNorm1d" and dice.chance(0.4):
        shape = shape[:2]
    if "Instance" in layer and dice.chance(0.2):
        shape = shape[1:]
    return case(args, dice.numbers(dice.randint(0, 6), 1, 3) if dice.slip(0.05) else shape)


def group_norm(dice: Dice, _: str) -> Row:
    groups = dice.randint(1, 5)
    channels = groups * dice.randint(1, 4)
    args = {
        "num_groups": dice.slips(0.06, (0, -1, -2, channels + 1, 3), groups),
        "num_channels": dice.slips(0.04, (0, channels + 1, -channels), channels),
        **dice.some(0.4, affine=dice.flag()),
        **dice.some(0.15, bias=dice.flag(), eps=eps(dice)),
    }
    given = channels + dice.slips(0.06, (-1, 1, groups), 0)
    shape = [dice.choice((1, 1, dice.size(3))), given, *mostly_one(dice, dice.randint(0, 4), 4)]
    return case(args, shape[: dice.randint(0, 2)] if dice.slip() else shape)


def layer_norm(dice: Dice, layer: str) -> Row:
    shape = dice.sizes(dice.randint(0, 5), 6)
    last = dice.off_by_one(shape[-dice.randint(1, max(len(shape), 1)) :], 0.07)
    last = dice.slips(0.04, ([], [2, *last]), last)
    args = {
        "normalized_shape": last[0] if len(last) == 1 and dice.flag() else dice.slips(0.02, (-1,), last),
        **dice.some(0.4, elementwise_affine=dice.flag()),
        **dice.some(0.15, eps=eps(dice)),
        **(dice.some(0.2, bias=dice.flag()) if layer == "LayerNorm" else {}),
    }
    return case(args, shape)


def local_response_norm(dice: Dice, _: str) -> Row:
    args = {"size": dice.slips(0.1, (0, -1, -2, -3), dice.randint(1, 7)), **dice.some(0.1, alpha=0.1, k=2.0)}
    return case(args, dice.sizes(dice.choice((0, 1, 2, 3, 3, 3, 4, 4, 5, 5, 6)), 5))


def linear(dice: Dice, _: str) -> Row:
    features = dice.size(9)
    args = {
        "in_features": features,
        "out_features": dice.slips(0.02, (-1,), dice.size(9)),
        **dice.some(0.3, bias=dice.flag()),
    }
    shape = [*dice.sizes(dice.randint(0, 4), 4), features + dice.slips(0.06, (1,), 0)]
    return case(args, [] if dice.slip(0.02) else shape)


def bilinear(dice: Dice, _: str) -> Row:
    first, second = dice.sizes(2, 6)
    args = {
        "in1_features": first,
        "in2_features": second,
        "out_features": dice.slips(0.04, (0, -1), dice.randint(1, 6)),
        **dice.some(0.3, bias=dice.flag()),
    }
    lead = dice.sizes(dice.randint(0, 3), 4)
    other = dice.slips(0.03, (lead[1:],), dice.off_by_one(lead, 0.06))
    return case(args, [*lead, first + dice.slips(0.04, (1,), 0)], [*other, second + dice.slips(0.04, (1,), 0)])


def embedding(dice: Dice, layer: str) -> Row:
    rows = dice.slips(0.02, (-1,), dice.size(40))
    row = dice.slips(0.2, (rows, -rows - 1), dice.choice((0, rows - 1, -rows, -1, 1)))
    args = {
        "num_embeddings": rows,
        "embedding_dim": dice.slips(0.02, (-1,), dice.size(9)),
        **dice.some(0.25, padding_idx=row),
        **dice.some(0.15, sparse=dice.flag()),
    }
    if layer == "EmbeddingBag":
        args |= dice.some(mode=dice.slips(0.1, ("min",), dice.choice(("sum", "mean", "max", "max"))))
        args |= dice.some(0.1, include_last_offset=True, scale_grad_by_freq=True)
    return case(args, dice.sizes(dice.choice((0, 1, 2, 2, 2, 3, 4)), 4))


def dropout(dice: Dice, _: str) -> Row:
    args = dice.some(0.7, p=dice.slips(0.1, (-0.1, 1.5, -1, 2), dice.choice((0, 1, 0.5, 0.3, 0.0, 1.0))))
    return case({**args, **dice.some(0.1, inplace=True)}, dice.sizes(dice.randint(0, 6), 4))


DRAWS = {
    **{f"{kind}Norm{rank}d": batch_norm for kind in ("Batch", "Instance") for rank in (1, 2, 3)},
    "GroupNorm": group_norm,
    "LayerNorm": layer_norm,
    "RMSNorm": layer_norm,
    "LocalResponseNorm": local_response_norm,
    "Linear": linear,
    "Bilinear": bilinear,
    "Embedding": embedding,
    "EmbeddingBag": embedding,
    **{f"Dropout{rank}": dropout for rank in ("", "1d", "2d", "3d")},
    "AlphaDropout": dropout,
    "FeatureAlphaDropout": dropout,
}
