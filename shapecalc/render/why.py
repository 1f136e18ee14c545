"""One solution explained, with its numbers put in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shapecalc.formulas import overlap_counts
from shapecalc.render.asked import WIDEST, Asked
from shapecalc.render.numbers import grouped
from shapecalc.render.settings import rule, short, span
from shapecalc.render.table import wrap
from shapecalc.solver import Solution
from shapecalc.solver.code import Axes, line
from shapecalc.solver.cost import cost

SHIFTED = "same sizes, but the odd row lies on the other side"


def why_lines(row: Axes, place: int, total: int, asked: Asked) -> Iterator[str]:
    """Yield the explanation of solution ``place`` of ``total``, in lines of 80 columns."""
    settings = "; ".join(dict.fromkeys(map(short, row)))
    yield from wrap(f"{asked.question}: solution {place} of {total}, {settings}", WIDEST)
    for title, text in _said(row, asked):
        for part, piece in enumerate(wrap(text, WIDEST - 11)):
            yield f"  {title if part == 0 else '':<8} {piece}"


def why_data(row: Axes, asked: Asked) -> list[dict[str, Any]]:
    """Return the explanation as what each part is ``about`` and what it ``says``, one text after the other."""
    parts: list[dict[str, Any]] = []
    for title, text in _said(row, asked):
        if title:
            parts.append({"about": title, "says": []})
        parts[-1]["says"].append(text)
    return parts


def _said(row: Axes, asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield titles and texts; a text without a title goes with the one before."""
    yield from _code(row, asked)
    yield from _axes(row, asked)
    yield from _cost(row, asked)


def _code(row: Axes, asked: Asked) -> Iterator[tuple[str, str]]:
    for framework in asked.frameworks:
        written = line(row, framework, asked.channels)
        yield framework, written.code or f"none: {written.why}"
        if written.shifted:
            yield "", SHIFTED


def _axes(row: Axes, asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of every axis, or of one that stands for all."""
    different = [*dict.fromkeys(row)]
    for place, each in enumerate(different):
        if len(different) > 1:
            yield "axis", f"{each.size} -> {each.out}, {short(each)}"
        yield from _size(each, asked)
        if each.settings not in {other.settings for other in different[place + 1 :]}:
            yield from _parts(each)
    yield "learned", "yes, its kernel and bias" if row[0].layer.learnable else "nothing"


def _cost(row: Axes, asked: Asked) -> Iterator[tuple[str, str]]:
    if asked.channels is not None:
        paid = cost(row, asked.channels)
        yield "params", f"{grouped(paid.params)} with the bias, for {asked.channels[0]} to {asked.channels[1]}"
        if asked.sized:
            yield "MACs", f"{grouped(paid.macs)} for one image"


def _size(one: Solution, asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield what goes by the size, which axes with the same settings have each for itself."""
    formula, numbers = one.layer.equation(one)
    yield "size", formula
    if asked.sized:
        yield "", f"N = {numbers}"
    inputs = one.layer.inputs(one)
    if asked.sized and len(inputs) > 1:
        yield "floor", f"inputs {span(inputs)} all give {one.out}"
    if not one.covers:
        yield "gaps", "some inputs count nowhere, or some outputs hold the bias alone"


def _parts(one: Solution) -> Iterator[tuple[str, str]]:
    yield "any W", _any(one)
    if one.dilation > 1:
        yield "reach", f"D(F-1) + 1 = {one.dilation}*({one.kernel_size}-1) + 1 = {one.effective_kernel}"
    if one.checkerboard_free is not None:
        yield from _overlap(one)
    yield from _meaning(one)


def _meaning(one: Solution) -> Iterator[tuple[str, str]]:
    sees = one.layer.sees(one)
    yield (
        "sees",
        "each output sees one input at most" if sees == 1 else f"each output sees up to {sees} inputs in a row",
    )
    if one.recipe:
        yield "known as", one.recipe
    if one.op == "transpose" and one.stride == 1:
        yield "note", "S=1: a plain convolution, its kernel turned round"


def _any(one: Solution) -> str:
    affine = one.affine
    if affine is None:
        return "the size is asked for, whatever W is"
    text = f"N = {rule(affine)}"
    if not affine.exact:
        return f"{text}, not a multiple of W"
    if affine.over == 1:
        return f"{text}, exact for every W"
    return f"{text}, exact for every W that {affine.over} divides"


def _overlap(one: Solution) -> Iterator[tuple[str, str]]:
    counts = overlap_counts(one.kernel_size, one.stride, one.dilation)
    shown = ", ".join(map(str, counts[:8])) + (", ..." if len(counts) > 8 else "")
    dilated = f", gcd(S, D) = gcd({one.stride}, {one.dilation})" if one.dilation > 1 else ""
    remainder = f"F mod S = {one.kernel_size} mod {one.stride} = {one.kernel_size % one.stride}{dilated}"
    yield "overlap", f"inputs that meet, phase by phase: {shown}   ({remainder})"
    uniform = "as many everywhere: helpful against checkerboards, and not sufficient"
    yield "", uniform if one.checkerboard_free else "not as many everywhere: a checkerboard is likely"
