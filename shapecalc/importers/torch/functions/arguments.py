"""Whether arguments are those that a reading is written for: its annotations say which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from inspect import Signature, signature
from typing import Any

from shapecalc.importers.torch.calls import Arrow
from shapecalc.importers.torch.plan import Reading

_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "Any": lambda _: True,
    "Arrow": lambda value: isinstance(value, Arrow),
    "None": lambda value: value is None,
    "bool": lambda value: isinstance(value, bool),
    "float": lambda value: isinstance(value, (int, float)),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "str": lambda value: isinstance(value, str),
    "slice": lambda value: isinstance(value, slice),
    "tuple[Arrow, ...]": lambda value: isinstance(value, tuple) and all(isinstance(each, Arrow) for each in value),
}


def takes(reading: Reading, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    """Tell whether a reading has places for these arguments, each of the kind that stands there."""
    wanted = _signature(reading)
    try:
        bound = wanted.bind(*args, **kwargs).arguments
    except TypeError:
        return False
    for name, value in bound.items():
        parameter = wanted.parameters[name]
        several = value if parameter.kind is parameter.VAR_POSITIONAL else (value,)
        kinds = [_KINDS[kind] for kind in str(parameter.annotation).split(" | ")]
        if parameter.kind is not parameter.VAR_KEYWORD and not all(
            any(is_one(each) for is_one in kinds) for each in several
        ):
            return False
    return True


@cache
def _signature(reading: Reading) -> Signature:
    return signature(reading)
