"""A forward pass, written down call by call.

Three observers stand around the module, none of them in it. Hooks on all modules say which module is at work; a layer
that PyTorch brings (``nn.Conv2d``) is one call, and what happens inside it is not looked at. Between them a
``TorchFunctionMode`` sees every function as the code calls it (``torch.cat``, ``+``, ``x.flatten(1)``). Below both, a
``TorchDispatchMode`` sees every operator: it counts multiply-adds, and catches what came past the other two
(TorchScript, operators of other libraries). Tensors are known by identity, so an arrow leads to the call that made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from torch._subclasses.fake_tensor import (
    DataDependentOutputException,
    DynamicOutputShapeException,
    UnsupportedOperatorException,
)
from torch.nn.modules import module as hooks
from torch.utils.flop_counter import flop_registry

from shapecalc.importers.torch.calls import CONSTANT, SIZED, Arrow, Call, Origin, passed_on
from shapecalc.importers.torch.observers import Functions, Operators
from shapecalc.importers.torch.sizes import Counted, Same, with_copies
from shapecalc.importers.torch.values import Values
from shapecalc.layers.layer import Role

UNKNOWABLE = (DataDependentOutputException, DynamicOutputShapeException, UnsupportedOperatorException)
"""What PyTorch raises where the answer depends on the values in a tensor."""


class Recorder:
    """The calls of one forward pass, in order.

    ``names`` are the modules' paths by identity, ``kept`` the parameters and buffers by identity, ``values`` what is
    known of the latter, and ``is_layer`` says which modules are one call.
    """

    def __init__(
        self,
        names: Mapping[int, str],
        kept: Mapping[int, tuple[str, Role]],
        values: Values,
        is_layer: Callable[[Any], bool],
    ) -> None:
        self.calls: list[Call] = []
        self.failed = ""
        """The innermost module whose call has failed."""
        self._names = names
        self._kept = kept
        self._values = values
        self._is_layer = is_layer
        self._origins: dict[int, tuple[Any, Origin]] = {}
        self._path: list[str] = []
        self._inside = 0
        self._macs = 0
        self._sized = False
        """Whether a size has been among what was packed last."""
        self._decided = False
        """Whether the code has decided by a size."""

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Write down everything that runs meanwhile."""
        with ExitStack() as stack:
            for handle in (
                hooks.register_module_forward_pre_hook(self._enter),
                hooks.register_module_forward_hook(self._leave, with_kwargs=True, always_call=True),
            ):
                stack.callback(handle.remove)
            stack.enter_context(Operators(self.run, self.count))
            stack.enter_context(Functions(self.run))
            yield
            self._inside = 1  # what is asked of a size from here on is our question

    def name_input(self, tensor: Any, name: str) -> None:
        """Say that a tensor is an input of the model."""
        self._origins[id(tensor)] = (tensor, Origin(name=name))

    def arrow(self, tensor: Any) -> Arrow:
        """Return where a tensor comes from, and its shape."""
        shape = tuple(map(int, tensor.shape))
        if id(tensor) in self._origins:
            return Arrow(shape, self._origins[id(tensor)][1])
        name, role = self._kept.get(id(tensor), ("", None))
        return Arrow(shape, Origin(name=name), role)

    def _enter(self, module: Any, _: Any) -> None:
        self._path.append(self._names.get(id(module)) or self._unregistered(module))
        if self._inside or self._is_layer(module):
            if not self._inside:
                self._macs = 0
            self._inside += 1

    def _unregistered(self, module: Any) -> str:
        """Name a module that the model does not know as its part; the model itself has the empty path."""
        return ".".join(filter(None, [*self._path[-1:], type(module).__name__])) if self._path else ""

    def _leave(self, module: Any, args: Any, *rest: Any) -> None:
        """Note a call that is over; ``rest`` is keyword arguments and output, or one thing when the call has failed."""
        path = self._path.pop()
        if len(rest) == 1:
            self.failed = self.failed or f"{path} ({type(module).__name__})"
        if self._inside == 1 and len(rest) == 2:
            kwargs, output = rest
            self._sized = False
            self._note(module, path, self.packed(args), self.packed(kwargs), output)
        self._inside = max(self._inside - 1, 0)

    def run(self, name: str, function: Callable[..., Any], args: Any, kwargs: dict[str, Any]) -> Any:
        """Run a function and, if it stands outside of any layer, write it down."""
        if self._inside:
            return function(*args, **kwargs)
        self._sized = False
        packed = self.packed(with_copies(name, args)), self.packed(kwargs)
        self._macs, self._inside = 0, 1
        try:
            output = function(*args, **kwargs)
        except UNKNOWABLE:
            output = self._values.compute(function, args, kwargs)
            if output is None or isinstance(output, torch.Tensor):
                raise
        finally:
            self._inside = 0
        if name in {"shape", "size", "numel"}:
            return self._counted(args[0], output, args[1:])
        changed = args[0] if name == "__setitem__" else output
        if self._note(name, self._path[-1] if self._path else "", *packed, changed):
            self._values.learn(list(flattened(changed)), function, args, kwargs)
        return output

    def _counted(self, tensor: Any, found: Any, axes: tuple[Any, ...]) -> Any:
        """Return sizes as numbers that tell when the code decides by them."""
        if isinstance(found, torch.Size):
            return torch.Size(Counted.of(size, self._decide, tensor, axis) for axis, size in enumerate(found))
        axis = int(axes[0]) % tensor.dim() if axes else None
        return Counted.of(found, self._decide, tensor, axis)

    def _decide(self) -> None:
        self._decided = self._decided or not self._inside

    def count(self, operator: Any, args: Any, kwargs: dict[str, Any], output: Any) -> None:
        """Add the multiply-adds of an operator."""
        formula = flop_registry.get(operator._overloadpacket)  # noqa: SLF001 - the registry's own key
        if formula is not None:
            self._macs += formula(*args, **kwargs, out_val=output) // 2

    def packed(self, values: Any) -> Any:
        """Return nested arguments with an arrow for each tensor."""
        if isinstance(values, torch.Tensor):
            return self.arrow(values)
        if isinstance(values, Mapping):
            return {key: self.packed(value) for key, value in values.items()}
        if isinstance(values, (list, tuple)) and not isinstance(values, Same):
            return tuple(self.packed(value) for value in values)
        if isinstance(values, slice):
            return slice(*map(self.packed, (values.start, values.stop, values.step)))
        if isinstance(values, Counted):
            self._sized = True
            return int.__int__(values)
        return values

    def _note(self, target: Any, path: str, args: Any, kwargs: Any, output: Any) -> bool:
        """Write a call down if it has to be told, and tell whether a constant came out."""
        tensors = list(flattened(output))
        if not any(each is not None for each in tensors):
            return False
        shapes = tuple(tuple(map(int, each.shape)) if each is not None else None for each in tensors)
        call = Call(target, path, args, kwargs, shapes, self._macs, self._sized or self._decided)
        origin = passed_on(call)
        if origin is None:
            self.calls.append(call)
        for number, tensor in enumerate(tensors):
            if tensor is not None:
                self._origins[id(tensor)] = (tensor, origin or Origin(len(self.calls) - 1, number))
                if origin not in {CONSTANT, SIZED}:
                    self._values.forget(tensor)
        return origin in {CONSTANT, SIZED}


def flattened(output: Any) -> Iterator[Any]:
    """Yield the tensors in an output, in order, and None where None stands; other values are passed over."""
    if output is None or isinstance(output, torch.Tensor):
        yield output
    elif isinstance(output, Mapping):
        for value in output.values():
            yield from flattened(value)
    elif isinstance(output, (list, tuple)):
        for value in output:
            yield from flattened(value)
    elif hasattr(output, "__dataclass_fields__"):
        yield from flattened(vars(output))
