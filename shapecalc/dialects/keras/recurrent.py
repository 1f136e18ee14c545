"""Recurrent layers and what wraps them, where Keras differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.keras.convolutions import stride_or_dilation
from shapecalc.dialects.keras.settings import Settings, given, lower, number, one_each, one_of, refused, whole
from shapecalc.errors import ShapecalcError
from shapecalc.shape import is_known, wrong_rank

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape

RECURRENT = ("rnn", "gru", "lstm", "conv_lstm", "recurrent")
CELLS = ("rnn_cell", "gru_cell", "lstm_cell")
MERGE_MODES = ("sum", "mul", "ave", "concat", None)


def _recurrent(settings: Settings, _: int | None) -> None:
    _dropouts(settings)
    settings["bias_vectors"] = int(bool(settings["use_bias"])) * (2 if settings.get("reset_after") else 1)
    if settings.get("use_cudnn", "auto") not in ("auto", True, False):
        raise refused(settings, "use_cudnn", "it must be 'auto', True or False")


def _cell(settings: Settings, rank: int | None) -> None:
    whole(settings, "units")
    _recurrent(settings, rank)


def _over_cells(settings: Settings, _: int | None) -> None:
    cells = settings["cell"]
    if hasattr(cells, "card"):
        cells = cells.card.cell if cells.class_name == "StackedRNNCells" else (cells,)
    settings["cell"] = cells
    for cell in cells:
        if cell.word not in CELLS:
            raise ShapecalcError(f"cell is {cell.class_name}", why="that is no cell of Keras'", path=("cell",))


def _conv_lstm(settings: Settings, rank: int | None) -> None:
    settings["padding"] = lower(settings["padding"])
    one_of(settings, "padding", ("valid", "same"))
    given(settings, "kernel_size", "strides", "dilation_rate")
    one_each(settings, rank, "kernel_size", "strides", "dilation_rate")
    _dropouts(settings)
    stride_or_dilation(settings)


def _dropouts(settings: Settings) -> None:
    for name in ("dropout", "recurrent_dropout"):
        number(settings, name, least=float("-inf"))


def _bidirectional(settings: Settings, _: int | None) -> None:
    one_of(settings, "merge_mode", MERGE_MODES)
    forward, backward = settings["layer"], settings["backward_layer"]
    for name, inner in (("layer", forward), ("backward_layer", backward)):
        if inner is not None and getattr(inner, "word", None) not in RECURRENT:
            what = getattr(inner, "class_name", "a list")
            raise ShapecalcError(f"{name} is {what}", why="only a recurrent layer reads in a direction", path=(name,))
    backwards = True if backward is None else _says(backward, "go_backwards")
    if _says(forward, "go_backwards") == backwards:
        raise ShapecalcError(
            "both directions are the same", why=f"go_backwards is {backwards} in both layers", path=("layer",)
        )
    for name in ("stateful", "return_sequences", "return_state"):
        if backward is not None and _says(forward, name) != _says(backward, name):
            raise ShapecalcError(f"the two directions differ in {name}", path=("backward_layer", name))


def _says(inner: Any, name: str) -> bool:
    return bool(inner.settings.get(name, False))


def _sequence(_: Any, shapes: tuple[Shape, ...]) -> None:
    if len(shapes[0]) != 3:
        raise wrong_rank(shapes[0], 3)


def _known_images(card: Any, shapes: tuple[Shape, ...]) -> None:
    spatial = card.split(shapes[0]).spatial
    if not all(map(is_known, spatial)):
        raise ShapecalcError(
            f"the sizes {spatial} of the images are open",
            why="Keras' ConvLSTM needs them",
            fix="give the input a number there",
            path=("inputs", 0),
        )


def _own_kernel(card: Any, _: tuple[Shape, ...]) -> None:
    if getattr(card.layer, "word", None) in {*RECURRENT, "time_distributed"}:
        raise ShapecalcError(
            f"layer is {card.layer.class_name}",
            why="its kernel belongs to what is in it, where Keras does not look",
            path=("layer",),
        )


RESTRUCTURE: dict[str, Restructure] = {
    **dict.fromkeys(("rnn", "gru", "lstm"), _recurrent),
    **dict.fromkeys(CELLS, _cell),
    "RNN": _over_cells,
    "conv_lstm": _conv_lstm,
    "bidirectional": _bidirectional,
}
REFUSE: dict[str, Refuse] = {
    **dict.fromkeys(("rnn", "gru", "lstm"), _sequence),
    "conv_lstm": _known_images,
    "spectral_norm": _own_kernel,
}
