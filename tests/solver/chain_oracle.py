"""The oracle for chains: every setting of every stage is tried, sizes and costs are counted from their definitions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from shapecalc.solver import Solution
from shapecalc.solver.search import usual

KERNEL, STRIDE = 3, 2
LEARNED = ("transpose", "conv")
FEW = range(1, 9)
KINDS = ("transpose", "conv", "pool", "upsample", "unpool", "shuffle")


class Setting(NamedTuple):
    op: str
    kernel_size: int
    stride: int
    padding: int = 0
    output_padding: int = 0
    mode: str = ""


@cache
def settings(op: str, kernel: int = KERNEL, stride: int = STRIDE) -> tuple[Setting, ...]:
    """Return every setting within the bounds."""
    factors = range(2, stride + 1)
    if op == "upsample":
        return tuple(Setting(op, 1, factor, mode="nearest") for factor in factors)
    if op == "shuffle":
        return tuple(Setting(op, 1, factor, mode=mode) for factor in factors for mode in ("up", "down"))
    windows = [(k, s) for k in range(1, kernel + 1) for s in range(1, stride + 1)]
    if op == "transpose":
        return tuple(Setting(op, k, s, p, extra) for k, s in windows for p in range(k) for extra in range(s))
    modes = ("", "ceil") if op == "pool" else ("",)
    return tuple(Setting(op, k, s, p, mode=mode) for k, s in windows for p in range(k // 2 + 1) for mode in modes)


def output(one: Setting, size: int) -> int:
    """Return the output size, 0 where there is none, or where a pool that rounds up makes no difference."""
    out = made(one, size)
    return 0 if one.mode == "ceil" and out == made(one._replace(mode=""), size) else out


def made(one: Setting, size: int) -> int:
    """Return the output size, 0 where there is none: windows are counted where they start."""
    op, k, s, p, extra, mode = one
    if op in ("transpose", "unpool"):
        return max((size - 1) * s - 2 * p + k + extra, 0)
    if op == "upsample" or mode == "up":
        return size * s
    if mode == "down":
        return 0 if size % s else size // s
    starts = len([start for start in range(0, size + 2 * p, s) if start + k <= size + 2 * p])
    hangs_over = starts * s < size + p and starts * s + k < size + 2 * p + s
    return starts + 1 if mode == "ceil" and hangs_over else starts


def chains(ops: tuple[str, ...], size: int) -> Iterator[tuple[tuple[Setting, ...], tuple[int, ...]]]:
    """Yield every chain with its sizes, wherever it leads."""
    if not ops:
        yield (), (size,)
        return
    for one in settings(ops[0]):
        out = output(one, size)
        if out:
            for rest, sizes in chains(ops[1:], out):
                yield (one, *rest), (size, *sizes)


def channels(way: tuple[Setting, ...], first: int, last: int) -> tuple[int, ...] | None:
    """Return the channels around the stages, None where the shuffles do not come to whole numbers or to the last."""
    learned = [place for place, one in enumerate(way) if one.op in LEARNED]
    found = [first]
    for place, one in enumerate(way):
        if one.op in LEARNED:
            done = learned.index(place) + 1
            wanted = float(round(first * (last / first) ** (done / len(learned))) or 1)
            following = learned[done] if done < len(learned) else len(way)
            for other in way[place + 1 : following]:
                wanted *= {"up": other.stride**2, "down": 1 / other.stride**2}.get(other.mode, 1)
            found.append(int(wanted) if wanted == int(wanted) else 0)
        else:
            moved = found[-1] * {"up": 1 / one.stride**2, "down": one.stride**2}.get(one.mode, 1)
            found.append(int(moved) if moved == int(moved) else 0)
    return tuple(found) if all(found) and found[-1] == last else None


def cost(one: Setting, sizes: tuple[int, int], pair: tuple[int, int]) -> tuple[int, int]:
    """Return parameters and MACs of a square layer."""
    if one.op not in LEARNED:
        return 0, 0
    weights = one.kernel_size**2 * pair[0] * pair[1]
    return weights + pair[1], weights * sizes[one.op == "conv"] ** 2


def solution(one: Setting, size: int, out: int) -> Solution:
    return Solution(one.op, one.kernel_size, one.stride, one.padding, one.output_padding, 1, size, out, one.mode)


def price(way: tuple[Setting, ...], sizes: tuple[int, ...], steps: tuple[int, ...] | None) -> tuple[int, ...]:
    """Return what chains are ranked by."""
    parts = []
    for place, (one, ends) in enumerate(zip(way, pairwise(sizes), strict=True)):
        gaps = one.op in LEARNED and (one.kernel_size < one.stride or one.output_padding > one.padding)
        paid = (0, 0) if steps is None else cost(one, ends, steps[place : place + 2])  # type: ignore[arg-type]
        told = solution(one, *ends)
        up, down = (made(one, n) == n * one.stride for n in FEW), (made(one, n * one.stride) == n for n in FEW)
        exact = all(up) or all(down)
        parts.append((gaps, *paid, not (exact and told.recipe), not exact, told.recipe_place, *usual(told)))
    return tuple(map(sum, zip(*parts, strict=True)))
