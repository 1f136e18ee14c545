"""PyTorch's functions as layers of ours.

Each family is a file. A reading has the arguments of PyTorch's function, in order, the first one called ``x``; tensors
are arrows. It returns None where no card of ours does what is asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from shapecalc.importers.torch.calls import Call
from shapecalc.importers.torch.functions import aten, axes, elements, pieces, products, windows
from shapecalc.importers.torch.functions.arguments import takes
from shapecalc.importers.torch.plan import Plan, Reading

READINGS: Mapping[str, Reading] = {
    **elements.READINGS,
    **axes.READINGS,
    **pieces.READINGS,
    **products.READINGS,
    **windows.READINGS,
}
OPERATOR = "aten."
"""What stands before the name of an operator of PyTorch's core: some take their arguments in an order of their own."""
_FIRST = {"input": "x", "self": "x", "tensors": "x", "query": "x"}
_OTHER_NAMES = {**_FIRST, "axis": "dim", "keepdims": "keepdim"}
_OPERATORS = {"truediv": "div", "floordiv": "floor_divide", "and": "logical_and", "or": "logical_or"}


def plan_of_function(call: Call) -> Plan | None:
    """Return our layers for a function's call; None where there are none, or the arguments are not the known ones."""
    operator = call.target.startswith(OPERATOR)
    name = plain(call.target)
    reading = (aten.READINGS.get(name) if operator else None) or READINGS.get(name)
    if reading is None or not call.arrows:
        return None
    arguments = {
        _OTHER_NAMES.get(name, name): value for name, value in call.kwargs.items() if name not in WITHOUT_EFFECT
    }
    if not takes(reading, call.args, arguments):
        return None
    return reading(*call.args, **arguments)


WITHOUT_EFFECT = frozenset({"dtype", "inplace", "out", "training"})
"""Arguments that no shape depends on."""


def plain(name: str) -> str:
    """Return a function's name without what says where it is from, that it works in place, or from the right.

    >>> [plain(name) for name in ("relu_", "__iadd__", "__rsub__", "__getitem__", "aten.cat")]
    ['relu', 'add', 'sub', '__getitem__', 'cat']
    """
    name = name.rpartition(".")[2]
    if name.startswith("__") and name.endswith("__") and not name.endswith("item__"):
        word = name.strip("_")
        word = word[1:] if word[0] in "ir" and word[1:] in _OPERANDS else word
        return _OPERATORS.get(word, word)
    return name if name.endswith("__") else name.rstrip("_")


_OPERANDS = {"add", "sub", "mul", "truediv", "floordiv", "div", "pow", "mod", "matmul", "and", "or", "xor"}
