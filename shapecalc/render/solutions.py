"""The solver's answer as a table with lines of code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shapecalc.render.asked import WIDEST, Asked
from shapecalc.render.solution_table import solution_table
from shapecalc.render.table import Bold, segments, wrap
from shapecalc.solver.code import Axes, Line, line

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

TITLES = {
    "transpose": "transposed convolution (learned)",
    "conv": "convolution (learned)",
    "pool": "pooling (0 parameters)",
    "upsample": "upsampling (0 parameters)",
    "unpool": "max-unpooling (0 parameters)",
    "shuffle": "pixel shuffle (0 parameters): channels become pixels, or back",
}
_SLIDES = ("N = (W + 2P - F)//S + 1", "N = (W + 2P - D(F-1) - 1)//S + 1")
FORMULAS = {
    "transpose": ("N = (W-1)S - 2P + F + OP", "N = (W-1)S - 2P + D(F-1) + 1 + OP"),
    "conv": _SLIDES,
    "pool": _SLIDES,
    "upsample": ("N = factor*W",) * 2,
    "unpool": ("N = (W-1)S - 2P + F",) * 2,
    "shuffle": ("",) * 2,
}
"""The size by the settings: without a dilation, and with one."""
SHIFTED = "*  same sizes; Keras crops or pads the odd row on the other side than PyTorch"
LEGEND = {
    "N": "N: the size for any input W",
    "from": "from: inputs with the same N",
    "sees": "sees: inputs in a row",
    "reach": "reach: effective kernel",
}
OVERLAP = "OP output_padding; overlap: inputs that meet in an output, phase by phase;"
EVEN = "   even helps against checkerboards, and is not sufficient"
PLAIN = "S=1: a plain convolution, kernel turned round, padding D(F-1)-P (same: same)"


class Solutions:
    """The ranked rows of one op and the code lines below them, as a rich renderable; ``top`` is how many."""

    def __init__(self, rows: Sequence[Axes], asked: Asked, top: int | None = None, more: str = "") -> None:
        self.rows = rows[:top]
        self.hidden = len(rows) - len(self.rows)
        self.asked = asked
        self.more = more

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from segments(self.lines(options.max_width if console.is_terminal else None))

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the question, the table and the code lines."""
        op = self.rows[0][0].op
        yield from self._head(op)
        table = solution_table(self.rows, self.asked)
        yield from table.lines(min(width or WIDEST, WIDEST))
        if self.hidden:
            yield f"and {self.hidden:,} more; --all shows them"
        lines = [[line(row, each, self.asked.channels) for each in self.asked.frameworks] for row in self.rows]
        for number, codes in enumerate(lines, start=1):
            yield from _code(number, codes)
        if any(each.shifted for codes in lines for each in codes):
            yield SHIFTED
        told = [text for title, text in LEGEND.items() if title in table.titles]
        if len(told) > 1:
            yield from wrap("; ".join(told), WIDEST)
        if op == "transpose":
            yield from (OVERLAP, EVEN)
            if any(each.stride == 1 for row in self.rows for each in row):
                yield PLAIN
        if self.more:
            yield self.more

    def _head(self, op: str) -> Iterator[str]:
        """Yield the question, and the formula where the settings are numbers, beside it or below."""
        title = f"{self.asked.question}: {TITLES[op]}"
        dilated = any(each.dilation > 1 for row in self.rows for each in row)
        formula = "" if self.asked.framework == "keras" else FORMULAS[op][dilated]
        together = f"{title}   {formula}".rstrip()
        yield from map(
            Bold, [together] if len(together) <= WIDEST else [*wrap(title, WIDEST), *filter(None, [formula])]
        )


def _code(number: int, lines: Sequence[Line]) -> Iterator[str]:
    for place, each in enumerate(lines):
        lead = f"{number:>2}" if place == 0 else "  "
        star = " *" if each.shifted else ""
        text = f"{each.code}{star}" if each.code else f"none: {each.why}"
        for part, piece in enumerate(wrap(text, WIDEST - 7)):
            yield f"{lead} {piece}" if part == 0 else f"       {piece}"
