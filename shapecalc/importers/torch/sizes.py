"""Sizes that the code reads off a tensor, and what it makes of them.

``x.shape`` gives numbers of a type of their own. What is computed from these has that type too, so that a call which is
given one is known to hold for these input sizes alone. Where such a number is compared, or leaves whole numbers, the
code has decided by it, and so has everything that follows. (A loop over ``range(size)`` is not seen.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Same(NamedTuple):
    """Stands for "as in the tensor itself" among the sizes of a view."""


class Counted(int):
    """A size, or a number computed from sizes; of a size it is known which ``axis`` of which ``tensor`` it is."""

    decided: Callable[[], None]
    tensor: Any
    axis: int | None

    @classmethod
    def of(cls, value: int, decided: Callable[[], None], tensor: Any = None, axis: int | None = None) -> Counted:
        """Return a number that says so when something is decided by it."""
        found = cls(value)
        found.decided, found.tensor, found.axis = decided, tensor, axis
        return found

    def __hash__(self) -> int:
        self.decided()
        return int.__hash__(self)


def _computed(name: str) -> Callable[..., Any]:
    plain = getattr(int, name)

    def method(self: Counted, *others: Any) -> Any:
        found = plain(self, *others)
        if type(found) is int:
            return Counted.of(found, self.decided)
        if isinstance(found, tuple):
            return tuple(Counted.of(each, self.decided) for each in found)
        if found is not NotImplemented:
            self.decided()
        return found

    return method


def _decides(name: str) -> Callable[..., Any]:
    plain = getattr(int, name)

    def method(self: Counted, *others: Any) -> Any:
        self.decided()
        return plain(self, *others)

    return method


_OPERATORS = (
    "add",
    "sub",
    "mul",
    "floordiv",
    "mod",
    "divmod",
    "pow",
    "truediv",
    "lshift",
    "rshift",
    "and",
    "or",
    "xor",
)
for _name in (*_OPERATORS, *(f"r{name}" for name in _OPERATORS), "neg", "pos", "abs", "invert"):
    setattr(Counted, f"__{_name}__", _computed(f"__{_name}__"))
for _name in ("eq", "ne", "lt", "le", "gt", "ge", "bool", "int", "float", "floor", "ceil", "trunc", "round"):
    setattr(Counted, f"__{_name}__", _decides(f"__{_name}__"))


def copied(tensor: Any, sizes: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the sizes of a view with ``Same`` for each that is the viewed tensor's own, at the same axis."""
    return tuple(
        Same() if isinstance(size, Counted) and size.tensor is tensor and size.axis == place else size
        for place, size in enumerate(sizes)
    )


def with_copies(name: str, args: Any) -> Any:
    """Return the arguments of a function, for a view with ``Same`` for the sizes that stay."""
    if name not in {"view", "reshape"} or not args:
        return args
    sizes = args[1] if len(args) == 2 and isinstance(args[1], (list, tuple)) else args[1:]
    return (args[0], *copied(args[0], tuple(sizes)))
