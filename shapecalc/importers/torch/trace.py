"""One forward pass of a module's copy, from the shapes of the inputs to the calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.nn.attention import SDPBackend, sdpa_kernel

from shapecalc.errors import ShapecalcError
from shapecalc.importers.torch.blame import blamed
from shapecalc.importers.torch.calls import Arrow, Call
from shapecalc.importers.torch.inputs import Arguments, types
from shapecalc.importers.torch.modules import is_layer
from shapecalc.importers.torch.recorder import UNKNOWABLE, Recorder, flattened
from shapecalc.importers.torch.tensors import role_of_buffer
from shapecalc.importers.torch.values import Values
from shapecalc.layers.layer import Role


class Traced(NamedTuple):
    """The calls of a forward pass, the arrows that come out (None for what is None), and what ended it early, where."""

    calls: list[Call]
    outputs: tuple[Arrow | None, ...]
    ended: Exception | None = None
    place: str = ""


def traced(module: nn.Module, values: Mapping[str, torch.Tensor], mode: FakeTensorMode, given: Arguments) -> Traced:
    """Run a copied module on fake inputs of the types that it takes, and write down its calls.

    ``values`` are the buffers of the module itself, by name.
    """
    floating, device = _floating(module)
    wrong: Traced | None = None
    for chosen in types(given.wanted, floating):
        with mode:
            tensors = {
                each.name: torch.empty(each.shape, dtype=dtype, device=device)
                for each, dtype in zip(given.wanted, chosen, strict=True)
            }
        found = _run(module, values, mode, given, tensors)
        if found.ended is None or isinstance(found.ended, UNKNOWABLE):
            return found
        wrong = wrong or found
    raise _failed(module, given, wrong)


def _run(
    module: nn.Module,
    values: Mapping[str, torch.Tensor],
    mode: FakeTensorMode,
    given: Arguments,
    tensors: dict[str, torch.Tensor],
) -> Traced:
    names = {id(each): path for path, each in module.named_modules()}
    known = Values({id(each): values[name] for name, each in module.named_buffers()})
    recorder = Recorder(names, kept(module), known, is_layer)
    for name, tensor in tensors.items():
        recorder.name_input(tensor, name)
    positional, named = given.filled(tensors)
    with mode, sdpa_kernel(SDPBackend.MATH), recorder.watching():
        try:
            output = module(*positional, **named)
        except Exception as error:  # whatever the user's code raises
            return Traced(recorder.calls, (), error, recorder.failed)
    found = tuple(None if each is None else recorder.arrow(each) for each in flattened(output))
    return Traced(recorder.calls, found)


def _floating(module: nn.Module) -> tuple[torch.dtype, torch.device]:
    """Return the type of the module's numbers, and where they are."""
    for tensor in (*module.parameters(), *module.buffers()):
        if tensor.is_floating_point():
            return tensor.dtype, tensor.device
    return torch.get_default_dtype(), torch.device("cpu")


def kept(module: nn.Module) -> dict[int, tuple[str, Role]]:
    """Return the name and role of every parameter and buffer, by identity."""
    found: dict[int, tuple[str, Role]] = {}
    for name, parameter in module.named_parameters():
        found[id(parameter)] = (name, "trainable" if parameter.requires_grad else "frozen")
    for name, buffer in module.named_buffers():
        found.setdefault(id(buffer), (name, role_of_buffer(name)))
    return found


def _failed(module: nn.Module, given: Arguments, found: Traced | None) -> ShapecalcError:
    shapes = ", ".join(f"{each.name} {each.shape}" for each in given.wanted) or "no inputs"
    place = f" in {found.place}" if found and found.place.partition(" ")[0] else ""
    return ShapecalcError(
        f"{type(module).__name__} fails for {shapes}{place}",
        why=blamed(found.ended if found else None),
        fix="give the sizes that its forward pass takes, with the batch",
    )
