"""The summary of a model: a row for each node, and totals. Numbers only; how they look is ``render``'s business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from shapecalc.dialects.refusal import short
from shapecalc.errors import Problem, ShapecalcError
from shapecalc.layers.layer import Output
from shapecalc.model.document import Document
from shapecalc.model.graph import Model
from shapecalc.model.trace import Step, Trace, trace
from shapecalc.shape import Shape

if TYPE_CHECKING:
    from shapecalc.footprint.memory import Memory
    from shapecalc.model.listing import Listed
    from shapecalc.receptive_fields import ReceptiveFields, View


class Call(NamedTuple):
    """One call of a layer that is called several times: the layers it takes from, and what comes out."""

    inputs: tuple[str, ...]
    output_shape: Output | None


class Row(NamedTuple):
    """One node. ``params`` is what its framework counts; ``macs`` is None where an open size decides.

    ``shared_with`` names the node whose weights it uses; they are counted there, and its own counts are 0. ``source``,
    ``unknown`` and ``note`` are those of its ``LayerReport``; ``outputs`` has the shapes by the source's names for
    them. A layer that is called several times has all its ``calls`` (and the MACs of all of them), a nested model has
    rows of its own in ``layers``. ``views`` are what it sees of the inputs, where ``with_views`` has added them;
    ``within`` names the models that a row stands in, where such rows are put among the others.
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
    calls: tuple[Call, ...] = ()
    layers: tuple[Row, ...] = ()
    views: tuple[View, ...] = ()
    within: tuple[str, ...] = ()
    note: str = ""
    outputs: Mapping[str, Shape | None] | None = None

    @property
    def uncalled(self) -> bool:
        """Tell whether it is there and nothing calls it: it has no shape, and nothing of it is unknown."""
        return self.output_shape is None and not self.unknown


class Summary(NamedTuple):
    """All rows and the totals of a model.

    ``statistics`` are the moving means and variances (in ``non_trainable_params`` or in ``buffers``, as the framework
    has it); ``total_macs`` is None when one row's is, and ``not_counted`` then says which. Where input sizes have
    names, sizes are expressions, MACs ``Symbolic``, and ``holds_for`` is the condition under which they hold.
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
    memory: Memory | None = None
    misaligned: tuple[str, ...] = ()
    holds_for: str = ""

    @property
    def status(self) -> str:
        """Return ``complete``, or ``partial`` when something could not be counted."""
        return "partial" if self.not_counted else "complete"


class SummaryError(ShapecalcError):
    """A model does not fit together; ``summary`` holds the rows of the nodes that do.

    Why branches do not fit, and what mends it, takes many traces to find out; ``explained`` does it when asked.
    """

    def __init__(self, problems: list[Problem], summary: Summary, model: Model) -> None:
        super().__init__(problems=problems)
        self.summary = summary
        self.model = model

    def explained(self) -> ShapecalcError:
        """Return the same mistakes; the first mismatch among them with its cause and the cures that were tried."""
        from shapecalc.mismatch.explain import explained

        return ShapecalcError(problems=explained(self.model, self.problems))


def summarize(model: Model, inputs: Mapping[str, Shape] | None = None, batch: int | None = None) -> Summary:
    """Return the shapes, parameters and MACs of every node, and the totals.

    ``inputs`` replaces input shapes by name (without the batch; the empty name is the only input), ``batch`` is the
    batch size, which multiplies the MACs. Raises ``SummaryError`` with all mistakes when shapes do not fit.

    >>> from shapecalc import load
    >>> summarize(load("unet")).total_params
    31043521
    """
    if not isinstance(model, Model):
        fix = f"write summarize(load({model!r}))" if isinstance(model, str) else "load one: summarize(load(...))"
        raise ShapecalcError(f"the model is {short(model)}", why="summarize takes a Model", fix=fix)
    model = model.with_inputs(inputs or {}, batch)
    traced, holds_for = _traced(model, given=bool(inputs))
    summary = _summary(model, _rows(model, traced.steps))._replace(holds_for=holds_for)
    if traced.problems:
        behind = len(model.nodes) - len(traced.steps)
        missing = (f"{behind} layers, with a mistake in or before them",) if behind else ()
        raise SummaryError(traced.problems, summary._replace(not_counted=missing + summary.not_counted), model)
    return summary


def with_views(summary: Summary, fields: ReceptiveFields) -> Summary:
    """Return the summary with what every node sees of the inputs."""
    return summary._replace(rows=tuple(_viewed(summary.rows, fields)), misaligned=fields.misaligned)


def _viewed(rows: Iterable[Row], fields: ReceptiveFields, within: str = "") -> Iterator[Row]:
    for row in rows:
        layers = tuple(_viewed(row.layers, fields, f"{within}{row.name}/"))
        yield row._replace(views=fields.nodes.get(f"{within}{row.name}", ()), layers=layers)


def _traced(model: Model, *, given: bool) -> tuple[Trace, str]:
    """Trace a model; with names for input sizes, of the caller's or of our own files, as expressions in them."""
    own = given or isinstance(model.document, Document)
    if own and any(isinstance(size, str) for node in model.inputs for size in (node.layer.infer().output_shape or ())):
        from shapecalc.sizes.symbols import symbols

        return symbols(model)
    return trace(model), ""


def _rows(model: Model, steps: list[Step]) -> tuple[Row, ...]:
    if model.listed or any(step.node.again for step in steps):
        from shapecalc.model.listing import listing

        return tuple(map(_listed_row, listing(model, steps)))
    return tuple(map(_row, steps))


def _listed_row(listed: Listed) -> Row:
    several = len(listed.shown) > 1
    calls = zip(listed.connected, listed.shown, strict=True) if several else ()
    return _row(listed.shown[0])._replace(
        macs=listed.macs,
        connected_to=listed.connected[0],
        calls=tuple(Call(inputs, step.report.output_shape) for inputs, step in calls),
        layers=tuple(map(_listed_row, listed.layers)),
    )


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
        statistics=0 if shared else report.statistics,
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
    not_counted = tuple(_not_counted(rows))
    open_macs = any(row.macs is None and not row.unknown for row in rows)
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
        not_counted=not_counted,
    )


def _not_counted(rows: Iterable[Row], within: str = "") -> Iterator[str]:
    """Yield what is unknown, layer by layer, and then the MACs that an open size decides."""
    for row in rows:
        inside = tuple(_not_counted(row.layers, f"{within}{row.name}/")) if row.unknown else ()
        yield from inside or (f"{what} of {within}{row.name}" for what in row.unknown)
    if not within:
        yield from (f"the MACs of {row.name}: a size is open" for row in rows if row.macs is None and not row.unknown)
