"""PyTorch's layers and functions that move, split, join or compare axes, and its activations."""

from __future__ import annotations

from math import prod
from typing import Any

from tests.comparison import Row
from tests.live.cases.dice import Dice, case


def axis(dice: Dice, rank: int, slip: float = 0.1) -> int:
    """Return an axis of so many, counted from either end; seldom one that is not there."""
    if rank == 0 or dice.slip(slip):
        return dice.choice((rank, -rank - 1))
    return dice.randint(-rank, rank - 1)


def flatten(dice: Dice, _: str) -> Row:
    rank = dice.randint(0, 6)
    first, last = (dice.randint(-rank - 1, rank + 1) for _ in range(2))
    args = dice.some(start_dim=dice.choice((0, 1, 2, first, first)), end_dim=dice.choice((-1, last)))
    return case(args, dice.sizes(rank, 4))


def unflatten(dice: Dice, _: str) -> Row:
    rank = 0 if dice.boundary() else dice.randint(1, 4)
    shape, sizes = dice.sizes(rank, 4), dice.numbers(dice.randint(1, 3), 1, 3)
    dim = dice.randint(-rank, rank - 1) if rank else 0
    if rank:
        shape[dim] = prod(sizes)
    if dice.chance(0.3):
        sizes[dice.randrange(len(sizes))] = -1
    sizes = dice.off_by_one(sizes, 0.08)
    wrong: tuple[list[int], ...] = ([-1, -1], [], [*sizes[1:], -2], [*sizes[1:], 0])
    return case(
        {"dim": dice.slips(0.06, (rank, -rank - 1), dim), "unflattened_size": dice.slips(0.1, wrong, sizes)}, shape
    )


def gated_linear_unit(dice: Dice, _: str) -> Row:
    rank = 0 if dice.boundary() else dice.randint(1, 5)
    shape = [2 * dice.size(3) + dice.slips(0.15, (1,), 0) for _ in range(rank)]
    return case(dice.some(0.7, dim=axis(dice, rank)), shape)


def softmax(dice: Dice, _: str) -> Row:
    rank = dice.randint(0, 5)
    return case(dice.some(0.9, dim=axis(dice, rank, 0.15)), dice.sizes(rank))


def any_shape(dice: Dice, _: str) -> Row:
    return case({}, dice.sizes(dice.randint(0, 6)))


def prelu(dice: Dice, _: str) -> Row:
    shape = dice.sizes(dice.randint(0, 5))
    channels = shape[1] if len(shape) > 1 else 1
    args = dice.some(0.7, num_parameters=dice.slips(0.25, (0, 1, 2, 3, -1), channels))
    return case({**args, **dice.some(0.1, init=0.1), **({"dim": 1} if dice.slip(0.03) else {})}, shape)


NUMBERS: dict[str, dict[str, tuple[Any, ...]]] = {
    "LeakyReLU": {"negative_slope": (0.3,)},
    "ELU": {"alpha": (1.0, 0.5)},
    "CELU": {"alpha": (1.0, 0.5, 0.0, -1.0)},
    "GELU": {"approximate": ("none", "tanh", "tanh", "erf")},
    "Hardtanh": {"min_val": (-1.0, -2.0, 1.0, 3.0), "max_val": (1.0, 2.0)},
    "Hardshrink": {"lambd": (0.5, -1.0)},
    "Softshrink": {"lambd": (0.5, 0.0, -1.0)},
    "RReLU": {"lower": (0.1, 0.5), "upper": (0.3, 0.6)},
    "Softplus": {"beta": (1.0, 2, 0, -1.0)},
}


def activation(dice: Dice, layer: str) -> Row:
    if layer == "Threshold":
        return case({"threshold": 0.1, "value": 2.0}, dice.sizes(dice.randint(0, 5)))
    chosen = {name: dice.choice(values) for name, values in NUMBERS[layer].items()}
    return case(dice.some(0.8, **chosen), dice.sizes(dice.randint(0, 5)))


def _broadcast(dice: Dice, shape: list[int]) -> list[int]:
    """Return a shape that goes with another: ones in it, or the front of it missing; seldom one too large."""
    ones = [1 if dice.chance(0.3) else size for size in shape]
    return dice.off_by_one(ones[dice.randint(0, len(ones)) if dice.chance(0.4) else 0 :], 0.12)


def elementwise(dice: Dice, _: str) -> Row:
    shape = dice.sizes(dice.randint(0, 5))
    return case({}, _broadcast(dice, shape), _broadcast(dice, shape))


def distance(dice: Dice, layer: str) -> Row:
    shapes = elementwise(dice, layer)["input_shapes"]
    if layer == "PairwiseDistance":
        return case(dice.some(0.3, p=1.0, keepdim=True), *shapes)
    return case(dice.some(dim=dice.randint(-3, 3)), *shapes)


def cat(dice: Dice, _: str) -> Row:
    rank, number = dice.randint(1, 4), dice.randint(1, 4)
    shape, dim = dice.sizes(rank, 4), dice.randint(-rank, rank - 1)
    shapes = [list(shape) for _ in range(number)]
    for each in shapes:
        each[dim] = dice.size(4, empty=0.1)
    if dice.boundary(0.1):
        shapes.insert(dice.randint(0, number), [0])
    elif dice.boundary(0.05):
        shapes = [[0]] * number
    elif dice.slip(0.1):
        shapes = dice.choice(([*shapes, []], [], [*shapes[:-1], shapes[-1][1:]]))
    elif dice.slip(0.1):
        shapes[0] = dice.off_by_one(shapes[0], 1)
    return case({} if dim == 0 and dice.flag() else {"dim": dice.slips(0.07, (rank, -rank - 1, 0), dim)}, *shapes)


def stack(dice: Dice, _: str) -> Row:
    shape = dice.sizes(dice.randint(0, 4), 4)
    shapes = [*[shape] * dice.randint(0, 3), dice.slips(0.05, ([*shape, 1],), dice.off_by_one(shape, 0.12))]
    return case(dice.some(0.8, dim=axis(dice, len(shape) + 1)), *dice.slips(0.03, ([],), shapes))


def matmul(dice: Dice, _: str) -> Row:
    rows, inner, columns = dice.sizes(3)
    batch = dice.sizes(dice.randint(0, 3), 4)
    lead = [[1 if dice.chance(0.3) else size for size in batch] for _ in range(2)]
    left, right = (each[dice.randint(0, len(each)) if dice.chance(0.4) else 0 :] for each in lead)
    first = [inner] if dice.chance(0.15) else dice.off_by_one([*left, rows, inner], 0.06)
    second = [inner] if dice.chance(0.15) else dice.off_by_one([*right, inner, columns], 0.06)
    return case({}, dice.slips(0.03, ([],), first), dice.slips(0.03, ([],), second))


SIMPLE = (
    "ReLU ReLU6 SELU SiLU Mish Sigmoid LogSigmoid Hardsigmoid Hardswish Tanhshrink Tanh Softsign Identity Softmax2d"
)

DRAWS = {
    "Flatten": flatten,
    "Unflatten": unflatten,
    "GLU": gated_linear_unit,
    **dict.fromkeys(("Softmax", "LogSoftmax", "Softmin"), softmax),
    "PReLU": prelu,
    **dict.fromkeys(SIMPLE.split(), any_shape),
    **dict.fromkeys((*NUMBERS, "Threshold"), activation),
    **dict.fromkeys(("add", "mul", "sub", "div", "maximum", "minimum"), elementwise),
    **dict.fromkeys(("PairwiseDistance", "CosineSimilarity"), distance),
    "cat": cat,
    "stack": stack,
    "matmul": matmul,
}
