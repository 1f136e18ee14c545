"""A framework's class as its documentation shows it: the name, the arguments in order, the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple


class Missing(Enum):
    """Why an argument has no default: it must be given, or the input tells it."""

    REQUIRED = "required"
    INFERRED = "inferred"


REQUIRED, INFERRED = Missing.REQUIRED, Missing.INFERRED


class Signature(NamedTuple):
    """``word`` is our word for the layer; ``name`` may hold ``{n}`` for the rank, which is then one of ``ranks``.

    ``call`` are arguments of the call instead of the constructor, ``legacy`` are accepted and no longer documented.
    """

    word: str
    name: str
    arguments: Mapping[str, object]
    ranks: tuple[int, ...]
    call: tuple[str, ...]
    legacy: tuple[str, ...] = ()

    @property
    def names(self) -> dict[str, int | None]:
        """Return every name that the signature stands for, with its rank."""
        if "{n}" in self.name:
            return {self.name.format(n=rank): rank for rank in self.ranks}
        return {self.name: self.ranks[0] if len(self.ranks) == 1 else None}


def signature(
    word: str,
    name: str,
    arguments: str = "",
    *,
    ranks: tuple[int, ...] = (1, 2, 3),
    call: str = "",
    legacy: str = "",
    **defaults: object,
) -> Signature:
    """Write a signature down: the arguments without a default (``name?`` where the input tells it), then the others.

    >>> signature("conv", "Conv{n}d", "in_channels? out_channels kernel_size", stride=1).arguments["in_channels"]
    <Missing.INFERRED: 'inferred'>
    """
    without = {each.rstrip("?"): INFERRED if each.endswith("?") else REQUIRED for each in arguments.split()}
    return Signature(word, name, {**without, **defaults}, ranks, tuple(call.split()), tuple(legacy.split()))
