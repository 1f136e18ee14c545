"""The kinds of change that may make branches fit: which edits of each are worth a trial at a meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, count, permutations
from typing import Literal, NamedTuple

from shapecalc.dialects.framework_layer import AnyLayer
from shapecalc.dialects.signature import Signature
from shapecalc.errors import ShapecalcError
from shapecalc.mismatch.edits import Edit, Fitting, Setting
from shapecalc.mismatch.meeting import Branch, Meeting
from shapecalc.model.graph import Model
from shapecalc.model.trace import Step
from shapecalc.shape import Shape, is_known

Edits = tuple[Edit, ...]


class Kind(NamedTuple):
    """A kind of change: what it would try at a meeting, the ``settings`` that it sets, and which axes these are for."""

    edits: Callable[[Model, Meeting], Iterator[Edits]]
    settings: tuple[str, ...] = ()
    axes: Literal["sizes", "channels", "any"] = "any"


def _as_large(model: Model, meeting: Meeting) -> Iterator[Edits]:
    """Let a layer on one branch be as large as another branch."""
    places = {node.name: place for place, node in enumerate(model.nodes)}
    for branch, target in reversed([*permutations(meeting.branches, 2)]):
        for step in branch.path:
            name = next((each for each in _AS_LARGE if takes(step.node.layer, each)), None)
            if name and places[target.reference.node] < places[step.node.name] and step.inputs:
                yield (Setting(step.node.name, name, target.reference, _AS_LARGE[name]),)


_AS_LARGE: dict[str, tuple[str, ...]] = {"output_size": (), "size": ("scale_factor",)}
"""Settings that may be as large as another node, with those that they take the place of."""


def _output_padding(_: Model, meeting: Meeting) -> Iterator[Edits]:
    """Let a transposed convolution on the shorter branch add what lacks."""
    for short, long in permutations(meeting.branches, 2):
        for step in short.path:
            if takes(step.node.layer, "output_padding") and _is_shorter(short.shape, long.shape, meeting.axes):
                yield from _lacking(step, short, long)


def _is_shorter(short: Shape, long: Shape, axes: tuple[int, ...]) -> bool:
    pairs = [(short[axis], long[axis]) for axis in axes]
    return all(is_known(one) and is_known(other) and one < other for one, other in pairs)


def _lacking(step: Step, short: Branch, long: Branch) -> Iterator[Edits]:
    """Yield the output padding that makes one branch as large as the other; without Keras' ``same`` too, which crops.

    What a layer gives with an output padding of 0 says what one that is left out comes to.
    """
    name, layer = step.node.name, step.node.layer
    now = step.report.output_shape
    for others in ({}, {"padding": "valid"}):
        if others and layer.settings.get("padding") != "same":
            return
        for zero in (0, [0] * (len(short.shape) - 2)):  # ONNX takes lists only
            bare = _output_of(layer, {**layer.settings, **others, "output_padding": zero}, step)
            wanted = _amounts(layer, now, bare, short.shape, long.shape) if isinstance(now, tuple) and bare else []
            if wanted:
                value = wanted[0] if zero == 0 and len(set(wanted)) == 1 else wanted
                changes = [Setting(name, key, each) for key, each in others.items()]
                yield (*changes, Setting(name, "output_padding", value))
                break


def _output_of(layer: AnyLayer, settings: dict[str, object], step: Step) -> Shape | None:
    try:
        found = layer.with_settings(settings).infer(*step.inputs, **step.call).output_shape
    except ShapecalcError:  # the layer cannot be like that
        return None
    return found if isinstance(found, tuple) else None


def _amounts(layer: AnyLayer, now: Shape, bare: Shape, short: Shape, long: Shape) -> list[int]:
    """Return the output padding of each spatial axis, what there is now and what the branch lacks; none if negative."""
    first = 2 if layer.data_format == "channels_first" else 1
    axes = range(first, first + len(short) - 2)
    if not len(now) == len(bare) == len(short):
        return []
    sizes = [(now[axis], bare[axis], short[axis], long[axis]) for axis in axes]
    amounts = [a - b + d - c for a, b, c, d in sizes if is_known(a) and is_known(b) and is_known(c) and is_known(d)]
    return amounts if len(amounts) == len(axes) and min(amounts) >= 0 else []


def _rounding_up(_: Model, meeting: Meeting) -> Iterator[Edits]:
    for step in meeting.steps:
        if takes(step.node.layer, "ceil_mode") and step.node.layer.settings.get("ceil_mode") is not True:
            yield (Setting(step.node.name, "ceil_mode", True),)


def _same(_: Model, meeting: Meeting) -> Iterator[Edits]:
    for step in meeting.steps:
        if takes(step.node.layer, "padding") and step.node.layer.settings.get("padding") != "same":
            yield (Setting(step.node.name, "padding", "same"),)


def _channels(_: Model, meeting: Meeting) -> Iterator[Edits]:
    """Let the layer that makes a branch's channels make as many as another branch has."""
    axis = meeting.axes[0]
    for branch, target in reversed([*permutations(meeting.branches, 2)]):
        wanted, found = target.shape[axis], branch.shape[axis]
        for step in branch.path:
            name = next((each for each in _WIDTHS if step.node.layer.settings.get(each) == found is not None), None)
            if name and is_known(wanted) and len(meeting.axes) == 1:
                yield (Setting(step.node.name, name, wanted),)
                break


_WIDTHS = ("filters", "out_channels", "units", "out_features")
"""What the frameworks call the number of channels that a layer makes."""


def takes(layer: AnyLayer, name: str) -> bool:
    """Tell whether a layer's class has a setting, or an argument of the call, of this name."""
    if not layer.dialect.knows(layer.class_name):
        return False
    return offers(layer.dialect.find(layer.class_name)[0], name)


def offers(signature: Signature, name: str) -> bool:
    """Tell whether a class has a setting; a ``size`` that takes no place of a factor is one itself, as Keras has it."""
    factor = name == "size" and "scale_factor" not in signature.arguments
    return (name in signature.arguments or name in signature.call) and not factor


def _padding(model: Model, meeting: Meeting) -> Iterator[Edits]:
    yield tuple(_fittings(model, meeting, max))


def _cropping(model: Model, meeting: Meeting) -> Iterator[Edits]:
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
            yield Fitting(meeting.node.name, place, name, reference, meeting.axes, amounts, meeting.words)


KINDS: dict[str, Kind] = {
    "size": Kind(_as_large, ("output_size", "size"), "sizes"),
    "output_padding": Kind(_output_padding, ("output_padding",), "sizes"),
    "ceil_mode": Kind(_rounding_up, ("ceil_mode",), "sizes"),
    "same": Kind(_same, ("padding",), "sizes"),
    "channels": Kind(_channels, _WIDTHS, "channels"),
    "pad": Kind(_padding),
    "crop": Kind(_cropping),
}
"""The kinds of change, the one that disturbs the least first."""
