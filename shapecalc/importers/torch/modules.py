"""PyTorch's own modules as layers of ours: their settings are read off the module."""

from __future__ import annotations

from typing import Any

from torch import nn

from shapecalc.dialects.torch import TORCH
from shapecalc.importers.torch.calls import Call
from shapecalc.importers.torch.plan import Plan, one
from shapecalc.layers import card

WITH_PARTS = ("MultiheadAttention",)
"""Modules that are one layer although other modules stand in them."""
PRESENT = {
    "bias": ("bias", "in_proj_bias"),
    "add_bias_kv": ("bias_k",),
}
"""Settings that a module does not remember: whether it has one of these tensors tells."""


def stock(module: nn.Module) -> str | None:
    """Return the name of PyTorch's own class that a module is, with the forward pass of it; None for any other."""
    for kind in type(module).__mro__:
        if kind.__module__.startswith("torch.nn.modules.") and kind is not nn.Module:
            same = all(getattr(type(module), name, None) is getattr(kind, name, None) for name in _FORWARD)
            return kind.__name__ if same else None
    return None


_FORWARD = ("forward", "_conv_forward")


def is_layer(module: nn.Module) -> bool:
    """Tell whether a module is one layer: PyTorch's own, with nothing in it but what computes its weights."""
    name = stock(module)
    if name is None or isinstance(module, _CONTAINERS):
        return False
    return name in WITH_PARTS or all(child == "parametrizations" for child, _ in module.named_children())


_CONTAINERS = (nn.Sequential, nn.ModuleList, nn.ModuleDict)


def plan_of_module(call: Call) -> Plan | None:
    """Return the card for a layer's call, None where there is none."""
    name = stock(call.target)
    if name is None or not TORCH.knows(name):
        return None
    settings = {**_settings(call.target, name), **_of_the_call(call, name)}
    most = card(TORCH.find(name)[0].word).inputs[1]
    return one(name, settings, *call.arrows[:most])


def _settings(module: nn.Module, name: str) -> dict[str, Any]:
    found = {}
    for argument in TORCH.find(name)[0].arguments:
        if argument in PRESENT and not isinstance(getattr(module, argument, None), bool):
            found[argument] = any(getattr(module, each, None) is not None for each in PRESENT[argument])
        elif hasattr(module, argument):
            found[argument] = getattr(module, argument)
    return found


def _of_the_call(call: Call, name: str) -> dict[str, Any]:
    """Return the arguments of the call that count as settings."""
    known = TORCH.find(name)[0].call
    given = dict(zip(_POSITIONS.get(name, ("input", "output_size")), call.args, strict=False))
    given.update(call.kwargs)
    return {key: value for key, value in given.items() if key in known and value is not None}


_POSITIONS = {
    "MultiheadAttention": ("query", "key", "value", "key_padding_mask", "need_weights", "attn_mask"),
    **{f"MaxUnpool{rank}d": ("input", "indices", "output_size") for rank in (1, 2, 3)},
}
