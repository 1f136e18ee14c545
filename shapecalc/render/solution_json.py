"""The solver's answers as JSON: raw numbers, and the code lines."""

from __future__ import annotations

from collections.abc import Sequence
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
        data |= cost(row, channels)._asdict()
    lines = {framework: line(row, framework, channels) for framework in FRAMEWORKS}
    data |= {framework: each.code for framework, each in lines.items()}
    data["not_in"] = {framework: each.why for framework, each in lines.items() if each.code is None}
    return data


def _mode(first: Solution) -> dict[str, Any]:
    return {"mode": first.mode or None, "factor": first.factor}


def _meaning(row: Axes, *, sized: bool) -> dict[str, Any]:
    first = row[0]
    rule, inputs = first.affine, first.layer.inputs(first)
    counts = None
    if first.checkerboard_free is not None:
        counts = list(overlap_counts(first.kernel_size, first.stride, first.dilation))
    return {
        "exact": all(each.exact for each in row),
        "rule": rule and rule._asdict(),
        "same_output_from": [inputs[0], inputs[-1]] if sized else None,
        "covers": all(each.covers for each in row),
        "kernel_divides": first.kernel_size % first.stride == 0 if first.layer.settings else None,
        "checkerboard_free": first.checkerboard_free,
        "overlap": counts,
        "effective_kernel": first.effective_kernel,
        "sees": first.layer.sees(first),
        "learnable": first.layer.learnable,
        "recipe": first.recipe,
    }


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
