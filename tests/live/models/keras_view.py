"""What Keras itself says of a model: its layers in the order of ``summary()``, as in ``models/README.md``."""

from __future__ import annotations

from math import prod
from typing import Any

Facts = dict[str, Any]


def view(model: Any) -> list[Facts]:
    """Return each layer and operation of a model, and those inside."""
    import keras
    from keras.src.models import Functional, Sequential

    functional = model._functional if isinstance(model, Sequential) else model
    nodes = {id(node) for several in functional._nodes_by_depth.values() for node in several}
    found = []
    for operation in model.layers if isinstance(model, Sequential) else model._operations:
        calls = [_call(node) for node in operation._inbound_nodes if id(node) in nodes]
        facts = {
            "name": operation.name,
            "class_name": type(operation).__name__,
            **calls[0],
            **_counts(operation, keras),
        }
        if len(calls) > 1:
            facts["calls"] = calls
        inner = operation if isinstance(operation, (Functional, Sequential)) else getattr(operation, "layer", None)
        if isinstance(inner, (Functional, Sequential)):
            facts["layers"] = view(inner)
        found.append(facts)
    return found


def _call(node: Any) -> Facts:
    from keras import tree

    shapes = [list(tensor.shape) for tensor in tree.flatten(node.output_tensors)]
    inbound = [tensor._keras_history.operation.name for tensor in node.input_tensors]
    return {"output_shape": shapes[0] if len(shapes) == 1 else shapes, "inbound": inbound}


def _counts(operation: Any, keras: Any) -> Facts:
    if not isinstance(operation, keras.layers.Layer):
        return {"params": 0, "trainable_params": 0, "non_trainable_params": 0}
    return {
        "params": operation.count_params(),
        "trainable_params": sum(prod(weight.shape) for weight in operation.trainable_weights),
        "non_trainable_params": sum(prod(weight.shape) for weight in operation.non_trainable_weights),
    }
