"""The ways to make branches fit. Each is tried on the model, and what does not mend it is not offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, count
from typing import NamedTuple

from shapecalc.dialects.framework_layer import AnyLayer
from shapecalc.errors import ShapecalcError
from shapecalc.mismatch.edits import Edit, Fitting, Setting
from shapecalc.mismatch.meeting import Branch, Meeting, meetings
from shapecalc.model.graph import Model
from shapecalc.model.trace import trace
from shapecalc.shape import is_known

MOST_MEETINGS = 64
"""A model with more nodes that do not fit is not mended one by one."""


class Cure(NamedTuple):
    """Edits of one kind that make the whole model fit, and the model with them."""

    kind: str
    edits: tuple[Edit, ...]
    model: Model


def cures(model: Model) -> Iterator[Cure]:
    """Yield every kind of change that mends the model, as far as it needs to be repeated."""
    for kind in KINDS:
        found = cure(model, kind)
        if found is not None:
            yield found


def cure(model: Model, kind: str) -> Cure | None:
    """Return the model mended by one kind of change; None where that kind does not do it."""
    edits: list[Edit] = []
    for _ in range(MOST_MEETINGS):
        meeting = next(meetings(model), None)
        if meeting is None:
            return Cure(kind, tuple(edits), model) if edits and not trace(model).problems else None
        step = _step(model, meeting, kind)
        if step is None:
            return None
        edits += step[0]
        model = step[1]
    return None


def _step(model: Model, meeting: Meeting, kind: str) -> tuple[tuple[Edit, ...], Model] | None:
    """Return the first change of a kind after which the node takes its inputs."""
    for edits in KINDS[kind](model, meeting):
        mended = model
        try:
            for edit in edits:
                mended = edit.applied(mended)
        except ShapecalcError:  # the layer has no such setting
            continue
        traced = trace(mended)
        if any(step.node.name == meeting.node.name for step in traced.steps):
            return edits, mended
    return None


def _as_large(model: Model, meeting: Meeting) -> Iterator[tuple[Edit, ...]]:
    """Let a layer on one branch be as large as the other branch."""
    places = {node.name: place for place, node in enumerate(model.nodes)}
    for branch, target in ((meeting.other, meeting.one), (meeting.one, meeting.other)):
        for step in branch.path:
            if places[target.reference.node] < places[step.node.name]:
                for name, removed in (("output_size", ()), ("size", ("scale_factor",))):
                    if _takes(step.node.layer, name):
                        yield (Setting(step.node.name, name, target.reference, removed),)


def _output_padding(_: Model, meeting: Meeting) -> Iterator[tuple[Edit, ...]]:
    """Let a transposed convolution on the shorter branch add what lacks."""
    for short, long in ((meeting.one, meeting.other), (meeting.other, meeting.one)):
        for step in short.path:
            if _takes(step.node.layer, "output_padding"):
                amounts = _lacking(short, long, step.node.layer)
                if amounts is not None:
                    yield (Setting(step.node.name, "output_padding", amounts),)


def _lacking(short: Branch, long: Branch, layer: AnyLayer) -> int | list[int] | None:
    """Return the output padding of each spatial axis that makes the one branch as large as the other."""
    first = 2 if layer.data_format == "channels_first" else 1
    axes = range(first, first + len(short.shape) - 2)
    given = layer.settings.get("output_padding") or 0
    before = list(given) if isinstance(given, (list, tuple)) else [given] * len(axes)
    pairs = [(short.shape[axis], long.shape[axis]) for axis in axes]
    if len(before) != len(axes) or not all(is_known(a) and is_known(b) and a <= b for a, b in pairs):
        return None
    amounts = [old + b - a for old, (a, b) in zip(before, pairs, strict=True) if is_known(a) and is_known(b)]
    return amounts[0] if len(set(amounts)) == 1 else amounts


def _rounding_up(_: Model, meeting: Meeting) -> Iterator[tuple[Edit, ...]]:
    for step in (*meeting.one.path, *meeting.other.path):
        if _takes(step.node.layer, "ceil_mode"):
            yield (Setting(step.node.name, "ceil_mode", True),)


def _same(_: Model, meeting: Meeting) -> Iterator[tuple[Edit, ...]]:
    for step in (*meeting.one.path, *meeting.other.path):
        if _takes(step.node.layer, "padding") and step.node.layer.settings.get("padding") != "same":
            yield (Setting(step.node.name, "padding", "same"),)


def _takes(layer: AnyLayer, name: str) -> bool:
    """Tell whether a layer's class has a setting, or an argument of the call, of this name."""
    if not layer.dialect.knows(layer.class_name):
        return False
    signature, _ = layer.dialect.find(layer.class_name)
    return name in signature.arguments or name in signature.call


def _padding(model: Model, meeting: Meeting) -> Iterator[tuple[Edit, ...]]:
    yield tuple(_fittings(model, meeting, max))


def _cropping(model: Model, meeting: Meeting) -> Iterator[tuple[Edit, ...]]:
    yield tuple(_fittings(model, meeting, min))


def _fittings(model: Model, meeting: Meeting, extreme: Callable[[list[int]], int]) -> Iterator[Edit]:
    """Yield a padding for each input that is smaller than the largest, or a cropping of each larger than the smallest.

    It is at the end of the axes, where floors cut off.
    """
    wanted = [extreme(meeting.sizes(axis)) for axis in meeting.axes]
    taken = {node.name for node in model.nodes}
    for place, reference in enumerate(meeting.node.inputs):
        amounts = tuple(want - meeting.sizes(axis)[place] for want, axis in zip(wanted, meeting.axes, strict=True))
        if any(amounts):
            base = f"{reference.node.partition('.')[0]}_fitted"
            name = next(each for each in chain([base], map(f"{base}_{{}}".format, count(1))) if each not in taken)
            taken.add(name)
            yield Fitting(meeting.node.name, place, name, reference, meeting.axes, amounts)


KINDS: dict[str, Callable[[Model, Meeting], Iterator[tuple[Edit, ...]]]] = {
    "size": _as_large,
    "output_padding": _output_padding,
    "ceil_mode": _rounding_up,
    "same": _same,
    "pad": _padding,
    "crop": _cropping,
}
"""The kinds of change, the one that disturbs the least first."""
