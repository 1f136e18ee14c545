"""The recorded models of a framework, and what of them is compared."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from shapecalc.summary import Row

MODELS = Path(__file__).parents[1] / "models"
Recorded = dict[str, Any]
Facts = dict[str, Any]
"""What is compared of a layer."""


@cache
def recorded(framework: str) -> dict[str, Recorded]:
    with gzip.open(MODELS / f"{framework}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {row["name"]: row for row in map(json.loads, lines)}


def lists(shape: Any) -> Any:
    return list(map(lists, shape)) if isinstance(shape, (list, tuple)) else shape


def ours(rows: Iterable[Row], within: str = "") -> Iterator[tuple[str, Facts]]:
    """Yield what we say of each layer, those inside after the one that holds them."""
    for row in rows:
        calls = [{"inbound": list(call.inputs), "output_shape": lists(call.output_shape)} for call in row.calls]
        yield (
            within + row.name,
            {
                "class_name": row.type,
                "output_shape": lists(row.output_shape),
                "inbound": list(row.connected_to),
                "params": row.params,
                "trainable_params": row.trainable_params,
                "non_trainable_params": row.non_trainable_params,
                "calls": calls,
            },
        )
        yield from ours(row.layers, f"{within}{row.name}/")


def theirs(layers: Iterable[Recorded], within: str = "") -> Iterator[tuple[str, Facts]]:
    """Yield what the framework says of each layer."""
    for layer in layers:
        facts = {key: value for key, value in layer.items() if key not in ("name", "layers")}
        yield within + layer["name"], {"calls": [], **facts}
        yield from theirs(layer.get("layers", []), f"{within}{layer['name']}/")
