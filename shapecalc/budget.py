"""Budgets: how far a summary is from what it may cost, and from what it should give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shapecalc.errors import ShapecalcError
from shapecalc.layers.layer import Output
from shapecalc.model.graph import Model
from shapecalc.shape import Shape, is_known
from shapecalc.summary import Summary


class Budget(NamedTuple):
    """The most parameters, MACs and bytes, and the shapes by output; None where anything goes.

    The bytes are those of training where the summary's memory has an optimizer, else those of inference. The empty name
    is the only output.
    """

    params: int | None = None
    macs: int | None = None
    memory: int | None = None
    outputs: Mapping[str, Shape] = {}


class Overrun(NamedTuple):
    """What (``params``, ``macs``, ``memory``) that is over its limit, or that is not known in full: then why."""

    what: str
    limit: int
    found: int | None
    unknown: tuple[str, ...] = ()


class Surprise(NamedTuple):
    """An output whose shape is not the expected one."""

    output: str
    expected: Shape
    found: Output | None


def overruns(budget: Budget, summary: Summary) -> Iterator[Overrun]:
    """Yield every count that is over budget, or may be. What is only counted in part passes no budget.

    >>> from shapecalc import load, summarize
    >>> list(overruns(Budget(params=31_000_000), summarize(load("unet"))))
    [Overrun(what='params', limit=31000000, found=31043521, unknown=())]
    """
    weights = tuple(f"{each} of {row.name}" for row in summary.rows for each in row.unknown if "weights" in each)
    if budget.params is not None:
        yield from _over("params", budget.params, summary.total_params, weights)
    if budget.macs is not None:
        yield from _over("macs", budget.macs, summary.total_macs, summary.not_counted)
    if budget.memory is not None and summary.memory is not None:
        memory = summary.memory
        found = memory.training if memory.optimizer else memory.inference
        least = memory.training_at_least if memory.optimizer else None
        if found is None and least is not None and least > budget.memory:
            found = least
        yield from _over("memory", budget.memory, found, memory.not_counted if found is None else ())


def surprises(budget: Budget, model: Model, summary: Summary) -> Iterator[Surprise]:
    """Yield every output whose shape is not the expected one; an open batch is whatever is expected."""
    shapes = {row.name: row.output_shape for row in summary.rows}
    names = _outputs(model)
    for wanted, expected in budget.outputs.items():
        if wanted not in shapes and not (wanted == "" and len(names) == 1):
            raise ShapecalcError(
                f"there is no output {wanted!r}" if wanted else "the model has several outputs",
                why=f"its outputs are {', '.join(names)}",
                fix=f"write --expect-output {names[0]}=SIZES",
            )
        name = wanted or names[0]
        found = shapes[name]
        if not (isinstance(found, tuple) and _agree(found, expected)):
            yield Surprise(name, expected, found)


def _over(what: str, limit: int, found: int | None, unknown: tuple[str, ...]) -> Iterator[Overrun]:
    if found is not None and type(found) is not int:  # an expression in named sizes compares at one point only
        yield Overrun(what, limit, None, (f"{found}, whose sizes have no numbers", *unknown))
    elif found is None or found > limit or unknown:
        yield Overrun(what, limit, found, unknown if found is None or found <= limit else ())


def _outputs(model: Model) -> list[str]:
    used = {source.node for node in model.nodes for source in node.sources}
    ends = [node.name for node in model.nodes if node.name not in used]
    return list(dict.fromkeys(each.node for each in model.outputs)) or ends


def _agree(found: Shape, expected: Shape) -> bool:
    if len(found) != len(expected):
        return False
    return found[1:] == expected[1:] and (not found or not is_known(found[0]) or found[0] == expected[0])
