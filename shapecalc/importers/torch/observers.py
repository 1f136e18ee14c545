"""The two modes that see what is called: functions as the code writes them, and below them the operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._python_dispatch import TorchDispatchMode

from shapecalc.importers.torch.functions import OPERATOR

Run = Callable[[str, Callable[..., Any], Any, dict[str, Any]], Any]
"""Run a function of that name on arguments, and look at it."""


class Functions(TorchFunctionMode):
    """Hands every function to ``run``."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run

    def __torch_function__(self, function: Any, _: Any, args: Any = (), kwargs: Any = None) -> Any:
        return self.run(name_of(function), function, args, kwargs or {})


class Operators(TorchDispatchMode):
    """Hands every operator to ``run``, and what it did to ``count``."""

    def __init__(self, run: Run, count: Callable[..., None]) -> None:
        super().__init__()
        self.run = run
        self.count = count

    def __torch_dispatch__(self, operator: Any, _: Any, args: Any = (), kwargs: Any = None) -> Any:
        def counted(*args: Any, **kwargs: Any) -> Any:
            output = operator(*args, **kwargs)
            self.count(operator, args, kwargs, output)
            return output

        return self.run(f"{OPERATOR}{operator._overloadpacket.__name__}", counted, args, kwargs or {})  # noqa: SLF001


def name_of(function: Any) -> str:
    """Return a function's own name: ``cat`` for ``torch.cat``, ``mT`` for what reads ``Tensor.mT``."""
    name = str(resolve_name(function) or getattr(function, "__name__", function)).removesuffix(".__get__")
    return OTHERWISE.get(name) or name.rsplit(".", 1)[-1]


OTHERWISE = {"torch.Tensor.unfold": "unfold_axis"}
"""Methods that do something else than the function of that name."""
