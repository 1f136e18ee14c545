"""PyTorch's recurrent layers, cells, attention and transformers."""

from __future__ import annotations

from typing import Any

from tests.comparison import Row
from tests.live.cases.dice import Dice, case


def recurrent(dice: Dice, layer: str) -> Row:
    inputs, hidden = dice.choice((1, 2, 3, 5, 8)), dice.choice((1, 2, 4, 7))
    args = {
        "input_size": inputs,
        "hidden_size": hidden,
        **dice.some(num_layers=dice.slips(0.06, (0, -1), dice.randint(1, 3)), batch_first=True),
        **dice.some(0.4, bias=False, bidirectional=True),
        **dice.some(0.15, dropout=dice.slips(0.2, (-0.1, 1.5), dice.choice((0, 1, 0.2)))),
        **_own(dice, layer, hidden),
        **_garbled(dice),
    }
    steps, batch = dice.size(6), None if dice.chance(0.2) else dice.size(4)
    shape = _sequence(steps, batch, inputs, args)
    shapes = [dice.off_by_an_axis(dice.off_by_one(shape, 0.04), 0.03)]
    if dice.chance(0.35):
        states = max(args.get("num_layers", 1), 0) * (2 if args.get("bidirectional") else 1)
        output = args.get("proj_size", 0) if layer == "LSTM" else 0
        widths = [output if output > 0 else hidden, *([hidden] if layer == "LSTM" else [])]
        given = [[states, *([] if batch is None else [batch]), width] for width in widths]
        shapes += [dice.off_by_an_axis(dice.off_by_one(state, 0.08), 0.03) for state in given]
    return case(args, *shapes)


def _own(dice: Dice, layer: str, hidden: int) -> dict[str, Any]:
    if layer == "RNN":
        return dice.some(0.2, nonlinearity=dice.slips(0.1, ("gelu", "sigmoid"), dice.choice(("tanh", "relu"))))
    if layer == "LSTM":
        return dice.some(0.3, proj_size=dice.slips(0.1, (-1, hidden + 1), dice.randint(0, hidden)))
    return {"proj_size": dice.choice((0, 1, 2))} if dice.slip() else {}


def _garbled(dice: Dice) -> dict[str, Any]:
    if dice.slip(0.03):
        return {dice.choice(("input_size", "hidden_size")): dice.choice((0, -1, 2.0, "3"))}
    return {dice.choice(("bias", "batch_first")): dice.choice((0, 1, "True", None))} if dice.slip(0.03) else {}


def _sequence(steps: int, batch: int | None, features: int, args: Row) -> list[int]:
    if batch is None:
        return [steps, features]
    return [batch, steps, features] if args.get("batch_first") else [steps, batch, features]


def cell(dice: Dice, layer: str) -> Row:
    inputs, hidden = dice.sizes(2, 6)
    args = {"input_size": inputs, "hidden_size": hidden, **dice.some(0.3, bias=False)}
    if layer == "RNNCell":
        args |= dice.some(0.2, nonlinearity=dice.choice(("tanh", "relu", "gelu")))
    shape = [inputs] if dice.chance(0.3) else [dice.size(4), inputs]
    state = [*shape[:-1], hidden]
    states = [dice.off_by_an_axis(dice.off_by_one(state, 0.1), 0.06) for _ in range(1 + (layer == "LSTMCell"))]
    given = dice.off_by_an_axis(dice.off_by_one(shape, 0.05), 0.04)
    return case(args, given, *(states if dice.chance(0.6) else []))


def attention(dice: Dice, _: str) -> Row:
    heads = dice.choice((1, 1, 2, 2, 3, 4))
    features = heads * dice.choice((1, 2, 4))
    args = {
        "embed_dim": dice.slips(0.02, (0, -4, features + 1), features),
        "num_heads": dice.slips(0.04, (0, -1, 3, 5), heads),
        **dice.some(0.6, batch_first=True),
        **dice.some(0.2, add_bias_kv=True, add_zero_attn=True, bias=False),
        **dice.some(0.3, kdim=dice.choice((features, 3, 6, 1)), vdim=dice.choice((features, 2, 5))),
        **dice.some(0.1, dropout=dice.choice((0.0, 0.1))),
    }
    queries, keys = dice.sizes(2, 6, empty=0.02)
    batch = None if dice.chance(0.15) else dice.size(3, empty=0.02)
    widths = ((queries, features), (keys, args.get("kdim", features)), (keys, args.get("vdim", features)))
    shapes = [dice.off_by_one(_sequence(steps, batch, width, args), 0.04) for steps, width in widths]
    shapes = [dice.off_by_an_axis(shape, 0.02) for shape in shapes]
    call = dice.some(0.3, need_weights=False, average_attn_weights=False)
    return case(args, *dice.slips(0.03, ([[1, *shape] for shape in shapes],), shapes), **call)


def transformer(dice: Dice, layer: str) -> Row:
    heads = dice.choice((1, 2, 2, 4))
    features = heads * dice.choice((1, 2, 4))
    args = {
        "d_model": features,
        "nhead": dice.slips(0.04, (0, 3, -1), heads),
        **dice.some(0.9, dim_feedforward=dice.slips(0.05, (0, -1), dice.choice((4, 8, 16)))),
        **dice.some(0.4, batch_first=True, norm_first=True, bias=False),
        **dice.some(0.3, dropout=dice.slips(0.1, (-0.1, 1.5), dice.choice((0.0, 0.1)))),
        **dice.some(0.2, activation=dice.choice(("relu", "gelu", "gelu", "tanh"))),
    }
    if layer == "Transformer":
        args |= {f"num_{side}_layers": dice.choice((0, 1, 2)) for side in ("encoder", "decoder")}
    batch = None if dice.chance(0.2) else dice.size(3, empty=0.02)
    sequences = [dice.size(6, empty=0.02) for _ in range(1 if layer == "TransformerEncoderLayer" else 2)]
    shapes = [dice.off_by_one(_sequence(steps, batch, features, args), 0.05) for steps in sequences]
    return case(args, *(dice.off_by_an_axis(shape, 0.02) for shape in shapes))


DRAWS = {
    **dict.fromkeys(("RNN", "LSTM", "GRU"), recurrent),
    **dict.fromkeys(("RNNCell", "LSTMCell", "GRUCell"), cell),
    "MultiheadAttention": attention,
    **dict.fromkeys(("TransformerEncoderLayer", "TransformerDecoderLayer", "Transformer"), transformer),
}
