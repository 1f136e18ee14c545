"""Attention in PyTorch: one size of the model, shared out among the heads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.refusal import short
from shapecalc.dialects.torch.settings import Settings, no_for_none, number, one_of
from shapecalc.errors import ShapecalcError
from shapecalc.shape import wrong_rank

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape


def _attention(settings: Settings, _: int | None) -> None:
    no_for_none(settings, "bias", "add_bias_kv", "add_zero_attn")
    settings["key_dim"] = _share(settings, "embed_dim", "num_heads")
    size = settings["embed_dim"]
    for name in ("kdim", "vdim"):
        settings[name] = size if settings[name] is None else settings[name]
    settings["time_major"] = not settings["batch_first"]
    maps = "mean" if settings.get("average_attn_weights", True) else "heads"
    settings["scores"] = maps if settings.get("need_weights", True) else "absent"


def _transformer(settings: Settings, _: int | None) -> None:
    no_for_none(settings, "bias")
    _share(settings, "d_model", "nhead")
    number(settings, "dropout", 0, 1, why="it is a probability, a number from 0 to 1")
    one_of(settings, "activation", "relu", "gelu")
    settings["time_major"] = not settings["batch_first"]


def _share(settings: Settings, size: str, heads: str) -> int:
    features, number_of_heads = settings[size], settings[heads]
    for name, value in ((size, features), (heads, number_of_heads)):
        if not isinstance(value, int) or value < 1:
            raise ShapecalcError(f"{name} is {short(value)}", why="it must be a whole number, 1 or more", path=(name,))
    if features % number_of_heads:
        raise ShapecalcError(
            f"{size} {features} cannot be divided among {number_of_heads} heads",
            fix=f"use a multiple of {number_of_heads} for {size}, or another {heads}",
            path=(heads,),
        )
    return int(features // number_of_heads)


def _one_batch(card: Any, shapes: tuple[Shape, ...]) -> None:
    _same_batch(card, shapes, unless_empty=False)


def _one_batch_of_keys(card: Any, shapes: tuple[Shape, ...]) -> None:
    _same_batch(card, shapes, unless_empty=True)


def _same_batch(card: Any, shapes: tuple[Shape, ...], *, unless_empty: bool) -> None:
    """Compare the batches; where there are no steps, attention has none to compare."""
    query = shapes[0]
    if len(query) not in {2, 3}:
        raise wrong_rank(query, 3)
    batch, steps = (1, 0) if card.time_major else (0, 1)
    for place, other in enumerate(shapes[1:], start=1):
        compared = len(query) == 3 and not (unless_empty and other[steps : steps + 1] == (0,))
        if len(other) != len(query) or (compared and other[batch] != query[batch]):
            raise ShapecalcError(
                "the inputs do not have the same batch",
                why=f"their shapes are {', '.join(map(str, shapes))}, and the batch is axis {batch}",
                path=("inputs", place),
            )


def _three_inputs(_: Any, shapes: tuple[Shape, ...]) -> None:
    if len(shapes) != 3:
        raise ShapecalcError(
            f"MultiheadAttention has {len(shapes)} inputs", why="it takes query, key and value", path=("inputs",)
        )
    key, value = shapes[1:]
    if key[:-1] != value[:-1]:
        raise ShapecalcError(
            "key and value do not fit together",
            why=f"their shapes are {key} and {value}, and all axes but the last must agree",
            path=("inputs", 2),
        )


RESTRUCTURE: dict[str, Restructure] = {
    "multi_head_attention": _attention,
    **dict.fromkeys(("transformer_encoder_layer", "transformer_decoder_layer", "transformer"), _transformer),
}
REFUSE: dict[str, Refuse] = {
    **dict.fromkeys(("transformer_encoder_layer", "transformer"), _one_batch),
    **dict.fromkeys(("transformer_decoder_layer", "multi_head_attention"), _one_batch_of_keys),
    "MultiheadAttention": _three_inputs,
}
