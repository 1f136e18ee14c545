"""Names for nodes: a layer has its module's path, a function its own name in the module that calls it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from shapecalc.importers.torch.calls import Call


class Names:
    """Gives every node a name of its own.

    ``paths`` are those of all modules: they stay free for these. A module that ``holds_one`` call of a function, and
    nothing else, gives that call its own name.
    """

    def __init__(self, paths: Iterable[str], holds_one: Iterable[str] = ()) -> None:
        self._reserved = set(paths)
        self._holds_one = set(holds_one)
        self._taken: set[str] = set()
        self._counter: Counter[str] = Counter()

    def of_call(self, call: Call) -> str:
        """Return a name for the (first) node of a call."""
        if not isinstance(call.target, str):
            return self.own(call.path or type(call.target).__name__)
        if call.path in self._holds_one:
            return self.own(call.path)
        name = call.target.rpartition(".")[2].strip("_")
        return self.free(f"{call.path}.{name}" if call.path else name)

    def own(self, name: str) -> str:
        """Return a name that is reserved, or a free one like it when it is taken."""
        return self.free(name) if name in self._taken else self._take(name)

    def free(self, base: str) -> str:
        """Return a name that nothing has: ``relu``, ``relu_1``..."""
        while True:
            number = self._counter[base]
            self._counter[base] += 1
            name = f"{base}_{number}" if number else base
            if name not in self._taken and name not in self._reserved:
                return self._take(name)

    def _take(self, name: str) -> str:
        self._taken.add(name)
        return name
