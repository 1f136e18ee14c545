"""Brute force on the whole grid: every pair of sizes up to 64, every bound up to 8, every op.

    PYTHONPATH=. python tests/benchmarks/solver_grid.py [largest size] [largest bound]

The suite asks a smaller grid. This one tries each setting on the formula once for each input size, sorts the settings
by what comes out, and compares with the solver; then it does the same in Keras' settings.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import product
from typing import Any

from shapecalc.solver import answer
from tests.solver import brute_force as oracle

BOUNDS = ("max_kernel", "max_stride", "max_padding", "max_dilation")


def numbers(op: str, most: int, size: int, largest: int) -> tuple[int, int]:
    """Return how many pairs were asked and how many solutions agreed."""
    by_out = defaultdict(set)
    for settings, outs in oracle.outputs(op, size, most, most).items():
        for out in outs:
            by_out[out].add(settings)
    solutions = 0
    for out in range(1, largest + 1):
        truth = by_out[out]
        if size == 1 or out == 1:
            truth = oracle.solutions(op, size, out, most, most)
        bounds: dict[str, Any] = dict.fromkeys(BOUNDS, most)
        found = {oracle.settings_of(one) for one in answer(size, out, op=op, **bounds).solutions}
        assert found == truth, (op, size, out, found ^ truth)
        solutions += len(found)
    oracle.outputs.cache_clear()
    return largest, solutions


def words(op: str, most: int, size: int, largest: int) -> tuple[int, int]:
    """Return the same for Keras' settings."""
    by_out = defaultdict(set)
    each = range(1, most + 1)
    for kernel_size, stride, padding, dilation in product(each, each, ("valid", "same"), each):
        if dilation > 1 and (stride > 1 or kernel_size == 1 or op == "pool"):
            continue
        made: dict[int | None, int] = {}
        for extra in [None, *range(stride)] if op == "transpose" else [0]:
            settings = oracle.Worded(kernel_size, stride, padding, extra, dilation)
            made[extra] = oracle.keras_result(op, size, settings)
            if extra is None or made[extra] != made.get(None):
                by_out[made[extra]].add(settings)
    solutions = 0
    for out in range(2, largest + 1):
        bounds: dict[str, Any] = {name: most for name in BOUNDS if name != "max_padding"}
        found = answer(size, out, op=op, framework="keras", **bounds).solutions
        assert {one[1:6] for one in found} == by_out[out], (op, size, out, {one[1:6] for one in found} ^ by_out[out])
        solutions += len(found)
    return largest - 1, solutions


def factors(op: str, most: int, size: int, largest: int) -> tuple[int, int]:  # noqa: ARG001 - they have no bounds
    """Return the same for ops without a window, whose factors go as far as the sizes."""
    solutions = 0
    for out in range(1, largest + 1):
        found = answer(size, out, op=op).solutions
        truth = oracle.scaled(op, size, out, largest)
        assert {oracle.Scaled(one.stride or None, one.mode) for one in found} == truth, (op, size, out)
        assert len(found) == len(truth)
        solutions += len(found)
    return largest, solutions


def main(largest: int = 64, most: int = 8) -> None:
    """Ask the whole grid."""
    for name, ask, ops, first in (
        ("factors", factors, ("upsample", "shuffle"), 1),
        ("Keras", words, oracle.OPS[:3], 2),
        ("numbers", numbers, oracle.OPS, 1),
    ):
        for op in ops:
            counts = [ask(op, most, size, largest) for size in range(first, largest + 1)]
            pairs, solutions = (sum(column) for column in zip(*counts, strict=True))
            print(f"{name:<8} {op:<10} {pairs:>6,} pairs, {solutions:>9,} solutions, none missing and none too many")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
