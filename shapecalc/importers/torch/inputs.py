"""What goes into a module: shapes, or tensors that have one, alone or in lists and mappings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from inspect import Parameter, signature
from itertools import product
from typing import Any, NamedTuple

import torch
from torch import nn

from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError
from shapecalc.layers.settings import is_whole
from shapecalc.shape import Shape

MOST_TRIED = 4
"""For up to so many inputs every combination of types is tried."""


class Wanted(NamedTuple):
    """One tensor that goes in; where its type is not known it is tried out."""

    name: str
    shape: Shape
    dtype: torch.dtype | None = None


class Arguments(NamedTuple):
    """The arguments of a call, with a ``Wanted`` where a tensor goes."""

    positional: tuple[Any, ...]
    named: dict[str, Any]

    @property
    def wanted(self) -> list[Wanted]:
        """Return every tensor that goes in, in order."""
        return list(_leaves([self.positional, self.named]))

    def filled(self, tensors: Mapping[str, Any]) -> tuple[Any, Any]:
        """Return the arguments with tensors in them."""
        return _filled(self.positional, tensors), _filled(self.named, tensors)

    def reshaped(self, shapes: Iterable[Shape]) -> Arguments:
        """Return the same arguments with other shapes, in order."""
        changed = {each.name: each._replace(shape=shape) for each, shape in zip(self.wanted, shapes, strict=True)}
        return Arguments(_filled(self.positional, changed), _filled(self.named, changed))


def arguments(module: nn.Module, shapes: tuple[Any, ...], named: Mapping[str, Any]) -> Arguments:
    """Return the arguments that shapes stand for; their names are those of the forward pass."""
    names = _names(module, len(shapes))
    positional = tuple(_read(shape, name) for shape, name in zip(shapes, names, strict=True))
    return Arguments(
        positional, {name: value if _is_plain(value) else _read(value, name) for name, value in named.items()}
    )


def types(wanted: list[Wanted], floating: torch.dtype) -> Iterator[tuple[torch.dtype, ...]]:
    """Yield types for the inputs: floating point first, then whole numbers (for embeddings) and truths (for masks)."""
    kinds = (floating, torch.int64, torch.bool)
    free = sum(each.dtype is None for each in wanted)
    tried = product(kinds, repeat=free) if free <= MOST_TRIED else ((kind,) * free for kind in kinds)
    for chosen in sorted(tried, key=lambda types: [kinds.index(each) for each in sorted(types, key=kinds.index)][::-1]):
        rest = iter(chosen)
        yield tuple(each.dtype or next(rest) for each in wanted)


def _names(module: nn.Module, count: int) -> list[str]:
    """Return the names of the first arguments of the forward pass; a compiled one (TorchScript) does not tell them."""
    plain = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    try:
        parameters = signature(module.forward).parameters.values()
    except ValueError:
        parameters = {}.values()
    known = [each.name for each in parameters if each.kind in plain]
    return [*known[:count], *(f"input_{number}" for number in range(len(known), count))]


def _is_plain(value: Any) -> bool:
    """Tell whether a keyword argument is passed on as it is; a number given by place is a shape without brackets."""
    return value is None or isinstance(value, (bool, int, float, str))


def _read(value: Any, name: str) -> Any:
    if isinstance(value, torch.Tensor):
        return Wanted(name, tuple(map(int, value.shape)), value.dtype)
    if isinstance(value, Mapping):
        return {key: _read(each, f"{name}.{key}") for key, each in value.items()}
    if isinstance(value, (list, tuple)) and value and not all(isinstance(size, int) for size in value):
        if all(isinstance(each, (list, tuple, torch.Tensor)) for each in value):
            return [_read(each, f"{name}.{number}") for number, each in enumerate(value)]
    elif isinstance(value, (list, tuple)) and all(is_whole(size, 0) for size in value):
        return Wanted(name, tuple(value))
    raise ShapecalcError(
        f"the input {name} is {short(value)}",
        why="an input is a shape with its batch, all sizes whole numbers",
        fix="give (1, 3, 224, 224), or a tensor of that shape and the right type",
    )


def _leaves(value: Any) -> Iterator[Wanted]:
    if isinstance(value, Wanted):
        yield value
    elif not _is_plain(value):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)


def _filled(value: Any, tensors: Mapping[str, Any]) -> Any:
    if isinstance(value, Wanted):
        return tensors[value.name]
    if _is_plain(value):
        return value
    if isinstance(value, dict):
        return {key: _filled(each, tensors) for key, each in value.items()}
    return type(value)(_filled(each, tensors) for each in value)
