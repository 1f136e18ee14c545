"""The oracle: every combination of settings is tried on the formula; nothing is solved for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.formulas import effective_kernel, output_size, transposed_output_size

MOST = 5
LARGEST_DILATION = 2
BOUNDS: dict[str, Any] = {"max_kernel": MOST, "max_stride": MOST, "max_padding": MOST, "max_dilation": LARGEST_DILATION}


class Settings(NamedTuple):
    kernel_size: int
    stride: int
    padding: int
    output_padding: int
    dilation: int


def result(op: str, size: int, settings: Settings) -> int:
    """Return the output size, 0 where the formula refuses."""
    kernel_size, stride, padding, output_padding, dilation = settings
    try:
        if op == "transpose":
            return transposed_output_size(size, kernel_size, stride, padding, output_padding, dilation)
        return output_size(size, kernel_size, stride, padding, dilation) if output_padding == 0 else 0
    except ShapecalcError:
        return 0


def makes_sense(op: str, settings: Settings) -> bool:
    reach = effective_kernel(settings.kernel_size, settings.dilation)
    limit = reach - 1 if op == "transpose" else reach // 2
    return settings.padding <= limit and (settings.kernel_size > 1 or settings.dilation == 1)


@cache
def every_settings() -> tuple[Settings, ...]:
    numbers = range(1, MOST + 1), range(1, MOST + 1), range(MOST + 1), range(MOST + 1), range(1, LARGEST_DILATION + 1)
    return tuple(Settings(*settings) for settings in product(*numbers))


@cache
def outputs(op: str, size: int) -> dict[Settings, int]:
    """Return what every legal setting makes of a size."""
    tried = ((settings, result(op, size, settings)) for settings in every_settings() if makes_sense(op, settings))
    return {settings: out for settings, out in tried if out}


def solutions(op: str, size: int, out: int) -> set[Settings]:
    found = {settings for settings, result in outputs(op, size).items() if result == out}
    idle = size == 1 if op == "transpose" else out == 1
    return {one for one in found if not (idle and is_idle_duplicate(op, size, out, one, found))}


def is_idle_duplicate(op: str, size: int, out: int, settings: Settings, found: set[Settings]) -> bool:
    """Tell whether a smaller stride does the same, and this one is not the stride of every size."""
    smaller = {settings._replace(stride=stride) for stride in range(1, settings.stride)}
    others = {one for one in smaller & found if not is_exact(op, size, out, one)}
    return bool(others) and not is_exact(op, size, out, settings)


def is_exact(op: str, size: int, out: int, settings: Settings) -> bool:
    """Tell whether the sizes go by the stride, by trying."""
    few = range(1, 10)
    if op == "transpose":
        return all(result(op, n, settings) == settings.stride * n for n in few)
    return size == settings.stride * out and all(result(op, settings.stride * n, settings) == n for n in few)


def met(op: str, size: int, out: int, settings: Settings) -> Iterator[int]:
    """Yield the elements of the larger grid (transposed: outputs, convolution: inputs) that a tap meets."""
    kernel_size, stride, padding, _, dilation = settings
    for place, tap in product(range(size if op == "transpose" else out), range(kernel_size)):
        yield place * stride + tap * dilation - padding
