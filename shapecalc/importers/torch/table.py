"""The tensors and numbers of a serialised program, by name: their shapes, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError
from shapecalc.importers.torch.calls import Arrow, Origin, Sizes
from shapecalc.importers.torch.fields import field, listed, size, tagged
from shapecalc.layers.layer import Role

_PLAIN = ("as_int", "as_float", "as_bool", "as_string")
_LISTS = ("as_ints", "as_floats", "as_bools")


class Table:
    """What a program's graph says of its tensors; ``origins`` and ``roles`` are filled while it is read."""

    def __init__(self, graph: Mapping[str, Any]) -> None:
        self._tensors: Mapping[str, Any] = field(graph, "tensor_values", dict)
        self._numbers: Mapping[str, Any] = field(graph, "sym_int_values", dict)
        self.origins: dict[str, Origin] = {}
        self.roles: dict[str, Role] = {}

    def argument(self, value: Any) -> Any:
        """Return an argument; others than numbers and tensors (types, devices) say nothing about a shape."""
        tag, found = tagged(value)
        if tag in _PLAIN:
            return found
        if tag in _LISTS:
            return tuple(listed(found))
        single = {"as_tensor": self._tensor, "as_sym_int": self._number}.get(tag)
        if single is not None:
            return single(found)
        each = self._of_list.get(tag)
        return None if each is None else tuple(map(each, listed(found)))

    @property
    def _of_list(self) -> dict[str, Callable[[Any], Any]]:
        return {
            "as_tensors": self._tensor,
            "as_optional_tensors": self._optional_tensor,
            "as_sym_ints": self._number,
        }

    def _tensor(self, value: Any) -> Arrow:
        return self.arrow(field(value, "name", str))

    def _optional_tensor(self, value: Any) -> Arrow | None:
        tag, found = tagged(value)
        return self._tensor(found) if tag == "as_tensor" else None

    def _number(self, value: Any) -> int:
        """Return a whole number that is known, or that of the example."""
        tag, found = tagged(value)
        if tag == "as_name" and isinstance(found, str):
            tag, found = tagged(self._numbers.get(found, {"as_unknown": found}))
        if tag == "as_expr":
            tag, found = tagged(field(found, "hint", dict))
        if tag != "as_int" or not isinstance(found, int):
            raise ShapecalcError(f"the number {short(value)} is not known", why="the export has no example of it")
        return found

    def arrow(self, name: str) -> Arrow:
        """Return where a tensor comes from, and its shape."""
        origin = self.origins.get(name, Origin())
        return Arrow(self.sizes(name), origin, self.roles.get(origin.name))

    def _tensor_of(self, name: str) -> Any:
        if name not in self._tensors:
            raise ShapecalcError(f"there is no tensor {name!r}")
        return self._tensors[name]

    def learned(self, name: str) -> bool:
        """Tell whether a tensor is trained."""
        return field(self._tensor_of(name), "requires_grad", bool)

    def sizes(self, name: str) -> Sizes:
        """Return a tensor's shape."""
        return tuple(size(self._number(each)) for each in field(self._tensor_of(name), "sizes", list))
