"""Models in models as rows among the others: a tree, opened as deep as is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from shapecalc.summary import Row, Summary


def opened(summary: Summary, depth: int | None) -> Summary:
    """Return a summary whose rows go on below every nested model, ``depth`` levels deep; None is all the way down."""
    return summary._replace(rows=tuple(row for each in summary.rows for row in _opened(each, (), depth)))


def _opened(row: Row, within: tuple[str, ...], depth: int | None) -> Iterator[Row]:
    yield row._replace(within=within)
    if depth is None or len(within) < depth:
        for each in row.layers:
            yield from _opened(each, (*within, row.name), depth)
