"""Chains of layers: sizes at each stage, settings, costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from shapecalc.render.asked import Asked
from shapecalc.render.numbers import engineering, grouped
from shapecalc.render.solution_json import solution_data
from shapecalc.render.table import ASCII, HEAVY, Bold, Table, segments
from shapecalc.solver import Solution
from shapecalc.solver.chain import Chain, Chains
from shapecalc.solver.code import RANK, line

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

WIDEST = 80
LEGEND = "F/S/P/output_padding; xN: N times; D dilation"


class ChainTable:
    """The cheapest chains, and the code of the first, as a rich renderable."""

    def __init__(self, found: Chains, asked: Asked, plan: tuple[int, ...] | None, top: int | None, place: int) -> None:
        self.found = found
        self.shown = found.cheapest[:top]
        self.asked = asked
        self.plan = plan
        self.place = place

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from segments(self.lines(options.max_width if console.is_terminal else None))

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the question, the table, and the code of one chain."""
        found = self.found
        yield Bold(
            f"{self.asked.question} in {len(found.ops)} stage{'s' * (len(found.ops) > 1)}: {ops_text(found.ops)}"
        )
        yield from self._table().lines(min(width or WIDEST, WIDEST))
        yield _count(found)
        yield LEGEND
        chain = found.cheapest[self.place - 1]
        for framework in self.asked.frameworks:
            yield f"chain {self.place} in {framework}:"
            for number, one in enumerate(chain.stages):
                yield f"  {_line(one, framework, _pair(self.plan, number))}"

    def _table(self) -> Table:
        paid = self.plan is not None
        rows = [
            [str(number), _sizes(each.sizes), stages_text(each.stages), *(_paid(each) if paid else [])]
            for number, each in enumerate(self.shown, start=1)
        ]
        titles = ["#", "sizes", "stages", *(["params", "MACs"] if paid else [])]
        flexible = [title in ("sizes", "stages") for title in titles]
        box = ASCII if self.asked.ascii_only else HEAVY
        return Table(titles, rows, "><<" + ">>" * paid, flexible=flexible, box=box)


def _paid(chain: Chain) -> list[str]:
    return [grouped(chain.cost.params), engineering(chain.cost.macs, "").strip()]


def _count(found: Chains) -> str:
    shown = min(len(found.cheapest), found.number)
    return f"{found.number:,} chains in all, the {shown} cheapest found" if found.number > shown else f"{shown} in all"


def _line(one: Solution, framework: str, channels: tuple[int, int] | None) -> str:
    written = line((one,) * RANK, framework, channels)
    return f"{written.code or f'none: {written.why}'},"


def _pair(plan: tuple[int, ...] | None, stage: int) -> tuple[int, int] | None:
    return None if plan is None else (plan[stage], plan[stage + 1])


def ops_text(ops: Sequence[str]) -> str:
    """Return the ops of a chain.

    >>> ops_text(["conv", "conv", "pool"])
    'conv x2, pool'
    """
    groups = [(word, len(list(same))) for word, same in groupby(ops)]
    return ", ".join(f"{word} x{many}" if many > 1 else word for word, many in groups)


def stages_text(stages: Sequence[Solution]) -> str:
    """Return the settings of a chain, in the order of its stages."""
    groups = [(word, len(list(same))) for word, same in groupby(map(_settings, stages))]
    return ", ".join(f"{word} x{many}" if many > 1 else word for word, many in groups)


def _settings(one: Solution) -> str:
    if not one.layer.settings:
        return f"{one.op} {one.stride}"
    extra = f"/{one.output_padding}" if one.output_padding not in (0, None) else ""
    dilation = f" D{one.dilation}" if one.dilation > 1 else ""
    kind = f"{one.op} " if one.op not in ("transpose", "conv") else ""
    mode = f" {one.mode}" if one.mode and one.op == "pool" else ""
    return f"{kind}{one.kernel_size}/{one.stride}/{one.padding}{extra}{dilation}{mode}"


def _sizes(sizes: Sequence[int]) -> str:
    return " > ".join(map(str, sizes))


def chains_data(found: Chains, plan: tuple[int, ...] | None, top: int | None) -> dict[str, Any]:
    """Return the chains for JSON."""
    return {
        "ops": list(found.ops),
        "channels": plan and list(plan),
        "count": found.number,
        "settings": found.settings,
        "maps": found.maps,
        "chains": [
            {
                "sizes": list(each.sizes),
                **(each.cost._asdict() if plan is not None else {"params": None, "macs": None}),
                "stages": [solution_data((one,) * RANK, _pair(plan, at)) for at, one in enumerate(each.stages)],
            }
            for each in found.cheapest[:top]
        ],
    }


def no_chain_lines(found: Chains) -> Iterator[str]:
    """Yield why no chain comes to the size."""
    out, ops = found.question.out, ops_text(found.ops)
    if not found.reached:
        yield f"  why:     nothing is left of {found.question.size} after {ops}"
        return
    least, most = found.reached
    if least <= out <= most:
        yield f"  why:     {ops} reach from {least} to {most}, but not {out}"
    else:
        bound, word = (most, "largest") if out > most else (least, "smallest")
        yield f"  why:     the {word} size after {ops} is {bound}"
    yield "  instead: more stages, or a larger --max-kernel or --max-stride"
