"""MACs of PyTorch's layers by the one convention: a multiply-add counts one, the bias nothing, the whole batch."""

from __future__ import annotations

from typing import Any

import pytest

import shapecalc

Shape = tuple[int, ...]


@pytest.mark.parametrize(
    ("name", "settings", "shapes", "macs"),
    [
        (
            "ConvTranspose2d",
            {"in_channels": 64, "out_channels": 32, "kernel_size": 2, "stride": 2},
            [(1, 64, 16, 16)],
            2097152,
        ),
        ("Linear", {"in_features": 3, "out_features": 8}, [(1, 10, 3)], 240),
        ("Bilinear", {"in1_features": 3, "in2_features": 4, "out_features": 5}, [(2, 3), (2, 4)], 120),
        ("LSTM", {"input_size": 8, "hidden_size": 16}, [(5, 1, 8)], 7680),
        ("LSTM", {"input_size": 16, "hidden_size": 32}, [(5, 2, 16)], 61440),
        ("GRU", {"input_size": 16, "hidden_size": 32}, [(5, 2, 16)], 46080),
        ("LSTMCell", {"input_size": 8, "hidden_size": 16}, [(1, 8)], 1536),
        ("MultiheadAttention", {"embed_dim": 16, "num_heads": 2}, [(10, 1, 16)] * 3, 13440),
        ("MultiheadAttention", {"embed_dim": 32, "num_heads": 4, "batch_first": True}, [(2, 6, 32)] * 3, 53760),
        ("matmul", {}, [(2, 3, 4), (4, 5)], 120),
        ("Embedding", {"num_embeddings": 50, "embedding_dim": 16}, [(4, 7)], 0),
        ("MaxPool2d", {"kernel_size": 2}, [(1, 3, 8, 8)], 0),
    ],
)
def test_macs(name: str, settings: dict[str, Any], shapes: list[Shape], macs: int) -> None:
    assert shapecalc.layer(name, framework="torch", **settings).infer(*shapes).macs == macs


def test_more_layers_and_directions_cost_what_their_cells_cost() -> None:
    def macs(**settings: Any) -> int | None:
        return shapecalc.layer("LSTM", framework="torch", input_size=3, hidden_size=4, **settings).infer((5, 2, 3)).macs

    first, second = 10 * 16 * (3 + 4), 10 * 16 * (8 + 4)
    assert macs(bidirectional=True) == 2 * first
    assert macs(bidirectional=True, num_layers=2) == 2 * (first + second)


def test_a_transformer_is_its_layers() -> None:
    settings = {"d_model": 8, "nhead": 2, "dim_feedforward": 16, "batch_first": True}
    source, target = (2, 5, 8), (2, 3, 8)
    encoder = shapecalc.layer("TransformerEncoderLayer", framework="torch", **settings).infer(source)
    decoder = shapecalc.layer("TransformerDecoderLayer", framework="torch", **settings).infer(target, source)
    whole = shapecalc.layer(
        "Transformer", framework="torch", num_encoder_layers=3, num_decoder_layers=2, **settings
    ).infer(source, target)
    assert encoder.macs is not None
    assert decoder.macs is not None
    assert whole.macs == 3 * encoder.macs + 2 * decoder.macs
    assert whole.params == 3 * encoder.params + 2 * decoder.params + 2 * 2 * 8
