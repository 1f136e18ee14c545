"""Operators of PyTorch's core whose arguments stand in another order than the function's of that name, or have none."""

from __future__ import annotations

from functools import partial
from typing import Any

from shapecalc.importers.torch.calls import Arrow
from shapecalc.importers.torch.functions.pieces import END
from shapecalc.importers.torch.functions.products import READINGS as PRODUCTS
from shapecalc.importers.torch.functions.windows import READINGS as WINDOWS
from shapecalc.importers.torch.plan import Plan, Reading, one

_STATES = {"lstm": "LSTM", "gru": "GRU", "rnn_tanh": "RNN", "rnn_relu": "RNN"}


def _batch_norm(
    x: Arrow,
    weight: Arrow | None,
    bias: Arrow | None,
    running_mean: Arrow | None,
    running_var: Arrow | None,
    *_: Any,
) -> Plan | None:
    return PRODUCTS["batch_norm"](x, running_mean, running_var, weight, bias)


def _embedding(weight: Arrow, indices: Arrow, *_: Any) -> Plan | None:
    return PRODUCTS["embedding"](indices, weight)


def _upsample(mode: str, x: Arrow, output_size: Any = None, *more: Any) -> Plan | None:
    """Read ``upsample_bilinear2d.vec``: a size or factors, which come last."""
    factors = more[-1] if output_size is None and more else None
    return WINDOWS["interpolate"](x, size=output_size, scale_factor=factors, mode=mode)


def _slice(x: Arrow, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1) -> Plan:
    bounds = {"starts": (start or 0,), "ends": (END if end is None else min(end, END),), "steps": (step,)}
    return one("slice", {"axes": dim, **bounds}, x)


def _recurrent(
    class_name: str,
    x: Arrow,
    hx: Any,
    params: Any,
    has_biases: bool,
    num_layers: int,
    dropout: float,
    train: bool,
    bidirectional: bool,
    batch_first: bool,
) -> Plan | None:
    """Read a recurrent network; its first states are inputs only where they are computed."""
    states = _states(hx)
    arrows = (*states, *(params if isinstance(params, tuple) else ()))
    if not all(isinstance(each, Arrow) and each.shape for each in (x, *arrows)) or len(states) != 1 + (
        class_name == "LSTM"
    ):
        return None
    settings = {
        "input_size": x.shape[-1],
        "hidden_size": states[-1].shape[-1],
        "num_layers": num_layers,
        "bias": has_biases,
        "batch_first": batch_first,
        "bidirectional": bidirectional,
    }
    if class_name == "LSTM" and states[0].shape != states[1].shape:
        settings["proj_size"] = states[0].shape[-1]
    return one(class_name, settings, x, *_computed(states), weights=tuple(params))


def _cell(class_name: str, x: Arrow, hx: Any, *weights: Any) -> Plan | None:
    """Read one step of a recurrent network; the biases may be left out."""
    states = _states(hx)
    arrays = tuple(each for each in weights if each is not None)
    if not all(isinstance(each, Arrow) and each.shape for each in (x, *states, *arrays)):
        return None
    settings = {"input_size": x.shape[-1], "hidden_size": states[0].shape[-1], "bias": len(arrays) > 2}
    return one(class_name, settings, x, *_computed(states), weights=arrays)


def _states(hx: Any) -> tuple[Any, ...]:
    """Return the states, of which only an LSTM has two; an arrow is a tuple itself."""
    return hx if isinstance(hx, tuple) and not isinstance(hx, Arrow) else (hx,)


def _computed(states: tuple[Arrow, ...]) -> list[Arrow]:
    """Return the states that come from elsewhere; zeros made on the spot do not."""
    return [state for state in states if state.origin.call >= 0 or state.origin.name]


READINGS: dict[str, Reading] = {
    "batch_norm": _batch_norm,
    "embedding": _embedding,
    "slice": _slice,
    **{f"upsample_{mode}{rank}d": partial(_upsample, mode) for mode in ("nearest",) for rank in (1, 2, 3)},
    "upsample_linear1d": partial(_upsample, "linear"),
    "upsample_bilinear2d": partial(_upsample, "bilinear"),
    "upsample_bicubic2d": partial(_upsample, "bicubic"),
    "upsample_trilinear3d": partial(_upsample, "trilinear"),
    **{name: partial(_recurrent, class_name) for name, class_name in _STATES.items()},
    **{f"{name}_cell": partial(_cell, f"{class_name}Cell") for name, class_name in _STATES.items()},
}
