"""The solver's answers as JSON: raw numbers, and the code lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from shapecalc.formulas import overlap_counts
from shapecalc.solver import FRAMEWORKS, Reason, Solution
from shapecalc.solver.code import RANK, Axes, line
from shapecalc.solver.code.call import together
from shapecalc.solver.cost import cost

SCHEMA_VERSION = 1
_SETTINGS = ("kernel_size", "stride", "padding", "output_padding", "dilation")
_NONE = {"output_padding": 0, "dilation": 1}


def head(size: object, out: object, factor: tuple[int, int] | None) -> dict[str, Any]:
    """Return what every answer begins with."""
    times = None if factor is None else str(factor[0]) if factor[1] == 1 else f"{factor[0]}/{factor[1]}"
    return {"schema_version": SCHEMA_VERSION, "in": size, "out": out, "factor": times}


def text(data: dict[str, Any]) -> str:
    """Return data as JSON."""
    import json

    return json.dumps(data, indent=2)


def solution_data(row: Axes, channels: tuple[int, int] | None = None, *, sized: bool = True) -> dict[str, Any]:
    """Return one solution; a setting is a list where the axes differ, and null where the op has none."""
    first = row[0]
    data: dict[str, Any] = {"op": first.op}
    for name in _SETTINGS:
        has = name in first.layer.settings
        data[name] = together(getattr(each, name) for each in row) if has else _NONE.get(name)
    data |= _mode(first)
    data["in"] = together(each.size for each in row) if sized else None
    data["out"] = together(each.out for each in row) if sized else None
    data |= _meaning(row, sized=sized)
    if channels is not None:
        paid = cost(row, channels)
        data |= {"params": paid.params, "macs": paid.macs if sized else None}
    lines = {framework: line(row, framework, channels) for framework in FRAMEWORKS}
    data |= {framework: each.code for framework, each in lines.items()}
    data["not_in"] = {framework: each.why for framework, each in lines.items() if each.code is None}
    return data


def _mode(first: Solution) -> dict[str, Any]:
    return {"mode": first.mode or None, "factor": first.factor}


def _meaning(row: Axes, *, sized: bool) -> dict[str, Any]:
    """Return what follows from the settings; a list where the axes differ, but for a question to all of them."""
    checked = [each.checkerboard_free for each in row]
    return {
        "exact": all(each.exact for each in row),
        "rule": _along(row, lambda each: each.affine and each.affine._asdict()),
        "same_output_from": _along(row, _inputs) if sized else None,
        "covers": all(each.covers for each in row),
        "kernel_divides": all(each.kernel_size % each.stride == 0 for each in row) if row[0].layer.settings else None,
        "checkerboard_free": None if None in checked else all(checked),
        "overlap": _along(row, _overlap),
        "effective_kernel": _along(row, lambda each: each.effective_kernel),
        "sees": _along(row, lambda each: each.layer.sees(each)),
        "learnable": row[0].layer.learnable,
        "recipe": _along(row, lambda each: each.recipe),
    }


def _along(row: Axes, value: Callable[[Solution], Any]) -> Any:
    values = [value(each) for each in row]
    return values[0] if all(each == values[0] for each in values) else values


def _inputs(one: Solution) -> list[int]:
    inputs = one.layer.inputs(one)
    return [inputs[0], inputs[-1]]


def _overlap(one: Solution) -> list[int] | None:
    if one.checkerboard_free is None:
        return None
    return list(overlap_counts(one.kernel_size, one.stride, one.dilation))


def reason_data(reason: Reason) -> dict[str, Any]:
    """Return why there is no answer."""
    near = {
        word: each and solution_data((each,) * RANK)
        for word, each in (("below", reason.below), ("above", reason.above))
    }
    instead = [{"gives_up": list(each.gives_up), **solution_data((each.solution,) * RANK)} for each in reason.instead]
    return {"kind": reason.kind, "why": reason.why, **near, "instead": instead}


def solutions_data(rows: Sequence[Axes], channels: tuple[int, int] | None, *, sized: bool = True) -> dict[str, Any]:
    """Return a list of solutions."""
    return {"solutions": [solution_data(row, channels, sized=sized) for row in rows]}
