"""The recorded rows, as they are read from ``rows/``."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.comparison import Row

ROWS = Path(__file__).parent / "rows"


def recorded(framework: str) -> Iterator[Row]:
    with gzip.open(ROWS / f"{framework}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def by_layer(framework: str) -> dict[str, list[Row]]:
    """Return the rows that a framework does not contest."""
    found = defaultdict(list)
    for row in recorded(framework):
        if not row.get("contested"):
            found[row["layer"]].append(row)
    return dict(found)
