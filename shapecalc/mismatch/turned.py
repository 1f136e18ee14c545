"""Input shapes whose channels stand at the wrong end: what was meant."""

from __future__ import annotations

from collections.abc import Iterator

from shapecalc.mismatch.feeds import feeds
from shapecalc.model.graph import Model
from shapecalc.model.trace import trace
from shapecalc.shape import Shape
from shapecalc.sizes.axes import axis_names


def turned(model: Model) -> str:
    """Return the advice to write an input's channels at the other end; empty where they stand where they are declared.

    The number of channels that the model declares tells where they stand in the shape that was given.
    """
    meant = dict(_meant(model))
    if not meant:
        return ""
    end = "first" if all(names[:1] == ("channels",) for names in axis_names(model).values()) else "last"
    single = len(model.inputs) == 1
    written = [f"--input {'' if single else f'{name}='}{','.join(map(str, shape))}" for name, shape in meant.items()]
    right = model.with_inputs(meant)
    then = next(feeds(right), "") if trace(right).problems else ""
    return f"write {' '.join(written)}: the channels come {end}" + (f"; then {then}" if then else "")


def _meant(model: Model) -> Iterator[tuple[str, Shape]]:
    """Yield each input whose channels have come to the other end, and its shape with them where they belong."""
    names = axis_names(model)
    for node in model.inputs:
        declared = (model.declared.get(node.name) or ())[1:]
        given = (node.layer.infer().output_shape or ())[1:]
        if len(given) < 2 or len(given) != len(declared) or not all(isinstance(size, int) for size in given):
            continue
        if names[node.name][0] == "channels" and given[-1] == declared[0] != given[0]:
            yield node.name, (given[-1], *given[:-1])
        elif names[node.name][-1] == "channels" and given[0] == declared[-1] != given[-1]:
            yield node.name, (*given[1:], given[0])
