"""Solutions as a table: settings, what they do to other sizes, how they overlap, what they cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shapecalc.render.asked import WIDEST, Asked
from shapecalc.render.numbers import engineering, grouped
from shapecalc.render.settings import MODES, overlap, rule, span, words
from shapecalc.render.table import ASCII, HEAVY, Table
from shapecalc.solver import Solution
from shapecalc.solver.code import Axes
from shapecalc.solver.cost import cost

LEAST_WANTED = ("sees", "from", "overlap", "reach", "N")
"""The columns that go first when a table is wider than the terminal."""
Cell = Callable[[Solution], str]


def solution_table(rows: Sequence[Axes], asked: Asked) -> Table:
    """Return the table; where the axes differ, each has its own row, and what has no room is told by ``--why``."""
    columns = _columns([each for row in rows for each in row], asked)
    table = _table(rows, columns, asked)
    for title in LEAST_WANTED:
        if table.narrowest > WIDEST and title in columns:
            del columns[title]
            table = _table(rows, columns, asked)
    return table


def _table(rows: Sequence[Axes], columns: dict[str, Cell], asked: Asked) -> Table:
    costs = (["params", "MACs"] if asked.sized else ["params"]) if asked.channels else []
    differ = any(len({each.settings for each in row}) > 1 for row in rows)
    named = any(each.recipe for row in rows for each in row)
    body = []
    for number, row in enumerate(rows, start=1):
        for place, each in enumerate(row if differ else row[:1]):
            axis = [f"{each.size} -> {each.out}"] if differ else []
            paid = _paid(row, asked) if place == 0 else [""] * len(costs)
            left = [str(number) if place == 0 else "", *axis, *(cell(each) for cell in columns.values())]
            body.append([*left, *paid, *([each.recipe or ""] if named else [])])
    titles = ["#", *(["axis"] if differ else []), *columns, *costs, *(["known as"] if named else [])]
    left_aligned = {"axis", "N", "from", "overlap", "known as", "mode"}
    aligns = "".join("<" if title in left_aligned else ">" for title in titles)
    flexible = [title == "known as" for title in titles]
    return Table(titles, body, aligns, flexible=flexible, box=ASCII if asked.ascii_only else HEAVY)


def _paid(row: Axes, asked: Asked) -> list[str]:
    """Return the costs; a factor has no size to count MACs at."""
    if asked.channels is None:
        return []
    params, macs = cost(row, asked.channels)
    return [grouped(params), engineering(macs, "").strip()] if asked.sized else [grouped(params)]


def _columns(solutions: Sequence[Solution], asked: Asked) -> dict[str, Cell]:
    """Return the columns that this op has something to say in."""
    op = solutions[0].layer
    columns: dict[str, Cell] = {}
    if op.settings:
        columns |= {"F": lambda each: str(each.kernel_size), "S": lambda each: str(each.stride)}
        columns["P"] = lambda each: str(each.padding)
    else:
        columns["factor"] = lambda each: str(each.factor or f"to {each.out}")
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
