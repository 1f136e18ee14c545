"""Chains of layers: sizes at each stage, settings, costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from shapecalc.render.asked import WIDEST, Asked
from shapecalc.render.numbers import engineering, grouped, rough
from shapecalc.render.table import ASCII, HEAVY, Bold, Table, segments, wrap
from shapecalc.solver import Solution
from shapecalc.solver.chain import Chain, Chains
from shapecalc.solver.code import RANK, stacked

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

COUNTABLE = 10**12
"""More chains than this are told by their order of magnitude."""
WINDOWED = "F/S/P/output_padding; xN: N times; D dilation"
INDICES = "unpool: with the indices of a max pool of the same F/S/P, from which it comes back"


class ChainTable:
    """The cheapest chains, and the code of one, as a rich renderable."""

    def __init__(self, found: Chains, asked: Asked, top: int | None, place: int) -> None:
        self.found = found
        self.shown = found.cheapest[:top]
        self.asked = asked
        self.place = place

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from segments(self.lines(options.max_width if console.is_terminal else None))

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the question, the table, and the code of one chain."""
        ops = self.found.route.ops
        title = f"{self.asked.question} in {len(ops)} stage{'s' * (len(ops) > 1)}: {ops_text(ops)}"
        yield from map(Bold, wrap(title, WIDEST))
        yield from self._table().lines(min(width or WIDEST, WIDEST))
        yield _count(self.found)
        yield from _legend(ops)
        chain = self.found.cheapest[self.place - 1]
        for framework in self.asked.frameworks:
            yield f"chain {self.place} in {framework}:"
            yield from _code(chain, framework)

    def _table(self) -> Table:
        paid = self.found.route.channels is not None
        rows = [
            [str(number), sizes_text(each.sizes), stages_text(each.stages), *(_paid(each) if paid else [])]
            for number, each in enumerate(self.shown, start=1)
        ]
        titles = ["#", "sizes", "stages", *(["params", "MACs"] if paid else [])]
        flexible = [title in ("sizes", "stages") for title in titles]
        box = ASCII if self.asked.ascii_only else HEAVY
        return Table(titles, rows, "><<" + ">>" * paid, flexible=flexible, box=box)


def _paid(chain: Chain) -> list[str]:
    return [grouped(chain.cost.params), engineering(chain.cost.macs, "").strip()]


def _count(found: Chains) -> str:
    shown, word = len(found.cheapest), "usual" if found.route.channels is None else "cheapest"
    if found.number <= shown:
        return f"{found.number} in all"
    number = f"{found.number:,}" if found.number < COUNTABLE else f"about {rough(found.number)}"
    return f"{number} chains in all, the {shown} {'most ' * (word == 'usual')}{word} found"


def _legend(ops: Sequence[str]) -> Iterator[str]:
    factors = {"upsample", "shuffle"} & {*ops}
    if not factors >= {*ops}:
        yield WINDOWED
    if factors:
        yield f"{' and '.join(sorted(factors))}: with the factor"
    if "unpool" in ops:
        yield from wrap(INDICES, WIDEST)


def _code(chain: Chain, framework: str) -> Iterator[str]:
    """Yield the lines of code, equal ones that follow each other once; or why there is none."""
    pairs = [None] * len(chain.stages) if chain.channels is None else [*pairwise(chain.channels)]
    written = [stacked((one,) * RANK, framework, pair) for one, pair in zip(chain.stages, pairs, strict=True)]
    if unsaid := next((each.why for each in written if each.code is None), ""):
        yield from wrap(f"  none: {unsaid}", WIDEST)
        return
    for text, same in groupby(each.code for each in written):
        times = len(list(same))
        for part, piece in enumerate(wrap(f"{text},{f'  # {times} times' * (times > 1)}", WIDEST - 6)):
            yield f"{'      ' if part else '  '}{piece}"


def ops_text(ops: Sequence[str]) -> str:
    """Return the ops of a chain.

    >>> ops_text(["conv", "conv", "pool"])
    'conv x2, pool'
    """
    return ", ".join(_runs(ops))


def stages_text(stages: Sequence[Solution]) -> str:
    """Return the settings of a chain, in the order of its stages, each with its kind where there are several."""
    named = len({one.op for one in stages}) > 1 or stages[0].op not in ("transpose", "conv")
    return ", ".join(_runs(_settings(one, named=named) for one in stages))


def sizes_text(sizes: Sequence[int]) -> str:
    """Return the sizes of a chain.

    >>> sizes_text([7, 7, 7, 14])
    '7 x3 > 14'
    """
    return " > ".join(_runs(map(str, sizes)))


def _runs(words: Iterable[str]) -> Iterator[str]:
    groups = ((word, len(list(same))) for word, same in groupby(words))
    return (f"{word} x{many}" if many > 1 else word for word, many in groups)


def _settings(one: Solution, *, named: bool) -> str:
    word = "unshuffle" if one.mode == "down" else one.op
    if not one.layer.settings:
        return f"{word} {one.stride}"
    extra = f"/{one.output_padding}" if one.output_padding not in (0, None) else ""
    dilation = f" D{one.dilation}" if one.dilation > 1 else ""
    mode = f" {one.mode}" if one.mode else ""
    return f"{f'{word} ' * named}{one.kernel_size}/{one.stride}/{one.padding}{extra}{dilation}{mode}"
