"""What the axes of a model's inputs are called."""

from __future__ import annotations

from shapecalc.model.graph import Model

SPATIAL = {0: (), 1: ("length",), 2: ("H", "W"), 3: ("D", "H", "W")}


def axis_names(model: Model) -> dict[str, tuple[str, ...]]:
    """Return a word for each axis of each input, without the batch.

    The first layer of the model's own dialect that reads it says where the channels stand.

    >>> from shapecalc import load
    >>> axis_names(load("unet"))
    {'input': ('channels', 'H', 'W')}
    """
    readers = {
        source.node: node.layer.data_format
        for node in reversed(model.nodes)
        for source in node.inputs
        if node.layer.dialect is model.dialect
    }
    found = {}
    for node in model.inputs:
        shape = node.layer.infer().output_shape
        rank = len(shape or ()) - 1
        found[node.name] = _names(rank, readers.get(node.name, model.dialect.data_format) == "channels_first")
    return found


def _names(rank: int, channels_first: bool) -> tuple[str, ...]:
    if rank == 1:
        return ("length",)
    spatial = SPATIAL.get(rank - 1, tuple(f"axis {axis}" for axis in range(rank - 1)))
    return ("channels", *spatial) if channels_first else (*spatial, "channels")
