"""The values of tensors that no input reaches: buffers, and what is computed from these and from numbers alone.

Code may decide by them (is this mask the causal one?), so they are computed, each as long as it is small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.utils._python_dispatch import _disable_current_modes

MOST_ELEMENTS = 10**6


class Values:
    """Real tensors by the identity of the fake ones; ``kept`` are those of the buffers."""

    def __init__(self, kept: Mapping[int, torch.Tensor]) -> None:
        self._kept = {name: tensor for name, tensor in kept.items() if tensor.device.type != "meta"}
        self._known: dict[int, torch.Tensor] = {}

    def learn(self, outputs: list[Any], function: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Compute what a function of known tensors gives, if that is small; what it changes in place changes too."""
        if not all(each is None or each.numel() <= MOST_ELEMENTS for each in outputs):
            return
        found = self.compute(function, args, kwargs)
        several = list(found) if isinstance(found, (list, tuple)) else [found]
        if len(several) == len(outputs):
            self._known.update(
                (id(fake), real) for fake, real in zip(outputs, several, strict=True) if isinstance(real, torch.Tensor)
            )

    def forget(self, tensor: Any) -> None:
        """Know no more of a tensor that an input has reached, nor of any that looks at the same memory."""
        self._kept.pop(id(tensor), None)
        found = self._known.pop(id(tensor), None)
        if found is not None:
            place = found.untyped_storage().data_ptr()
            gone = [key for key, each in self._known.items() if each.untyped_storage().data_ptr() == place]
            for key in gone:
                del self._known[key]

    def compute(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        """Return what a function gives of real tensors, None where one of them is not known."""
        missing: list[Any] = []
        with _disable_current_modes():
            real_args, real_kwargs = self._real(args, missing), self._real(kwargs, missing)
            if missing:
                return None
            try:
                return function(*real_args, **real_kwargs)
            except (RuntimeError, NotImplementedError):  # a device that is not there
                return None

    def _real(self, value: Any, missing: list[Any]) -> Any:
        if isinstance(value, torch.Tensor):
            if id(value) in self._kept and self._kept[id(value)].numel() <= MOST_ELEMENTS:
                self._known[id(value)] = self._kept.pop(id(value)).clone()
            if id(value) not in self._known:
                missing.append(value)
            return self._known.get(id(value))
        if isinstance(value, dict):
            return {key: self._real(each, missing) for key, each in value.items()}
        if type(value) in {list, tuple}:
            return type(value)(self._real(each, missing) for each in value)
        return value
