"""A module and the shapes of its inputs become a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode

from shapecalc.dialects.refusal import short
from shapecalc.dialects.torch import TORCH
from shapecalc.errors import ShapecalcError
from shapecalc.importers.torch.assembly import Assembly
from shapecalc.importers.torch.blame import blamed
from shapecalc.importers.torch.calls import Call
from shapecalc.importers.torch.copied import fake_copy, undisturbed
from shapecalc.importers.torch.inputs import Arguments, arguments
from shapecalc.importers.torch.names import Names
from shapecalc.importers.torch.tensors import Ledger, Owner
from shapecalc.importers.torch.trace import Traced, kept, traced
from shapecalc.layers.layer import Weight
from shapecalc.model.graph import Model
from shapecalc.shape import Shape


def traced_model(module: Any, shapes: tuple[Any, ...], named: Mapping[str, Any]) -> Model:
    """Return the model that a module is for inputs of these shapes, each with its batch."""
    if not isinstance(module, nn.Module):
        raise ShapecalcError(
            f"{short(module)} is no module",
            why=f"it is a {type(module).__name__}, and a torch.nn.Module is needed",
            fix="pass the module itself, e.g. torchvision.models.resnet18()",
        )
    source = source_of(module)
    return source.model(source.arguments(shapes, named))


def source_of(module: nn.Module) -> Source:
    """Return a module's copy; the module itself is not touched."""
    mode = FakeTensorMode(allow_non_fake_inputs=True)
    with undisturbed():
        return Source(fake_copy(module, mode), dict(module.named_buffers()), mode)


class Source(NamedTuple):
    """A module's copy: it makes the model for inputs of any shapes."""

    module: nn.Module
    buffers: Mapping[str, Any]
    """Those of the module itself, with their values."""
    mode: FakeTensorMode

    def arguments(self, shapes: tuple[Any, ...], named: Mapping[str, Any]) -> Arguments:
        """Return the arguments of the forward pass that shapes stand for."""
        return arguments(self.module, shapes, named)

    def model(self, given: Arguments) -> Model:
        """Return the model for these inputs."""
        with undisturbed():
            assembly, found = self.assembled(given)
        outputs = tuple(assembly.reference(arrow) for arrow in found.outputs if arrow is not None)
        if found.ended is not None:
            assembly.add_end(blamed(found.ended))
        paths = [path for path, _ in self.module.named_modules()]
        assembly.add_uncalled(paths, "not called" if found.ended is None else "not reached")
        anew = partial(self._anew, given)
        return Model(type(self.module).__name__, TORCH, tuple(assembly.nodes), outputs=outputs, anew=anew)

    def _anew(self, given: Arguments, shapes: Mapping[str, Shape]) -> Model:
        return self.model(given.reshaped(shapes.values()))

    def assembled(self, given: Arguments) -> tuple[Assembly, Traced]:
        """Return the nodes of a forward pass, and what was seen of it."""
        found = traced(self.module, self.buffers, self.mode, given)
        return _assembled(self.module, given, found), found


def _assembled(module: nn.Module, given: Arguments, found: Traced) -> Assembly:
    paths = [path for path, _ in module.named_modules()]
    used = {arrow.origin.name for call in found.calls for arrow in call.arrows}
    names = Names(paths, _holding_one(module, found.calls))
    assembly = Assembly(Ledger(_owners(module), used), names)
    for each in given.wanted:
        assembly.add_input(each.name, each.shape)
    for number, call in enumerate(found.calls):
        assembly.add(number, call)
    return assembly


def _holding_one(module: nn.Module, calls: list[Call]) -> list[str]:
    """Return the modules without parts of which one function call is known, and nothing else."""
    often = Counter(call.path for call in calls if isinstance(call.target, str))
    childless = {path for path, each in module.named_modules() if path and next(each.children(), None) is None}
    return [path for path, count in often.items() if count == 1 and path in childless]


def _owners(module: nn.Module) -> list[Owner]:
    """Return every module with parameters or buffers of its own; a shared one stands with the first."""
    roles = dict(kept(module).values())
    owned: dict[str, dict[str, Weight]] = {}
    for name, tensor in (*module.named_parameters(), *module.named_buffers()):
        path, _, short_name = name.rpartition(".")
        owned.setdefault(path, {})[name] = Weight(short_name, tuple(tensor.shape), roles[name])
    return [Owner(path, type(each).__name__, owned[path]) for path, each in module.named_modules() if path in owned]
