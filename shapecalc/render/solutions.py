"""The solver's answer as a table with lines of code, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from shapecalc.render.table import ASCII, HEAVY, Bold, Table, segments
from shapecalc.solver import Answer, Reason, Solution
from shapecalc.solver.code import keras_code, shifted, torch_code

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

SCHEMA_VERSION = 1
TITLES = {
    "transpose": "transposed convolution   N = (W-1)S - 2P + F + output_padding",
    "conv": "convolution   N = (W + 2P - F)//S + 1",
}
SHIFTED = "*  same sizes; Keras crops or pads the odd row on the other side than PyTorch"
OVERLAP = "even: every output meets as many inputs; helps against checkerboards, no proof"


class Solutions:
    """The ranked table of an answer and the code lines below it, as a rich renderable; ``top`` is how many."""

    def __init__(self, answer: Answer, top: int | None = None, *, ascii_only: bool = False) -> None:
        self.answer = answer
        self.shown = answer.solutions[:top]
        self.ascii_only = ascii_only

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from segments(self.lines(options.max_width if console.is_terminal else None))

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the question, the table and the code lines."""
        question = self.answer.question
        yield Bold(f"{question.size} -> {question.out}: {TITLES[question.op]}")
        yield from self._table().lines(width)
        hidden = len(self.answer.solutions) - len(self.shown)
        if hidden:
            yield f"and {hidden:,} more; --all shows them"
        for number, each in enumerate(self.shown, start=1):
            yield f"{number:>2} {torch_code(each)}"
            yield f"   {keras_code(each)}{' *' if shifted(each) else ''}"
        if any(map(shifted, self.shown)):
            yield SHIFTED
        if question.op == "transpose":
            yield OVERLAP

    def _table(self) -> Table:
        columns = _columns(self.answer)
        rows = [[cell(number, each) for cell in columns.values()] for number, each in enumerate(self.shown, start=1)]
        aligns = ">" * (len(columns) - 3) + "<<<"
        return Table(list(columns), rows, aligns, box=ASCII if self.ascii_only else HEAVY)


def _columns(answer: Answer) -> dict[str, Any]:
    dilated = any(each.dilation > 1 for each in answer.solutions)
    transposed = answer.question.op == "transpose"
    columns: dict[str, Any] = {
        "#": lambda number, _: str(number),
        "F": lambda _, each: str(each.kernel_size),
        "S": lambda _, each: str(each.stride),
        "P": lambda _, each: str(each.padding),
    }
    if transposed:
        columns["output_padding"] = lambda _, each: str(each.output_padding)
    if dilated:
        columns["dilation"] = lambda _, each: str(each.dilation)
    columns["any W"] = lambda _, each: _for_every_input(each)
    columns["F mod S"] = lambda _, each: _overlap(each)
    columns["known as"] = lambda _, each: each.recipe or ""
    return columns


def _for_every_input(solution: Solution) -> str:
    """Return what the settings make of every input (that the stride divides), not only of this one."""
    if not solution.exact:
        return "only this"
    if solution.stride == 1:
        return "W"
    return f"{solution.stride}W" if solution.op == "transpose" else f"W/{solution.stride}"


def _overlap(solution: Solution) -> str:
    remainder = solution.kernel_size % solution.stride
    if solution.op == "conv":
        return str(remainder)
    return f"{remainder} {'even' if solution.checkerboard_free else 'uneven'}"


def reason_lines(reason: Reason) -> Iterator[str]:
    """Yield why there is no answer, the nearest sizes that can be reached, and what to give up."""
    yield f"  why:     {reason.why}"
    for word, near in (("below", reason.below), ("above", reason.above)):
        if near is not None:
            yield f"  {word}:   {near.out} with {_settings(near)}"
    for instead in reason.instead:
        given_up = " and ".join(instead.gives_up) or "the default bounds"
        yield f"  instead: without {given_up}: {_settings(instead.solution)}"


def _settings(solution: Solution) -> str:
    extra = f" output_padding={solution.output_padding}" if solution.output_padding else ""
    dilation = f" dilation={solution.dilation}" if solution.dilation > 1 else ""
    return f"F={solution.kernel_size} S={solution.stride} P={solution.padding}{extra}{dilation}"


def as_json(answer: Answer, top: int | None = None) -> str:
    """Return the answer as JSON: raw numbers, and the code lines."""
    import json
    from fractions import Fraction

    question, reason = answer.question, answer.reason
    factor = Fraction(question.out, question.size)
    data: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "in": question.size,
        "out": question.out,
        "factor": str(factor),
        "count": len(answer.solutions),
        "solutions": [_data(each) for each in answer.solutions[:top]],
    }
    if reason is not None:
        near = {word: each and _data(each) for word, each in (("below", reason.below), ("above", reason.above))}
        instead = [{"gives_up": list(each.gives_up), **_data(each.solution)} for each in reason.instead]
        data["reason"] = {"kind": reason.kind, "why": reason.why, **near, "instead": instead}
    return json.dumps(data, indent=2)


def _data(solution: Solution) -> dict[str, Any]:
    return {
        "op": solution.op,
        "kernel_size": solution.kernel_size,
        "stride": solution.stride,
        "padding": solution.padding,
        "output_padding": solution.output_padding,
        "dilation": solution.dilation,
        "in": solution.size,
        "out": solution.out,
        "exact": solution.exact,
        "kernel_divides": solution.kernel_size % solution.stride == 0,
        "checkerboard_free": solution.checkerboard_free,
        "recipe": solution.recipe,
        "torch": torch_code(solution),
        "keras": keras_code(solution),
    }
