"""From settings of ours to an ONNX node: the operator, its attributes, and the inputs whose values are settings.

ONNX has one number an axis, pads as begin... end..., and leaves out what is 1 (0 for pads) everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shapecalc.dialects.onnx.operator import NEWEST_THAT_RUNS, Operator
from shapecalc.errors import ShapecalcError

_NEUTRAL = {"strides": 1, "dilations": 1, "pads": 0, "output_padding": 0}
"""The attributes with one number an axis that may be left out, and what they are then."""
_PER_AXIS = {"kernel_shape", *_NEUTRAL}


def operator_for(versions: Iterable[Operator], word: str) -> Operator | None:
    """Return the newest version that runs of the first operator for a layer of ours that is not given up."""
    known = [each for each in versions if each.word == word and each.since <= NEWEST_THAT_RUNS]
    given_up = {each.name for each in known if each.deprecated}
    names = [each.name for each in known if each.name not in given_up]
    return max((each for each in known if each.name in names[:1]), key=lambda each: each.since, default=None)


def spelled(operator: Operator, rank: int, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes and inputs, without those that have their default; ``settings`` go by ONNX's names."""
    inputs = {port.name for port in operator.inputs}
    lacking = [name for name in settings if name not in operator.attributes and name not in inputs]
    if lacking:
        raise ShapecalcError(f"ONNX cannot say {' and '.join(lacking)} in {operator.name}")
    values = {name: _value(name, value, rank) for name, value in settings.items()}
    kept = {name: value for name, value in values.items() if not _is_default(operator, name, value)}
    operator.check_attributes({name: value for name, value in kept.items() if name in operator.attributes})
    return kept


def node_text(operator: Operator, settings: Mapping[str, Any]) -> str:
    """Return a node as text: strings in quotes, and sizes of an input, which may be names, as they are."""
    words = (
        f"{name}={_text(value, quoted=name in operator.attributes)}".replace("'", '"')
        for name, value in settings.items()
    )
    return f"{operator.name}({', '.join(words)})"


def _value(name: str, value: Any, rank: int) -> Any:
    """Return one number an axis where ONNX wants that, a list for a tuple, a number for a truth."""
    if name in _PER_AXIS:
        axes = list(value) if isinstance(value, tuple) else [value] * rank
        return _begins_and_ends(axes) if name == "pads" else axes
    if isinstance(value, bool):
        return int(value)
    return list(value) if isinstance(value, tuple) else value


def _begins_and_ends(pads: list[Any]) -> list[int]:
    """Return all that stand before the axes, and then all that stand after; a number stands on both sides."""
    pairs = [pad if isinstance(pad, tuple) else (pad, pad) for pad in pads]
    return [*(before for before, _ in pairs), *(after for _, after in pairs)]


def _is_default(operator: Operator, name: str, value: Any) -> bool:
    if name in _NEUTRAL:
        return set(value) == {_NEUTRAL[name]}
    return name in operator.attributes and value == operator.attributes[name].default


def _text(value: Any, *, quoted: bool) -> str:
    if isinstance(value, list) and not quoted:
        return f"[{', '.join(map(str, value))}]"
    return repr(value)
