"""A summary as a Keras-style table, as JSON, Markdown or CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from shapecalc.render.columns import Column
from shapecalc.render.fields import field_data
from shapecalc.render.numbers import OPEN, engineering, shape_text, size_in_bytes, written
from shapecalc.render.table import ASCII, HEAVY, Bold, Table, segments
from shapecalc.summary import Row, Summary

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

BYTES_PER_PARAMETER = 4
SCHEMA_VERSION = 1
MOST_NAMED = 5


class SummaryTable:
    """The table of a summary with its header and totals, as a rich renderable."""

    def __init__(
        self, summary: Summary, columns: Mapping[str, Column], *, ascii_only: bool = False, width: int | None = None
    ) -> None:
        self.summary = summary
        self.table = Table(
            [column.title for column in columns.values()],
            (
                [column.text(row).replace("└", "`-") if ascii_only else column.text(row) for column in columns.values()]
                for row in summary.rows
            ),
            "".join(column.align for column in columns.values()),
            flexible=[column.flexible for column in columns.values()],
            box=ASCII if ascii_only else HEAVY,
            width=width,
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from segments(self.lines(options.max_width if console.is_terminal else None))

    def lines(self, width: int | None = None) -> Iterator[str]:
        """Yield header, table and totals line by line."""
        yield Bold(f'Model: "{self.summary.name}"')
        yield from self.table.lines(width)
        yield from totals(self.summary)


def totals(summary: Summary) -> Iterator[str]:
    """Yield the lines below the table."""
    width = summary.memory.bytes_each if summary.memory else BYTES_PER_PARAMETER
    for title, number in (
        ("Total params", summary.total_params),
        ("Trainable params", summary.trainable_params),
        ("Non-trainable params", summary.non_trainable_params),
    ):
        yield f"{title}: {number:,} ({size_in_bytes(width * number)})"
    yield from _other_count(summary)
    yield from _macs(summary)
    if summary.memory:
        from shapecalc.render.memory import memory_lines

        yield from memory_lines(summary.memory)
    yield from _some("Not counted: ", (*summary.not_counted, *(summary.memory.not_counted if summary.memory else ())))
    yield from _some("Misaligned: ", summary.misaligned)
    yield from _some(
        "Note on ", tuple(f"{row.name}: {row.note}" for row in summary.rows if row.note and not row.uncalled)
    )
    foreign = [row.name for row in summary.rows if row.source == "onnx"]
    if foreign:
        more = f" and {len(foreign) - MOST_NAMED:,} more" if len(foreign) > MOST_NAMED else ""
        yield f"Shape from onnx.shape_inference: {', '.join(foreign[:MOST_NAMED])}{more}"


def _macs(summary: Summary) -> Iterator[str]:
    if summary.holds_for:
        yield f"Total MACs: {OPEN if summary.total_macs is None else summary.total_macs}"
        yield f"This holds for {summary.holds_for}"
    elif summary.total_macs is not None:
        flops = engineering(2 * summary.total_macs, "FLOPs")
        yield f"Total MACs: {summary.total_macs:,} ({flops} at 2 per MAC)"


def _some(title: str, texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts[:MOST_NAMED]:
        yield f"{title}{text}"
    if len(texts) > MOST_NAMED:
        yield f"and {len(texts) - MOST_NAMED:,} more"


def _other_count(summary: Summary) -> Iterator[str]:
    """Yield the count with the running statistics that are buffers, or without those that are parameters."""
    in_buffers = sum(row.statistics for row in summary.rows if row.buffers and not row.within)
    among = summary.statistics - in_buffers
    if in_buffers:
        yield f"Running statistics: {in_buffers:,} in buffers ({summary.total_params + in_buffers:,} params with them)"
    if among:
        yield f"Moving statistics: {among:,} among them ({summary.total_params - among:,} params without)"


def as_data(summary: Summary) -> dict[str, Any]:
    """Return everything as plain data: raw whole numbers, null for what is open."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "name": summary.name,
        "framework": summary.framework,
        "status": summary.status,
        "not_counted": list(summary.not_counted),
        "layers": [_row_data(row) for row in summary.rows],
        "total_params": summary.total_params,
        "trainable_params": summary.trainable_params,
        "non_trainable_params": summary.non_trainable_params,
        "buffers": summary.buffers,
        "running_statistics": summary.statistics,
        "total_macs": written(summary.total_macs),
        **({"holds_for": summary.holds_for} if summary.holds_for else {}),
    }
    if summary.memory:
        from shapecalc.render.memory import memory_data

        data["memory"] = memory_data(summary.memory)
    return data | ({"misaligned": list(summary.misaligned)} if summary.misaligned else {})


def _row_data(row: Row) -> dict[str, Any]:
    data = {
        "name": row.name,
        "type": row.type,
        "output_shape": written(row.output_shape),
        "params": row.params,
        "trainable_params": row.trainable_params,
        "non_trainable_params": row.non_trainable_params,
        "buffers": row.buffers,
        "macs": written(row.macs),
        "connected_to": list(row.connected_to),
    }
    told = {
        "shared_with": row.shared_with,
        "source": row.source,
        "unknown": list(row.unknown),
        "calls": [{"inputs": each.inputs, "output_shape": written(each.output_shape)} for each in row.calls],
        "layers": [_row_data(each) for each in row.layers],
        "receptive_field": [field_data(each) for each in row.views],
        "note": row.note,
        "outputs": row.outputs,
    }
    return data | {key: value for key, value in told.items() if value}


def as_json(summary: Summary, _: Mapping[str, Column]) -> Iterator[str]:
    """Yield the summary as JSON, whole whatever the columns; each layer stands on a line of its own."""
    import json

    data = as_data(summary)
    layers = ",\n    ".join(map(json.dumps, data.pop("layers")))
    yield f'{json.dumps(data, indent=2)[:-2]},\n  "layers": [\n    {layers}\n  ]\n}}'


def as_markdown(summary: Summary, columns: Mapping[str, Column]) -> Iterator[str]:
    """Yield a Markdown table and the totals."""
    yield f"**Model: {summary.name}**\n"
    yield "| " + " | ".join(column.title for column in columns.values()) + " |"
    yield "|" + "|".join(" ---: " if column.align == ">" else " --- " for column in columns.values()) + "|"
    for row in summary.rows:
        yield "| " + " | ".join(column.text(row).replace("|", "\\|") for column in columns.values()) + " |"
    yield ""
    yield from (f"- {line}" for line in totals(summary))


def as_csv(summary: Summary, columns: Mapping[str, Column]) -> Iterator[str]:
    """Yield the rows as CSV with raw numbers; a list is written with semicolons, an open number is empty."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(column.value(row)) for column in columns.values()] for row in summary.rows)
    yield out.getvalue().rstrip("\n")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return ";".join(str(_cell(each)) for each in value)
    return shape_text(value) if isinstance(value, tuple) else value


RENDERERS: dict[str, Callable[[Summary, Mapping[str, Column]], Iterator[str]]] = {
    "json": as_json,
    "markdown": as_markdown,
    "csv": as_csv,
}
"""The formats for other programs; the table is ``SummaryTable``."""
