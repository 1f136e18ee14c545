"""A table that yields its own lines: the same look at 10 rows and at 10,000, in one pass over the cells.

Rich draws it in a terminal; a pipe gets the same lines without rich, whose import costs as much as the whole table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.segment import Segment

Cells = Sequence[str]
NARROWEST = 12
"""No column is made narrower than this, nor than its title."""
_LEAST = 4
"""Or than this, where a width is asked for that cannot be had otherwise."""


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
    r"""A rich renderable that is as good without rich: ``lines`` are its text.

    ``aligns`` has ``<`` or ``>`` for each column.
    Cells are never cut: where ``width`` is too narrow, cells of the ``flexible`` columns go on in the next line; those
    of columns with 2 only when those with 1 have given all they can.

    >>> print(*Table(["Layer", "Param #"], [["conv", "1,792"]], "<>", box=ASCII).lines(), sep="\n")
    +-------+---------+
    | Layer | Param # |
    +=======+=========+
    | conv  |   1,792 |
    +-------+---------+
    """

    def __init__(
        self,
        titles: Cells,
        rows: Iterable[Cells],
        aligns: str,
        *,
        flexible: Sequence[int] = (),
        box: Box = HEAVY,
        width: int | None = None,
    ) -> None:
        self.titles = titles
        self.rows = list(rows)
        self.aligns = aligns
        self.flexible = flexible or [1] * len(titles)
        self.box = box
        self.width = width

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from segments(self.lines(options.max_width if console.is_terminal else None))

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield the table line by line, no wider than the table's own width or else ``width``, if it can be."""
        natural = [max(map(columns_of, column)) for column in zip(self.titles, *self.rows, strict=True)]
        widths = natural
        for stage in (1, 2):
            widths = fitted(widths, self._least(widths, stage), self.width or width)
        if self.width:
            widths = fitted(widths, self._least(widths), self.width)
        box = self.box
        yield _frame(box.top, widths)
        yield from map(Bold, _wrapped(self.titles, widths, self.aligns, box.title))
        yield _frame(box.rule, widths)
        if widths == natural:
            pattern = _pattern(widths, self.aligns, box.body)
            for cells in self.rows:
                plain = "".join(cells).isascii()
                yield pattern.format(*cells) if plain else _padded(cells, widths, self.aligns, box.body)
        else:
            for cells in self.rows:
                yield from _wrapped(cells, widths, self.aligns, box.body)
        yield _frame(box.bottom, widths)

    @property
    def narrowest(self) -> int:
        """The least width that the table can be drawn in."""
        widths = [max(map(columns_of, column)) for column in zip(self.titles, *self.rows, strict=True)]
        for stage in (1, 2):
            widths = list(map(min, widths, self._least(widths, stage)))
        return sum(widths) + 3 * len(widths) + 1

    def _least(self, widths: Sequence[int], stage: int = 0) -> list[int]:
        """Return how narrow columns may become: those of a stage, or all that are flexible and at any price."""
        columns = zip(widths, self.titles, self.flexible, strict=True)
        if not stage:
            return [_LEAST if flexible else size for size, _, flexible in columns]
        return [max(len(title), NARROWEST) if flexible == stage else size for size, title, flexible in columns]


class Bold(str):
    """A line that rich shows in bold."""

    __slots__ = ()


def segments(lines: Iterable[str]) -> Iterator[Segment]:
    """Yield lines as rich wants them."""
    from rich.segment import Segment
    from rich.style import Style

    heavy, new_line = Style(bold=True), Segment.line()
    for line in lines:
        yield Segment(line, heavy if isinstance(line, Bold) else None)
        yield new_line


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
        yield pattern.format(*line) if "".join(line).isascii() else _padded(line, widths, aligns, bar)


def _padded(cells: Cells, widths: Sequence[int], aligns: str, bar: str) -> str:
    """Return a line whose cells may take more columns, or fewer, than they have characters."""
    sizes = [size - columns_of(cell) + len(cell) for cell, size in zip(cells, widths, strict=True)]
    return _pattern(sizes, aligns, bar).format(*cells)


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from shapecalc.render.cells import cells

    return cells(text)


def _fitting(text: str, width: int) -> int:
    """Return how many characters of a text fit, at least one."""
    if text.isascii():
        return width
    return next((end - 1 for end in range(2, len(text) + 1) if columns_of(text[:end]) > width), len(text))


def fitted(natural: Sequence[int], least: Sequence[int], width: int | None) -> list[int]:
    """Return column widths that fill ``width``: the widest columns give way first, none below its ``least``.

    >>> fitted([30, 10, 20], least=[8, 10, 8], width=60)
    [20, 10, 20]
    """
    widths = list(natural)
    over = 0 if width is None else sum(widths) + 3 * len(widths) + 1 - width
    while over > 0:
        can = [place for place, size in enumerate(widths) if size > least[place]]
        if not can:
            break
        widest = max(can, key=widths.__getitem__)
        widths[widest] -= 1
        over -= 1
    return widths


def wrap(text: str, width: int) -> list[str]:
    """Return a text in lines of at most ``width``, broken at spaces, and within a word only when it is longer.

    >>> wrap("enc1.batchnorm2d (BatchNorm2d)", 20)
    ['enc1.batchnorm2d', '(BatchNorm2d)']
    """
    broken = []
    while columns_of(text) > width:
        fitting = _fitting(text, width)
        space = text.rfind(" ", 0, fitting + 1)
        at = space if space > 0 else fitting
        broken.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*broken, text]
