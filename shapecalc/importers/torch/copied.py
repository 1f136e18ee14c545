"""A module without its memory: a copy with fake tensors, run in a world that is put back as it was."""

from __future__ import annotations

import copy
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging import getLogger

import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeCopyMode, FakeTensorMode

from shapecalc.errors import ShapecalcError


def fake_copy(module: nn.Module, mode: FakeTensorMode) -> nn.Module:
    """Return a copy that is in evaluation, with a fake tensor for each of the module's; what is shared stays shared."""
    lazy = next((name for name, each in module.named_parameters() if nn.parameter.is_lazy(each)), None)
    if lazy is not None:
        raise ShapecalcError(
            f"the parameter {lazy} has no shape yet",
            why="its module is lazy",
            fix="call the module once, then come back",
        )
    try:
        with FakeCopyMode(mode):
            copied = copy.deepcopy(module)
    except (TypeError, RuntimeError, NotImplementedError) as error:
        raise ShapecalcError(
            f"{type(module).__name__} cannot be copied",
            why=f"{type(error).__name__}: {error}",
            fix="keep what cannot be copied (locks, files, tensors with a history) out of the module",
        ) from error
    learned = {name: each.requires_grad for name, each in module.named_parameters()}
    for name, each in copied.named_parameters():  # the copy of a compiled module (TorchScript) has forgotten
        each.requires_grad_(learned[name])
    return copied.eval()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put everything back that a forward pass may change outside of its module: the generators of random numbers."""
    numbers, numpy = random.getstate(), sys.modules.get("numpy")
    arrays = numpy.random.get_state() if numpy else None
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    log, quiet = getLogger(FakeTensorMode.__module__), getLogger(FakeTensorMode.__module__).disabled
    log.disabled = True  # a failure is told by us
    try:
        with torch.random.fork_rng(devices=[]), torch.no_grad():
            yield
    finally:
        log.disabled = quiet
        torch.backends.mha.set_fastpath_enabled(fast)
        random.setstate(numbers)
        if numpy:
            numpy.random.set_state(arrays)
