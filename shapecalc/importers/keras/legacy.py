"""Calls as Keras 2 writes them: ``[[layer, call, output, {arguments}], ...]``, the tensors of the first argument."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError
from shapecalc.importers.keras.calls import Call, Tensor, is_history

CONSTANT = "_CONSTANT_VALUE"
"""What stands in a layer's place where the first argument is no tensor."""


def read_legacy_call(node: Any) -> Call:
    """Return a call of Keras 2."""
    first, kwargs = _first(node)
    named = {str(key): _argument(each) for key, each in kwargs.items()}
    return Call((first,), named)


def _first(node: Any) -> tuple[Any, dict[str, Any]]:
    """Return the first argument, and the named ones, which stand beside every tensor of it."""
    if _is_entry(node):
        return _tensor(node), _named(node)
    if isinstance(node, dict):
        found = {str(key): _first(each) for key, each in node.items()}
        return {key: first for key, (first, _) in found.items()}, next((named for _, named in found.values()), {})
    if isinstance(node, list) and node:
        several = [_first(each) for each in node]
        tensors = [first for first, _ in several]
        return tensors[0] if len(tensors) == 1 else tensors, several[0][1]
    why = "it must be a list of [layer, call, output, {arguments}]"
    raise ShapecalcError(f"a call is {short(node)}", why=why, path=("inbound_nodes",))


def _is_entry(node: Any) -> bool:
    if not isinstance(node, list) or len(node) not in (3, 4) or not isinstance(node[0], str):
        return False
    if len(node) == 4 and not (node[3] is None or isinstance(node[3], dict)):
        return False
    return node[0] == CONSTANT or is_history(node[:3])


def _tensor(entry: list[Any]) -> Any:
    return entry[2] if entry[0] == CONSTANT else Tensor(*entry[:3])


def _named(entry: list[Any]) -> dict[str, Any]:
    return entry[3] or {} if len(entry) == 4 else {}


def _argument(value: Any) -> Any:
    if is_history(value) or (isinstance(value, list) and value[:1] == [CONSTANT] and len(value) >= 3):
        return _tensor(value)
    if isinstance(value, list):
        return [_argument(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _argument(each) for key, each in value.items()}
    return value
