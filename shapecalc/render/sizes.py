"""Legal sizes as sentences, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from textwrap import fill
from typing import Any

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
    pattern = axis.sizes
    if axis.follows and pattern.residues:
        return f"{axis.declared}, as declared"
    if not pattern.residues:
        return _listed(pattern.extra)
    if (pattern.modulus, pattern.minimum, pattern.extra) == (1, 1, ()):
        return "any size"
    shown = ", ".join(map(str, islice(pattern.members(), FEW)))
    return f"{shown}, ...: {condition(axis.name, pattern)}"


def condition(name: str, pattern: Pattern) -> str:
    """Return a pattern as a condition.

    >>> condition("W", Pattern(1, (0,), 9, (3, 5)))
    'W >= 9, or W = 3, 5'
    """
    parts = [f"{name} >= {pattern.minimum}"]
    if pattern.modulus > 1:
        residues = ", ".join(map(str, pattern.residues[:MOST_RESIDUES]))
        more = len(pattern.residues) - MOST_RESIDUES
        parts.insert(0, f"{name} = {residues}{f' and {more} more' if more > 0 else ''} mod {pattern.modulus}")
    extra = f", or {name} = {_listed(pattern.extra)}" if pattern.extra else ""
    return ", ".join(parts) + extra


def _listed(sizes: Sequence[int]) -> str:
    if not sizes:
        return "no size"
    if len(sizes) > 2 and sizes[-1] - sizes[0] == len(sizes) - 1:
        return f"{sizes[0]} to {sizes[-1]}"
    shown = ", ".join(map(str, sizes[:MOST_LISTED]))
    return shown + (f" and {len(sizes) - MOST_LISTED} more, up to {sizes[-1]}" if len(sizes) > MOST_LISTED else "")


def _reasons(axis: AxisSizes) -> Iterator[str]:
    if axis.follows:
        yield f"(the weights of {axis.layer} have a shape that follows it)"
    elif axis.fixed and axis.layer:
        yield f"({'fixed' if axis.sizes.extra else 'refused'} by {axis.layer})"
    if axis.tried:
        yield f"(tried one by one up to {axis.tried}: {axis.why})"


def assumed_lines(axes: Sequence[AxisSizes]) -> Iterator[str]:
    """Yield which axes were taken at another size than the declared one, which does not fit."""
    for axis in axes:
        taken = axis.shape[axis.axis]
        if taken != axis.declared:
            yield (
                f"  {axis.name} of {axis.input} is declared {axis.declared}, which does not fit; the other axes are"
                + (f" answered for {taken}" if taken is not None else " answered with it open")
            )


def near_lines(wanted: Sequence[tuple[AxisSizes, int]]) -> Iterator[str]:
    """Yield the nearest legal sizes of each axis, and how much to crop or pad."""
    for (axis, size), start in zip(wanted, _starts([axis for axis, _ in wanted]), strict=True):
        below, above = axis.nearest(size)
        if size in axis.sizes:
            answer = f"{size} is legal"
        else:
            ways = [f"{below} (crop {size - below})"] if below is not None else []
            ways += [f"{above} (pad {above - size})"] if above is not None else []
            answer = f"{size} -> {' or '.join(ways) or 'no size'}"
        yield start + answer


def out_lines(wanted: Sequence[tuple[AxisSizes, int]]) -> Iterator[str]:
    """Yield the input sizes that give an output size."""
    for (axis, size), start in zip(wanted, _starts([axis for axis, _ in wanted]), strict=True):
        yield f"{start}{_listed(axis.inputs_for(size))} gives {size}"


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
        data["out"] = {"size": out, "inputs": list(axis.inputs_for(out))}
    return data
