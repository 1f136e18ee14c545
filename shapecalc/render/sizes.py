"""Legal sizes as sentences, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from textwrap import fill
from typing import Any

from shapecalc.shape import is_known
from shapecalc.sizes.legal import AxisSizes
from shapecalc.sizes.pattern import Pattern

SCHEMA_VERSION = 1
WIDTH = 80
FEW = 4
"""So many sizes show how a pattern goes on."""
MOST_RESIDUES = 8
MOST_LISTED = 12


def sizes_lines(name: str, axes: Sequence[AxisSizes], *, lossless: bool) -> Iterator[str]:
    """Yield what a model takes: a line for each axis of each input, and the reason where it is fixed."""
    yield f"{name} takes" + (" without losing an element to a floor" if lossless else "")
    for axis, start in zip(axes, _starts(axes), strict=True):
        answer = fill(sizes_text(axis), WIDTH, initial_indent=start, subsequent_indent=" " * len(start))
        reasons = [
            fill(line, WIDTH, initial_indent=" " * len(start), subsequent_indent=" " * (len(start) + 1))
            for line in _reasons(axis)
        ]
        yield from "\n".join([answer, *reasons]).splitlines()


def _starts(axes: Sequence[AxisSizes]) -> Iterator[str]:
    """Yield what each axis' line begins with: its input and its name, padded to one width."""
    inputs, names = (max(len(axis.input) for axis in axes), max(len(axis.name) for axis in axes)) if axes else (0, 0)
    yield from (f"  {axis.input:{inputs}}  {axis.name:{names}}  " for axis in axes)


def sizes_text(axis: AxisSizes) -> str:
    """Return the legal set in words.

    >>> sizes_text(AxisSizes("input", 0, "H", 572, (572, 572, 3), Pattern(16, (12,), 188, ())))
    '188, 204, 220, 236, ...: H = 12 mod 16, H >= 188'
    """
    if axis.follows and axis.sizes.residues:
        return f"{axis.declared}, as declared"
    return _members(axis.name, axis.sizes)


def _members(name: str, pattern: Pattern) -> str:
    if not pattern.residues:
        return _listed(pattern.extra)
    if (pattern.modulus, pattern.minimum, pattern.extra) == (1, 1, ()):
        return "any size"
    shown = ", ".join(map(str, islice(pattern.members(), FEW)))
    return f"{shown}, ...: {condition(name, pattern)}"


def condition(name: str, pattern: Pattern) -> str:
    """Return a pattern as a condition.

    >>> condition("W", Pattern(1, (0,), 9, (3, 5)))
    'W >= 9, or W = 3, 5'
    >>> condition("H", Pattern(32, (0, 29, 30, 31), 29, (1, 2, 3, 4)))
    'H = 0, 29 to 31 mod 32, H >= 29, or H = 1 to 4'
    """
    parts = [f"{name} >= {pattern.minimum}"]
    if pattern.modulus > 1:
        runs = _runs(pattern.residues)
        residues = ", ".join(map(_run, runs[:MOST_RESIDUES]))
        more = sum(map(len, runs[MOST_RESIDUES:]))
        parts.insert(0, f"{name} = {residues}{f' and {more} more' if more > 0 else ''} mod {pattern.modulus}")
    extra = f", or {name} = {_listed(pattern.extra)}" if pattern.extra else ""
    return ", ".join(parts) + extra


def _listed(sizes: Sequence[int]) -> str:
    """Return sizes in words.

    >>> _listed((3, 7, 8, 9, 10, 20, 21))
    '3, 7 to 10, 20, 21'
    """
    if not sizes:
        return "no size"
    runs = _runs(sizes)
    more = sum(map(len, runs[MOST_LISTED:]))
    return ", ".join(map(_run, runs[:MOST_LISTED])) + (f" and {more} more, up to {sizes[-1]}" if more else "")


def _runs(sizes: Sequence[int]) -> list[range]:
    """Return sorted numbers as ranges; two neighbours are no range yet."""
    runs: list[range] = []
    for size in sizes:
        if runs and size == runs[-1].stop:
            runs[-1] = range(runs[-1].start, size + 1)
        else:
            runs.append(range(size, size + 1))
    return [part for run in runs for part in ([run] if len(run) > 2 else (range(size, size + 1) for size in run))]


def _run(run: range) -> str:
    return f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0])


def _reasons(axis: AxisSizes) -> Iterator[str]:
    if axis.together:
        others = ", ".join(f"axis {each.axis} of {each.input}" for each in axis.together)
        yield f"(the same {axis.declared} as {others})"
    if axis.follows:
        yield f"(the weights of {axis.layer} have a shape that follows it)"
    elif axis.fixed and axis.layer:
        yield f"({'fixed' if axis.sizes.extra else 'refused'} by {axis.layer})"
    if axis.tried:
        yield f"(tried one by one up to {axis.tried}: {axis.why})"


def assumed_lines(axes: Sequence[AxisSizes]) -> Iterator[str]:
    """Yield which axes were taken at another size than the declared one, which does not fit or is open."""
    for axis in axes:
        taken = axis.shape[axis.axis]
        if taken != axis.declared:
            why = f"declared {axis.declared}, which does not fit" if is_known(axis.declared) else "open"
            how = f"for {taken}" if taken is not None else "with it open"
            line = f"{axis.name} of {axis.input} is {why}; the other axes are answered {how}"
            yield from fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ").splitlines()


def near_lines(wanted: Sequence[tuple[AxisSizes, int]]) -> Iterator[str]:
    """Yield the nearest legal sizes of each axis, and how much to crop or pad."""
    for (axis, size), start in zip(wanted, _starts([axis for axis, _ in wanted]), strict=True):
        below, above = axis.nearest(size)
        if size in axis.sizes:
            answer = f"{size} is legal"
        else:
            ways = [f"{below} (crop {size - below})"] if below is not None else []
            ways += [f"{above} (pad {above - size})"] if above is not None else []
            answer = f"{size} -> {' or '.join(ways) or 'no size'}{_as_far_as_tried(axis)}"
        yield start + answer


def out_lines(wanted: Sequence[tuple[AxisSizes, int]]) -> Iterator[str]:
    """Yield the input sizes that give an output size."""
    for (axis, size), start in zip(wanted, _starts([axis for axis, _ in wanted]), strict=True):
        yield f"{start}{_members(axis.name, axis.inputs_for(size))} gives {size}{_as_far_as_tried(axis)}"


def _as_far_as_tried(axis: AxisSizes) -> str:
    return f" (tried up to {axis.tried})" if axis.tried else ""


def sizes_json(
    name: str,
    axes: Sequence[AxisSizes],
    near: Sequence[tuple[AxisSizes, int]],
    out: Sequence[tuple[AxisSizes, int]],
    *,
    lossless: bool,
) -> str:
    """Return the legal sets as JSON: {n >= minimum, n mod modulus in residues} together with extra."""
    nearest = {id(axis): size for axis, size in near}
    outputs = {id(axis): size for axis, size in out}
    found = [_axis_json(axis, nearest.get(id(axis)), outputs.get(id(axis))) for axis in axes]
    data = {"schema_version": SCHEMA_VERSION, "name": name, "lossless": lossless, "axes": found}
    return json.dumps(data, indent=2)


def _axis_json(axis: AxisSizes, near: int | None, out: int | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "input": axis.input,
        "axis": axis.axis,
        "name": axis.name,
        "declared": axis.declared,
        "shape": list(axis.shape),
        **axis.sizes._asdict(),
        "fixed": axis.fixed,
        "layer": axis.layer,
    }
    if axis.together:
        data["together"] = [each._asdict() for each in axis.together]
    if axis.tried:
        data |= {"tried": axis.tried, "why": axis.why}
    if near is not None:
        below, above = axis.nearest(near)
        data["near"] = {
            "size": near,
            "below": below,
            "crop": None if below is None else near - below,
            "above": above,
            "pad": None if above is None else above - near,
        }
    if out is not None:
        found = axis.inputs_for(out)
        endless = {"modulus": found.modulus, "residues": found.residues, "minimum": found.minimum}
        data["out"] = {"size": out, "inputs": list(found.extra), **(endless if found.residues else {})}
    return data
