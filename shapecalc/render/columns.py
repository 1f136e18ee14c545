"""The columns of a summary: for each its title, how it is aligned, the raw value and the text of a row."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.render.fields import jump_text, offset_text, size_text
from shapecalc.render.numbers import grouped, shape_text
from shapecalc.summary import Row, Summary


class Column(NamedTuple):
    """``value`` is what data formats get, ``text`` what people read.

    Where space is short a ``flexible`` one wraps: 1 at once, 2 when nothing else helps, 0 never.
    """

    title: str
    align: str
    value: Callable[[Row], Any]
    text: Callable[[Row], str]
    flexible: int = 0


def _params(row: Row) -> str:
    return f"(shared with {row.shared_with})" if row.shared_with else grouped(row.params)


def _output(row: Row) -> str:
    """Return the shape, and who says so where no card computed it, or why there is none."""
    if row.uncalled:
        return row.note
    text = "unknown" if row.output_shape is None else shape_text(row.output_shape)
    return f"{text} [{row.source}]" if row.source else text


def _named(row: Row, text: str) -> str:
    """Return a text about a row, set in below the models that it stands in."""
    return f"{'   ' * len(row.within)}└ {text}" if row.within else text


def _path(row: Row) -> str:
    return "/".join((*row.within, row.name))


def _connected(row: Row) -> str:
    calls = [call.inputs for call in row.calls] or [row.connected_to]
    return "; ".join(", ".join(inputs) for inputs in calls) or "-"


def _flops(row: Row) -> int | None:
    return None if row.macs is None else 2 * row.macs


COLUMNS: dict[str, Column] = {
    "layer": Column("Layer (type)", "<", _path, lambda row: _named(row, f"{row.name} ({row.type})"), flexible=1),
    "name": Column("Layer", "<", _path, lambda row: _named(row, row.name)),
    "type": Column("Type", "<", lambda row: row.type, lambda row: row.type),
    "output": Column("Output Shape", "<", lambda row: row.output_shape, _output, flexible=2),
    "params": Column("Param #", ">", lambda row: row.params, _params),
    "trainable": Column(
        "Trainable #", ">", lambda row: row.trainable_params, lambda row: grouped(row.trainable_params)
    ),
    "non-trainable": Column(
        "Non-trainable #", ">", lambda row: row.non_trainable_params, lambda row: grouped(row.non_trainable_params)
    ),
    "buffers": Column("Buffers #", ">", lambda row: row.buffers, lambda row: grouped(row.buffers)),
    "macs": Column("MACs", ">", lambda row: row.macs, lambda row: grouped(row.macs)),
    "flops": Column("FLOPs", ">", _flops, lambda row: grouped(_flops(row))),
    "rf": Column("RF", ">", size_text, size_text),
    "jump": Column("Jump", ">", jump_text, jump_text),
    "offset": Column("Offset", ">", offset_text, offset_text),
    "connected": Column(
        "Connected to",
        "<",
        lambda row: list(row.connected_to),
        _connected,
        flexible=1,
    ),
}


OF_FIELDS = {"rf", "jump", "offset"}
"""The columns that show receptive fields."""


def names_in(columns: str) -> list[str]:
    """Return the names in ``layer,output,macs``."""
    return [name.strip() for name in columns.split(",")]


def chosen(names: str | None, summary: Summary) -> dict[str, Column]:
    """Return the columns asked for (``layer,output,macs``), or Keras' own: ``connected`` where the model branches."""
    if names is None:
        wanted = ["layer", "output", "params", *(["connected"] if branches(summary) else [])]
    else:
        wanted = names_in(names)
    for name in wanted:
        if name not in COLUMNS:
            raise ShapecalcError(
                f"there is no column {name!r}",
                why=f"the columns are {', '.join(COLUMNS)}",
                fix=did_you_mean(name, COLUMNS) or "name some of these, with commas between",
            )
    return {name: COLUMNS[name] for name in wanted}


def branches(summary: Summary) -> bool:
    """Tell whether some node does not simply follow the one before it."""
    rows = summary.rows
    return any(row.connected_to != (before.name,) for before, row in pairwise(rows))
