"""A call's layers: planned, made, and held against what PyTorch saw."""

from __future__ import annotations

from typing import NamedTuple

from shapecalc.dialects import read_layer
from shapecalc.dialects.framework_layer import FrameworkLayer
from shapecalc.dialects.own import OWN
from shapecalc.dialects.torch import TORCH
from shapecalc.errors import ShapecalcError
from shapecalc.importers.torch.calls import Call
from shapecalc.importers.torch.functions import plan_of_function
from shapecalc.importers.torch.plan import Made, Plan, Step
from shapecalc.layers.layer import Weight
from shapecalc.shape import Shape


class Part(NamedTuple):
    """A step with its layer, the shapes that come in, and the arrays that the layer would own by itself."""

    step: Step
    layer: FrameworkLayer
    shapes: tuple[Shape, ...]
    weights: tuple[Weight, ...]
    macs: int | None


class Planned(NamedTuple):
    """A call as layers of ours; ``outputs`` are the call's."""

    parts: tuple[Part, ...]
    outputs: tuple[Made, ...]


def planned(call: Call) -> Planned | None:
    """Return a call as layers of ours, None where we have none for it.

    Raises ``ShapecalcError`` where ours say something else than PyTorch did.
    """
    plan = plan_of_function(call) if isinstance(call.target, str) else _plan_of_module(call)
    if plan is None:
        return None
    made: dict[Made, Shape | None] = {}
    parts = []
    for number, step in enumerate(plan.steps):
        layer = _layer(step)
        shapes = tuple(_shape(made[each]) if isinstance(each, Made) else each.shape for each in step.inputs)
        found = layer.infer(*shapes)
        several = found.output_shape if isinstance(found.output_shape, list) else [found.output_shape]
        made.update({Made(number, place): shape for place, shape in enumerate(several)})
        parts.append(Part(step, layer, shapes, found.weights, found.macs))
    last = len(parts) - 1
    outputs = plan.outputs or tuple(Made(last, place) for place in range(sum(each.step == last for each in made)))
    ours = tuple(made.get(each) for each in outputs)
    if ours != call.outputs:
        raise ShapecalcError(f"our layer makes {ours} of {[part.shapes for part in parts]}, and PyTorch {call.outputs}")
    return Planned(tuple(parts), outputs)


def _plan_of_module(call: Call) -> Plan | None:
    from shapecalc.importers.torch.modules import plan_of_module

    return plan_of_module(call)


def _layer(step: Step) -> FrameworkLayer:
    dialect = TORCH if TORCH.knows(step.class_name) else OWN
    layer = read_layer(dialect, step.class_name, dict(step.settings), "channels_first")
    if not isinstance(layer, FrameworkLayer):
        raise TypeError(f"{step.class_name} is no layer of PyTorch's")
    return layer


def _shape(shape: Shape | None) -> Shape:
    if shape is None:
        raise ShapecalcError("an output that is not there is asked for")
    return shape
