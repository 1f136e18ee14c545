"""Attention, where Keras differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapecalc.dialects.keras.settings import Settings, number, one_of, refused, settled, whole
from shapecalc.errors import ShapecalcError
from shapecalc.shape import wrong_rank

if TYPE_CHECKING:
    from shapecalc.dialects.dialect import Refuse, Restructure
    from shapecalc.shape import Shape


def _attention(settings: Settings, _: int | None) -> None:
    one_of(settings, "score_mode", ("dot", "concat"))
    settings["score"] = "dot" if settings["score_mode"] == "dot" else "sum"
    settings["score_weight"] = settings["score_mode"] == "concat"
    settings["scale"] = "one" if settings["use_scale"] else None
    settings["return_scores"] = settings.get("return_attention_scores", False)
    number(settings, "dropout", least=float("-inf"))


def _additive(settings: Settings, _: int | None) -> None:
    settings["score"] = "sum"
    settings["scale"] = "features" if settings["use_scale"] else None
    settings["return_scores"] = settings.get("return_attention_scores", False)
    number(settings, "dropout", least=float("-inf"))


def _heads(settings: Settings, _: int | None) -> None:
    settings["order"] = "query_value_key"
    number(settings, "dropout", most=1)
    if settings["sliding_window"] is not None:
        whole(settings, "sliding_window")
    if settings["flash_attention"] and settings["dropout"] > 0:
        raise refused(settings, "dropout", "flash attention has no dropout", "use 0, or leave flash_attention out")


def _multi_head(settings: Settings, _: int | None) -> None:
    settings["output_shape"] = settings["output_shape"] or None
    settings["scores"] = "square" if settings.get("return_attention_scores") else None


def _group_query(settings: Settings, _: int | None) -> None:
    for name in ("num_query_heads", "num_key_value_heads", "head_dim"):
        whole(settings, name)
    settings["heads"], settings["key_dim"] = settings["num_query_heads"], settings["head_dim"]
    settings["key_value_heads"] = settings["num_key_value_heads"]
    settings["scores"] = "heads" if settings.get("return_attention_scores") else None


def _query_and_value(_: Any, shapes: tuple[Shape, ...]) -> None:
    if len(shapes) < 2:
        raise ShapecalcError("there is one input", why="Keras wants a query and a value at least", path=("inputs",))


def _query_like_value(card: Any, shapes: tuple[Shape, ...]) -> None:
    _query_and_value(card, shapes)
    query, value = shapes[:2]
    for shape in shapes:
        if len(shape) != 3:
            raise wrong_rank(shape, 3)
    if query[-1:] != value[-1:]:
        raise ShapecalcError(
            f"the query has {query[-1:]} features, and the value {value[-1:]}",
            why=f"their shapes are {query} and {value}, and GroupQueryAttention takes them alike",
            path=("inputs",),
        )


def _features_fit(card: Any, shapes: tuple[Shape, ...]) -> None:
    query, key = shapes[0], shapes[-1]
    stretches = card.score == "sum" and 1 in (*query[-1:], *key[-1:])
    if settled(shapes) and query[-1:] != key[-1:] and not stretches:
        raise ShapecalcError(
            f"the query has {query[-1:]} features, and the key {key[-1:]}",
            why=f"their shapes are {query} and {key}, and they are compared feature by feature",
            path=("inputs",),
        )


RESTRUCTURE: dict[str, Restructure] = {
    "Attention": _attention,
    "AdditiveAttention": _additive,
    "multi_head_attention": _heads,
    "MultiHeadAttention": _multi_head,
    **dict.fromkeys(("GroupQueryAttention", "GroupedQueryAttention"), _group_query),
}
REFUSE: dict[str, Refuse] = {
    "attention": _features_fit,
    "MultiHeadAttention": _query_and_value,
    **dict.fromkeys(("GroupQueryAttention", "GroupedQueryAttention"), _query_like_value),
}
