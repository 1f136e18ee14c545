"""Recurrent layers in PyTorch: always two bias vectors, always the states too, stacked with the batch second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.refusal import short
from shapecalc.dialects.torch.settings import Settings, number, one_of, truth
from shapecalc.errors import ShapecalcError

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape


def _recurrent(settings: Settings, _: int | None) -> None:
    truth(settings, "bias", "batch_first", "bidirectional")
    number(settings, "dropout", 0, 1, why="it is a probability, a number from 0 to 1")
    _positive(settings, "input_size", "hidden_size")
    settings["bias_vectors"] = 2 if settings["bias"] else 0
    settings["time_major"] = not settings["batch_first"]
    settings.update(return_sequences=True, return_state=True, states="stacked")


def _projection(settings: Settings, _: int | None) -> None:
    size, hidden = settings["proj_size"], settings["hidden_size"]
    if isinstance(size, int) and isinstance(hidden, int) and not 0 <= size < hidden:
        raise ShapecalcError(
            f"proj_size is {size}",
            why=f"a projection is smaller than hidden_size, which is {hidden}, and 0 is none",
            fix=f"use 0 to {hidden - 1}",
            path=("proj_size",),
        )
    settings["proj_size"] = None if size == 0 else size


def _nonlinearity(settings: Settings, _: int | None) -> None:
    one_of(settings, "nonlinearity", "tanh", "relu")


def _cell(settings: Settings, _: int | None) -> None:
    settings["bias_vectors"] = 2 if settings["bias"] else 0


def _positive(settings: Settings, *names: str) -> None:
    for name in names:
        value = settings.get(name, 1)
        if not isinstance(value, int) or value < 1:
            raise ShapecalcError(f"{name} is {short(value)}", why="it must be a whole number, 1 or more", path=(name,))


def _at_least_one_step(card: Any, shapes: tuple[Shape, ...]) -> None:
    x = shapes[0]
    if len(x) in {2, 3} and x[1 if len(x) == 3 and not card.time_major else 0] == 0:
        raise ShapecalcError(
            "the sequence has no step", why=f"the input's shape is {x}", fix="feed a longer one", path=("inputs", 0)
        )


RESTRUCTURE: dict[str, Restructure] = {
    **dict.fromkeys(("rnn", "gru", "lstm"), _recurrent),
    **dict.fromkeys(("rnn_cell", "gru_cell", "lstm_cell"), _cell),
    "LSTM": _projection,
    "RNN": _nonlinearity,
    "RNNCell": _nonlinearity,
}
REFUSE: dict[str, Refuse] = dict.fromkeys(("rnn", "gru", "lstm"), _at_least_one_step)
