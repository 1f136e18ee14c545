"""A refusal names the setting as the framework's users spell it, also when the shapes come later."""

from __future__ import annotations

from typing import Any

import pytest

import shapecalc
from shapecalc.errors import ShapecalcError


@pytest.mark.parametrize(
    ("framework", "name", "settings", "shape", "spelled"),
    [
        ("torch", "BatchNorm2d", {"num_features": 3}, (1, 4, 8, 8), "num_features"),
        ("torch", "LSTM", {"input_size": 3, "hidden_size": 4}, (5, 2, 7), "input_size"),
        ("torch", "GroupNorm", {"num_groups": 2, "num_channels": 4}, (1, 6, 9, 9), "num_channels"),
        ("torch", "Flatten", {"start_dim": 5}, (1, 2, 3), "start_dim"),
        ("torch", "Linear", {"in_features": 3, "out_features": 4}, (1, 5), "in_features"),
        ("keras", "Permute", {"dims": (1, 3)}, (None, 4, 5), "dims"),
    ],
)
def test_a_card_s_refusal_is_told_in_the_user_s_words(
    framework: str, name: str, settings: dict[str, Any], shape: tuple[int | None, ...], spelled: str
) -> None:
    with pytest.raises(ShapecalcError, match=spelled) as refusal:
        shapecalc.layer(name, framework=framework, **settings).infer(shape)
    assert refusal.value.problems[0].path == (spelled,)
