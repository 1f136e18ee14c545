"""Where tensors come into a model: the shapes that it declares, the batch included."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError
from shapecalc.importers.keras.calls import told_shape
from shapecalc.importers.keras.entry import Entry
from shapecalc.model.graph import Node
from shapecalc.model.reader import input_node
from shapecalc.shape import Shape

SHAPES = ("batch_shape", "batch_input_shape")


def input_of(entry: Entry) -> Node:
    """Return the node of an InputLayer."""
    shape = declared_shape(entry)
    if shape is None:
        why = "an InputLayer has a batch_shape"
        raise ShapecalcError(f"{entry.name} has no shape", why=why, fix="save the model with it", path=entry.path)
    return input_node(entry.name, shape, entry.place)


def declared_shape(entry: Entry) -> Shape | None:
    """Return the shape that a layer declares for what comes into it; None where it declares none."""
    for key in SHAPES:
        if entry.config.get(key) is not None:
            return checked(entry.config[key], entry, key)
    without_batch = entry.config.get("shape" if entry.class_name == "InputLayer" else "input_shape")
    return None if without_batch is None else (None, *checked(without_batch, entry, "shape"))


def checked(value: Any, entry: Entry, key: str) -> Shape:
    """Return a shape as it stands in a file, or refuse it."""
    shape = told_shape(value)
    if shape is None:
        why = "it must be a list of sizes, each a whole number or null"
        raise ShapecalcError(f"{key} is {short(value)}", why=why, path=(*entry.path, key))
    return shape
