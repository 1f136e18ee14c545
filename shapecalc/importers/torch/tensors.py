"""The tensors that a module keeps, and who has counted them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import prod
from typing import NamedTuple

from shapecalc.layers.layer import Role, Weight

STATISTICS = ("running_mean", "running_var")
"""Buffers by these names are what a normalisation has seen."""


def role_of_buffer(name: str) -> Role:
    """Return what a buffer is kept as."""
    return "statistic" if name.rpartition(".")[2] in STATISTICS else "counter"


class Owner(NamedTuple):
    """A module with tensors of its own: its path, its class, and its tensors by their full names."""

    path: str
    class_name: str
    tensors: Mapping[str, Weight]


class Ledger:
    """Every tensor is counted once, where it is used first; ``used`` are those that some call takes by themselves."""

    def __init__(self, owners: Iterable[Owner], used: Iterable[str]) -> None:
        self.owners = {owner.path: owner for owner in owners}
        self._owner_of = {name: owner.path for owner in self.owners.values() for name in owner.tensors}
        self._tensors = {name: weight for owner in self.owners.values() for name, weight in owner.tensors.items()}
        self._beneath: dict[str, list[str]] = {}
        for owner in self.owners.values():
            for outer in _outwards(owner.path):
                self._beneath.setdefault(outer, []).extend(owner.tensors)
        self._left = dict.fromkeys(self._tensors)
        self._used = set(used)

    def take(self, names: Iterable[str]) -> tuple[Weight, ...]:
        """Count tensors and return those that were not counted before."""
        fresh = [name for name in names if name in self._left]
        for name in fresh:
            del self._left[name]
        return tuple(self._tensors[name] for name in fresh)

    def beneath(self, path: str) -> list[str]:
        """Return the names of a module's tensors, and of those of the modules in it."""
        return self._beneath.get(path, [])

    def beside(self, names: Iterable[str]) -> list[str]:
        """Return some tensors and those that stand unused beside them in the same modules."""
        wanted = list(names)
        paths = dict.fromkeys(self._owner_of[name] for name in wanted if name in self._owner_of)
        unused = [name for path in paths for name in self.owners[path].tensors if name not in self._used]
        return list(dict.fromkeys([*wanted, *unused]))

    def left(self) -> list[Owner]:
        """Return the modules with tensors that nothing has counted, with these."""
        names: dict[str, dict[str, Weight]] = {}
        for name in self._left:
            names.setdefault(self._owner_of[name], {})[name] = self._tensors[name]
        return [owner._replace(tensors=names[path]) for path, owner in self.owners.items() if path in names]


def _outwards(path: str) -> Iterator[str]:
    """Yield a path and those around it, the whole module's last."""
    while path:
        yield path
        path = path.rpartition(".")[0]
    yield ""


def sums(weights: Iterable[Weight]) -> dict[Role, int]:
    """Return how many numbers there are of each role."""
    found: Counter[Role] = Counter()
    for weight in weights:
        found[weight.role] += prod(weight.shape)
    return +found
