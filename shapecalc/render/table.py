"""A table that yields its own lines: the same look at 10 rows and at 10,000, in one pass over the cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style

Cells = Sequence[str]
BOLD = Style(bold=True)
NEW_LINE = Segment.line()


class Box(NamedTuple):
    """The characters of the frame: top, title line, below the titles, body line, bottom (left, line, cross, right)."""

    top: str
    title: str
    rule: str
    body: str
    bottom: str


HEAVY = Box("┏━┳┓", "┃", "┡━╇┩", "│", "└─┴┘")
ASCII = Box("+-++", "|", "+=++", "|", "+-++")


class Table:
    """A rich renderable. ``aligns`` has ``<`` or ``>`` for each column.

    Cells are never cut: in a terminal that is too narrow (or over ``width``), long cells go on in the next line.

    >>> from rich.console import Console
    >>> Console().print(Table(["Layer", "Param #"], [["conv", "1,792"]], "<>", box=ASCII))
    +-------+---------+
    | Layer | Param # |
    +=======+=========+
    | conv  |   1,792 |
    +-------+---------+
    """

    def __init__(
        self, titles: Cells, rows: Iterable[Cells], aligns: str, *, box: Box = HEAVY, width: int | None = None
    ) -> None:
        self.titles = titles
        self.rows = list(rows)
        self.aligns = aligns
        self.box = box
        self.width = width

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = self.width or (options.max_width if console.is_terminal else None)
        for line in self.lines(width):
            yield from (line, NEW_LINE)

    def lines(self, width: int | None) -> Iterator[Segment]:
        """Yield the table line by line."""
        natural = [max(map(len, column)) for column in zip(self.titles, *self.rows, strict=True)]
        widths = natural if width is None else fitted(natural, self.titles, width)
        box = self.box
        yield Segment(_frame(box.top, widths))
        for line in _wrapped(self.titles, widths, self.aligns, box.title):
            yield Segment(line, BOLD)
        yield Segment(_frame(box.rule, widths))
        if widths == natural:
            pattern = _pattern(widths, self.aligns, box.body)
            for cells in self.rows:
                yield Segment(pattern.format(*cells))
        else:
            for cells in self.rows:
                for line in _wrapped(cells, widths, self.aligns, box.body):
                    yield Segment(line)
        yield Segment(_frame(box.bottom, widths))


def _frame(corners: str, widths: Sequence[int]) -> str:
    left, line, cross, right = tuple(corners)
    return left + cross.join(line * (size + 2) for size in widths) + right


def _pattern(widths: Sequence[int], aligns: str, bar: str) -> str:
    cells = [f"{{:{align}{size}}}" for align, size in zip(aligns, widths, strict=True)]
    return f"{bar} {f' {bar} '.join(cells)} {bar}"


def _wrapped(cells: Cells, widths: Sequence[int], aligns: str, bar: str) -> Iterator[str]:
    pattern = _pattern(widths, aligns, bar)
    columns = [wrap(cell, size) for cell, size in zip(cells, widths, strict=True)]
    for line in zip_longest(*columns, fillvalue=""):
        yield pattern.format(*line)


def fitted(natural: Sequence[int], titles: Cells, width: int) -> list[int]:
    """Return column widths that fill ``width``: the widest columns give way first, no further than their title."""
    widths = list(natural)
    over = sum(widths) + 3 * len(widths) + 1 - width
    while over > 0:
        widest = max(range(len(widths)), key=lambda place: widths[place] - len(titles[place]))
        room = widths[widest] - max(len(titles[widest]), 8)
        if room <= 0:
            break
        others = [size for place, size in enumerate(widths) if place != widest and size < widths[widest]]
        step = max(1, min(over, room, widths[widest] - max(others, default=0)))
        widths[widest] -= step
        over -= step
    return widths


def wrap(text: str, width: int) -> list[str]:
    """Return a text in lines of at most ``width``, broken at spaces, and within a word only when it is longer.

    >>> wrap("enc1.batchnorm2d (BatchNorm2d)", 20)
    ['enc1.batchnorm2d', '(BatchNorm2d)']
    """
    broken = []
    while len(text) > width:
        space = text.rfind(" ", 0, width + 1)
        at = space if space > 0 else width
        broken.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*broken, text]
