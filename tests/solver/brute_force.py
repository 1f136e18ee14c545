"""The oracle: every combination of settings is tried on the formula; nothing is solved for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import (
    effective_kernel,
    full_transposed_output_size,
    output_size,
    same_output_size,
    same_transposed_output_size,
    transposed_output_size,
    unpooled_output_size,
)
from shapecalc.solver import Solution

MOST = 5
LARGEST_DILATION = 2
BOUNDS: dict[str, Any] = {"max_kernel": MOST, "max_stride": MOST, "max_padding": MOST, "max_dilation": LARGEST_DILATION}
OPS = ("transpose", "conv", "pool", "unpool")


class Settings(NamedTuple):
    kernel_size: int
    stride: int
    padding: int
    output_padding: int
    dilation: int
    mode: str = ""


def settings_of(solution: Solution) -> Settings:
    return Settings(*solution.numbers, solution.mode)


def result(op: str, size: int, settings: Settings) -> int:
    """Return the output size, 0 where the formula refuses."""
    kernel_size, stride, padding, output_padding, dilation, mode = settings
    try:
        if op == "transpose":
            return transposed_output_size(size, kernel_size, stride, padding, output_padding, dilation)
        if output_padding:
            return 0
        if op == "unpool":
            return unpooled_output_size(size, kernel_size, stride, padding) if dilation == 1 else 0
        return output_size(size, kernel_size, stride, padding, dilation, ceil_mode=mode == "ceil")
    except ShapecalcError:
        return 0


def makes_sense(op: str, settings: Settings) -> bool:
    reach = effective_kernel(settings.kernel_size, settings.dilation)
    limit = {"transpose": reach - 1, "conv": reach // 2}.get(op, settings.kernel_size // 2)
    return settings.padding <= limit and (settings.kernel_size > 1 or settings.dilation == 1)


@cache
def every_settings(most: int = MOST, dilation: int = LARGEST_DILATION) -> tuple[Settings, ...]:
    numbers = range(1, most + 1), range(1, most + 1), range(most + 1), range(most + 1), range(1, dilation + 1)
    return tuple(Settings(*settings) for settings in product(*numbers))


@cache
def outputs(op: str, size: int, most: int = MOST, dilation: int = LARGEST_DILATION) -> dict[Settings, frozenset[int]]:
    """Return the sizes that every legal setting makes of a size: one, or for an unpooling those that may be asked."""
    found: dict[Settings, frozenset[int]] = {}
    for settings in every_settings(most, dilation):
        if makes_sense(op, settings):
            found.update(_outputs(op, size, settings))
    return found


def _outputs(op: str, size: int, settings: Settings) -> Iterator[tuple[Settings, frozenset[int]]]:
    out = result(op, size, settings)
    if out:
        yield settings, frozenset({out})
    if op == "pool":
        up = result(op, size, settings._replace(mode="ceil"))
        if up and up != out:
            yield settings._replace(mode="ceil"), frozenset({up})
    if op == "unpool" and not settings.output_padding and settings.dilation == 1:
        natural = (size - 1) * settings.stride - 2 * settings.padding + settings.kernel_size
        asked = (z for z in range(max(natural - 9, 1), natural + 10) if z != out and _may_be_asked(size, settings, z))
        if natural >= 0:
            yield settings._replace(mode="output_size"), frozenset(asked)


def _may_be_asked(size: int, settings: Settings, out: int) -> bool:
    try:
        return unpooled_output_size(size, settings.kernel_size, settings.stride, settings.padding, out) == out
    except ShapecalcError:
        return False


def solutions(op: str, size: int, out: int, most: int = MOST, dilation: int = LARGEST_DILATION) -> set[Settings]:
    found = {settings for settings, sizes in outputs(op, size, most, dilation).items() if out in sizes}
    idle = size == 1 if op in ("transpose", "unpool") else out == 1
    return {one for one in found if not (idle and is_idle_duplicate(op, size, out, one, found))}


def is_idle_duplicate(op: str, size: int, out: int, settings: Settings, found: set[Settings]) -> bool:
    """Tell whether a smaller stride does the same, and this one is not the stride of every size."""
    smaller = {settings._replace(stride=stride) for stride in range(1, settings.stride)}
    others = {one for one in smaller & found if not is_exact(op, size, out, one)}
    return bool(others) and not is_exact(op, size, out, settings)


def is_exact(op: str, size: int, out: int, settings: Settings) -> bool:
    """Tell whether the sizes go by the stride, by trying."""
    few = range(1, 10)
    if settings.mode == "output_size":
        return False
    if op in ("transpose", "unpool"):
        return all(result(op, n, settings) == settings.stride * n for n in few)
    return size == settings.stride * out and all(result(op, settings.stride * n, settings) == n for n in few)


def met(op: str, size: int, out: int, settings: Settings) -> Iterator[int]:
    """Yield the elements of the larger grid (transposed: outputs, convolution: inputs) that a tap meets."""
    kernel_size, stride, padding, _, dilation, _ = settings
    for place, tap in product(range(size if op == "transpose" else out), range(kernel_size)):
        yield place * stride + tap * dilation - padding


def in_onnx(op: str, size: int, settings: Settings, out: int) -> bool:
    """Tell whether onnxruntime takes them too: it is strict with output_padding, and with an asked size."""
    if op == "transpose":
        return settings.output_padding < settings.stride
    natural = (size - 1) * settings.stride - 2 * settings.padding + settings.kernel_size
    return op != "unpool" or out >= natural


class Scaled(NamedTuple):
    """A factor, or a size that is asked for, and the mode."""

    factor: int | None
    mode: str


@cache
def by_factor(op: str, size: int, most: int) -> dict[int, set[Scaled]]:
    """Return what every factor makes of elements in a row: copies of them, or blocks of channels, or every n-th."""
    elements = [*range(size)]
    found: dict[int, set[Scaled]] = {}
    for factor in range(1, most + 1):
        larger = len([each for each in elements for _ in range(factor)])
        for mode in ("nearest", "bilinear") if op == "upsample" else ("up",) if factor > 1 else ():
            found.setdefault(larger, set()).add(Scaled(factor, mode))
        smaller = len(elements[::factor])
        if op == "shuffle" and factor > 1 and smaller * factor == size:
            found.setdefault(smaller, set()).add(Scaled(factor, "down"))
    return found


def scaled(op: str, size: int, out: int, most: int) -> set[Scaled]:
    """Return what an op without a window does; an upsampling may be asked for the size where no factor does it."""
    asked = {Scaled(None, "nearest"), Scaled(None, "bilinear")} if op == "upsample" else set()
    return by_factor(op, size, most).get(out) or asked


class Worded(NamedTuple):
    """Keras' settings."""

    kernel_size: int
    stride: int
    padding: str
    output_padding: int | None
    dilation: int


def worded(op: str, size: int, out: int, most: int, dilation: int) -> set[Worded]:
    """Return Keras' settings that give the size; output_padding where leaving it out gives another."""
    numbers = range(1, most + 1), range(1, most + 1), ("valid", "same"), range(1, dilation + 1)
    found = set()
    for kernel_size, stride, padding, spread in product(*numbers):
        if (stride > 1 and spread > 1) or (kernel_size == 1 and spread > 1) or (op == "pool" and spread > 1):
            continue
        extras = [None, *range(stride)] if op == "transpose" else [0]
        made = [
            (extra, keras_result(op, size, Worded(kernel_size, stride, padding, extra, spread))) for extra in extras
        ]
        here = [extra for extra, got in made if got == out]
        found |= {
            Worded(kernel_size, stride, padding, extra, spread) for extra in (here if None not in here else [None])
        }
    return found


def keras_result(op: str, size: int, settings: Worded) -> int:
    kernel_size, stride, padding, extra, dilation = settings
    try:
        if op == "transpose":
            formula = same_transposed_output_size if padding == "same" else full_transposed_output_size
            return formula(size, kernel_size, stride, extra, dilation)
        if padding == "same":
            return same_output_size(size, stride)
        return output_size(size, kernel_size, stride, 0, dilation)
    except ShapecalcError:
        return 0
