"""The summary of a model: a row for each node, and totals. Numbers only; how they look is ``render``'s business."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import NamedTuple

from shapecalc.errors import Problem, ShapecalcError
from shapecalc.layers.layer import Output
from shapecalc.model.graph import Model
from shapecalc.model.trace import Step, trace
from shapecalc.shape import Shape


class Row(NamedTuple):
    """One node. ``params`` is what its framework counts; ``macs`` is None where an open size decides.

    ``shared_with`` names the node whose weights it uses; they are counted there, and its own counts are 0. ``source``,
    ``unknown`` and ``note`` are those of its ``LayerReport``; ``outputs`` has the shapes by the source's
    names for them.
    """

    name: str
    type: str
    output_shape: Output | None
    params: int
    trainable_params: int
    non_trainable_params: int
    buffers: int
    statistics: int
    macs: int | None
    connected_to: tuple[str, ...]
    shared_with: str | None
    source: str = ""
    unknown: tuple[str, ...] = ()
    note: str = ""
    outputs: Mapping[str, Shape | None] | None = None


class Summary(NamedTuple):
    """All rows and the totals of a model.

    ``statistics`` are the moving means and variances (in ``non_trainable_params`` or in ``buffers``, as the framework
    has it); ``total_macs`` is None when one row's is, and ``not_counted`` then says which.
    """

    name: str
    framework: str
    rows: tuple[Row, ...]
    total_params: int
    trainable_params: int
    non_trainable_params: int
    buffers: int
    statistics: int
    total_macs: int | None
    not_counted: tuple[str, ...]

    @property
    def status(self) -> str:
        """Return ``complete``, or ``partial`` when something could not be counted."""
        return "partial" if self.not_counted else "complete"


class SummaryError(ShapecalcError):
    """A model does not fit together; ``summary`` holds the rows of the nodes that do."""

    def __init__(self, problems: list[Problem], summary: Summary) -> None:
        super().__init__(problems=problems)
        self.summary = summary


def summarize(model: Model, inputs: Mapping[str, Shape] | None = None, batch: int | None = None) -> Summary:
    """Return the shapes, parameters and MACs of every node, and the totals.

    ``inputs`` replaces input shapes by name (without the batch; the empty name is the only input), ``batch`` is the
    batch size, which multiplies the MACs. Raises ``SummaryError`` with all mistakes when shapes do not fit.

    >>> from shapecalc import load
    >>> summarize(load("unet")).total_params
    31043521
    """
    traced = trace(model.with_inputs(inputs or {}, batch))
    summary = _summary(model, tuple(map(_row, traced.steps)))
    if traced.problems:
        behind = len(model.nodes) - len(summary.rows)
        missing = (f"{behind} layers, with a mistake in or before them",) if behind else ()
        raise SummaryError(traced.problems, summary._replace(not_counted=missing + summary.not_counted))
    return summary


def _row(step: Step) -> Row:
    node, report = step.node, step.report
    shared = node.shared is not None
    return Row(
        name=node.name,
        type=node.layer.class_name,
        output_shape=report.output_shape,
        params=0 if shared else report.params,
        trainable_params=0 if shared else report.trainable_params,
        non_trainable_params=0 if shared else report.non_trainable_params,
        buffers=0 if shared else report.buffers,
        statistics=0 if shared else sum(prod(each.shape) for each in report.weights if each.role == "statistic"),
        macs=report.macs,
        connected_to=tuple(map(str, node.inputs)),
        shared_with=node.shared,
        source=report.source,
        unknown=report.unknown,
        note=report.note,
        outputs=_outputs(node.values, report.output_shape) if node.values else None,
    )


def _outputs(names: tuple[str, ...], shape: Output | None) -> dict[str, Shape | None]:
    """Return the shapes by the names that the model's source has for them."""
    return dict(zip(names, shape if isinstance(shape, list) else [shape], strict=True))


def _summary(model: Model, rows: tuple[Row, ...]) -> Summary:
    unknown = [f"{what} of {row.name}" for row in rows for what in row.unknown]
    open_macs = [row.name for row in rows if row.macs is None]
    return Summary(
        name=model.name,
        framework=model.dialect.name,
        rows=rows,
        total_params=sum(row.params for row in rows),
        trainable_params=sum(row.trainable_params for row in rows),
        non_trainable_params=sum(row.non_trainable_params for row in rows),
        buffers=sum(row.buffers for row in rows),
        statistics=sum(row.statistics for row in rows),
        total_macs=None if open_macs else sum(row.macs or 0 for row in rows),
        not_counted=(*unknown, *(f"the MACs of {name}: a size is open" for name in open_macs)),
    )
