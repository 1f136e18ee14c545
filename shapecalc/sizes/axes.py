"""What the axes of a model's inputs are called."""

from __future__ import annotations

from shapecalc.model.graph import Model
from shapecalc.shape import DataFormat

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
        found[node.name] = words_of(rank, readers.get(node.name, model.dialect.data_format))
    return found


def words_of(rank: int, data_format: DataFormat) -> tuple[str, ...]:
    """Return a word for each axis but the batch.

    >>> words_of(3, "channels_first"), words_of(1, "channels_last")
    (('channels', 'H', 'W'), ('length',))
    """
    if rank == 1:
        return ("length",)
    spatial = SPATIAL.get(rank - 1, tuple(f"axis {axis}" for axis in range(rank - 1)))
    return ("channels", *spatial) if data_format == "channels_first" else (*spatial, "channels")
