"""The solver's answer as a table with lines of code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from shapecalc.render.numbers import engineering, grouped
from shapecalc.render.settings import MODES, overlap, rule, short, span, words
from shapecalc.render.table import ASCII, HEAVY, Bold, Table, segments, wrap
from shapecalc.solver import Reason, Solution
from shapecalc.solver.code import Axes, Line, line
from shapecalc.solver.cost import cost

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

TITLES = {
    "transpose": "transposed convolution (learned)   N = (W-1)S - 2P + F + OP",
    "conv": "convolution (learned)   N = (W + 2P - F)//S + 1",
    "pool": "pooling (0 parameters)   N = (W + 2P - F)//S + 1",
    "upsample": "upsampling (0 parameters)   N = factor*W",
    "unpool": "max-unpooling (0 parameters)   N = (W-1)S - 2P + F",
    "shuffle": "pixel shuffle (0 parameters): channels become pixels, or back",
}
SHIFTED = "*  same sizes; Keras crops or pads the odd row on the other side than PyTorch"
OVERLAP = "OP output_padding; overlap: inputs that meet in an output, phase by phase;"
EVEN = "   even helps against checkerboards, and is not sufficient"
PLAIN = "S=1: a plain convolution, its kernel turned round and its padding F-1-P (same stays same)"
PAIRS = {"": ("torch", "keras")}
WIDEST = 80


class Asked(NamedTuple):
    """What the views need beside the rows: the question in words, frameworks and channels."""

    question: str
    framework: str = ""
    channels: tuple[int, int] | None = None
    sized: bool = True
    ascii_only: bool = False

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The frameworks to write code for."""
        return PAIRS.get(self.framework, (self.framework,))


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
        title = TITLES[op].partition("   ")[0] if self.asked.framework == "keras" else TITLES[op]
        yield from map(Bold, wrap(f"{self.asked.question}: {title}", WIDEST))
        yield from solution_table(self.rows, self.asked).lines(min(width or WIDEST, WIDEST))
        if self.hidden:
            yield f"and {self.hidden:,} more; --all shows them"
        lines = [[line(row, each, self.asked.channels) for each in self.asked.frameworks] for row in self.rows]
        for number, codes in enumerate(lines, start=1):
            yield from _code(number, codes)
        if any(each.shifted for codes in lines for each in codes):
            yield SHIFTED
        if op == "transpose":
            yield from (OVERLAP, EVEN)
            if any(each.stride == 1 for row in self.rows for each in row):
                yield PLAIN
        if self.more:
            yield self.more


def _code(number: int, lines: Sequence[Line]) -> Iterator[str]:
    for place, each in enumerate(lines):
        lead = f"{number:>2}" if place == 0 else "  "
        star = " *" if each.shifted else ""
        text = f"{each.code}{star}" if each.code else f"none: {each.why}"
        for part, piece in enumerate(wrap(text, WIDEST - 7)):
            yield f"{lead} {piece}" if part == 0 else f"       {piece}"


Cell = Callable[[Solution], str]


def solution_table(rows: Sequence[Axes], asked: Asked) -> Table:
    """Return the table; where the axes differ, each has its own row."""
    columns = _columns([each for row in rows for each in row], asked)
    differ = any(len({each.settings for each in row}) > 1 for row in rows)
    named = any(each.recipe for row in rows for each in row)
    body = []
    for number, row in enumerate(rows, start=1):
        for place, each in enumerate(row if differ else row[:1]):
            axis = [f"{each.size} -> {each.out}"] if differ else []
            paid = _paid(row, asked) if place == 0 else _paid(row, asked) and ["", ""]
            left = [str(number) if place == 0 else "", *axis, *(cell(each) for cell in columns.values())]
            body.append([*left, *paid, *([each.recipe or ""] if named else [])])
    costs = ["params", "MACs"] if asked.channels else []
    titles = ["#", *(["axis"] if differ else []), *columns, *costs, *(["known as"] if named else [])]
    left_aligned = {"axis", "N", "from", "overlap", "known as", "mode"}
    aligns = "".join("<" if title in left_aligned else ">" for title in titles)
    flexible = [title == "known as" for title in titles]
    return Table(titles, body, aligns, flexible=flexible, box=ASCII if asked.ascii_only else HEAVY)


def _paid(row: Axes, asked: Asked) -> list[str]:
    if asked.channels is None:
        return []
    params, macs = cost(row, asked.channels)
    return [grouped(params), engineering(macs, "").strip()]


def _columns(solutions: Sequence[Solution], asked: Asked) -> dict[str, Cell]:
    """Return the columns that this op has something to say in."""
    op = solutions[0].layer
    columns: dict[str, Cell] = {}
    if op.settings:
        columns |= {"F": lambda each: str(each.kernel_size), "S": lambda each: str(each.stride)}
        columns["P"] = lambda each: str(each.padding)
    else:
        columns["factor"] = lambda each: str(each.stride or f"to {each.out}")
    if "output_padding" in op.settings and solutions[0].op == "transpose":
        columns["OP"] = lambda each: words(each.output_padding)
    if any(each.dilation > 1 for each in solutions):
        columns |= {"D": lambda each: str(each.dilation), "reach": lambda each: str(each.effective_kernel)}
    if any(each.mode for each in solutions):
        columns["mode"] = lambda each: MODES.get(each.mode, each.mode)
    columns["N"] = lambda each: rule(each.affine)
    if asked.sized and any(len(each.layer.inputs(each)) > 1 for each in solutions):
        columns["from"] = lambda each: span(each.layer.inputs(each))
    if solutions[0].checkerboard_free is not None:
        columns["overlap"] = overlap
    if asked.channels is None:  # 80 columns have no room for both; --why has
        columns["sees"] = lambda each: str(each.layer.sees(each))
    return columns


def reason_lines(reason: Reason) -> Iterator[str]:
    """Yield why there is no answer, the nearest sizes that can be reached, and what to give up."""
    for part, piece in enumerate(wrap(reason.why, WIDEST - 11)):
        yield f"  {'why:' if part == 0 else '':<8} {piece}"
    if reason.padding_rule:
        yield f"  padding: {reason.padding_rule}; with --kernel and --padding both given, any"
    for word, near in (("below", reason.below), ("above", reason.above)):
        if near is not None:
            yield f"  {word}:   {near.out} with {short(near)}"
    for instead in reason.instead:
        given_up = " and ".join(instead.gives_up) or "the default bounds"
        yield f"  instead: {_without(given_up)}: {short(instead.solution)}"


def _without(given_up: str) -> str:
    return given_up if "->" in given_up else f"without {given_up}"
