"""A Sequential model: each layer takes what the one before it gives."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from shapecalc.dialects.keras import KERAS
from shapecalc.dialects.refusal import short
from shapecalc.errors import Problem, ShapecalcError
from shapecalc.importers.keras.calls import Call, Tensor, told_shape
from shapecalc.importers.keras.custom import Custom, Told, custom
from shapecalc.importers.keras.entry import Entry, entry_of
from shapecalc.importers.keras.inputs import declared_shape
from shapecalc.model.graph import Model, Node, Reference
from shapecalc.model.nested import NestedModel
from shapecalc.model.reader import input_node

if TYPE_CHECKING:
    from shapecalc.dialects.framework_layer import AnyLayer
    from shapecalc.importers.keras.reading import Reading
    from shapecalc.shape import Shape


def sequential(entry: Entry, reading: Reading) -> tuple[Model, bool]:
    """Return the model that a Sequential's configuration describes, and whether it declares what comes in."""
    entries = _entries(entry)
    layers = _layers([each for each in entries if each.class_name != "InputLayer"], reading, entry.told[:1])
    shape = _input_shape(entry, entries, layers)
    first = entries[0]
    name = first.name if first.class_name == "InputLayer" else f"{first.name}_input"
    start = input_node(name, (None,) if shape is None else shape, first.place)
    nodes = [start]
    for each, layer in layers:
        nodes.append(Node(each.name, layer, (Reference(nodes[-1].name),), path=each.place))
    listed = tuple(node.name for node in nodes[1:])
    model_name = str(entry.config.get("name", entry.name))
    model = Model(model_name, KERAS, tuple(nodes), outputs=(Reference(nodes[-1].name),), listed=listed or (name,))
    return model, shape is not None


def _entries(entry: Entry) -> list[Entry]:
    layers = entry.config["layers"]
    if not isinstance(layers, list) or not layers:
        raise ShapecalcError(f"layers is {short(layers)}", why="it must list layers", path=(*entry.path, "layers"))
    found: dict[str, Entry] = {}
    for place, value in enumerate(layers):
        each = entry_of(value, (*entry.path, "layers", place))
        if each.name in found:
            why = "a name stands for one layer"
            raise ShapecalcError(f"two layers are named {each.name!r}", why=why, path=each.path)
        if place and each.class_name == "InputLayer":
            raise ShapecalcError(
                "an InputLayer stands among the layers", why="it can only be the first", path=each.path
            )
        found[each.name] = each
    return list(found.values())


def _layers(entries: list[Entry], reading: Reading, told: tuple[Shape | None, ...]) -> list[tuple[Entry, AnyLayer]]:
    """Return each layer; ``told`` is what the file says of what comes out of the last one."""
    found: list[tuple[Entry, AnyLayer]] = []
    problems: list[Problem] = []
    afterwards = [*(told_shape(each.built) for each in entries[1:]), *told]
    for entry, comes_out in zip_longest(entries, afterwards[: len(entries)]):
        try:
            if entry.is_keras_own:
                found.append((entry, reading.layer(entry._replace(told=(comes_out,)))))
            else:
                found.append((entry, _custom(entry, comes_out)))
        except ShapecalcError as error:  # noqa: PERF203 - every mistake is told
            problems += [each if each.node else each._replace(node=entry.name) for each in error.problems]
    if problems:
        raise ShapecalcError(problems=problems)
    return found


def _custom(entry: Entry, comes_out: Shape | None) -> Custom:
    """Return a layer of a class that is not Keras' own; the layer after it was built for what comes out of it."""
    call = Call((Tensor("", shape=told_shape(entry.built)),))
    return custom(entry, call, 0, Told([Call((Tensor(entry.name, shape=comes_out),))]))


def _input_shape(entry: Entry, entries: list[Entry], layers: list[tuple[Entry, AnyLayer]]) -> Shape | None:
    """Return what comes in: the input layer says it, the first layer, or a model in its place."""
    declared = declared_shape(entries[0])
    if declared is not None:
        return declared
    first = layers[0][1] if layers else None
    if isinstance(first, NestedModel) and first.declared and len(first.model.inputs) == 1:
        output = first.model.inputs[0].layer.infer().output_shape
        return output if isinstance(output, tuple) else None
    return told_shape(entry.config.get("build_input_shape"))
