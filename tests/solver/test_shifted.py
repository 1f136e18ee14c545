"""Where Keras' line has PyTorch's sizes and places the content elsewhere: where they crop differently at the start.

Each row was run in both, with the same weights. Source: ``torch.nn.ConvTranspose2d``, ``keras.layers.Conv2DTranspose``.
"""

from __future__ import annotations

import pytest

from shapecalc.solver import answer
from shapecalc.solver.code import line


@pytest.mark.parametrize(
    ("sizes", "settings", "keras", "shifted"),
    [
        ("64 128", (4, 2, 1, 0), 'layers.Conv2DTranspose(filters, 4, strides=2, padding="same")', False),
        ("64 128", (3, 2, 1, 1), 'layers.Conv2DTranspose(filters, 3, strides=2, padding="same")', True),
        ("64 128", (1, 2, 0, 1), "layers.Conv2DTranspose(filters, 1, strides=2)", False),
        ("64 192", (3, 3, 1, 2), "layers.Conv2DTranspose(filters, 3, strides=3)", True),
        ("64 192", (3, 3, 0, 0), "layers.Conv2DTranspose(filters, 3, strides=3)", False),
        (
            "64 129",
            (5, 2, 1, 0),
            "layers.Conv2DTranspose(filters, 5, strides=2), layers.Cropping2D(1)",
            False,
        ),
    ],
)
def test_what_keras_crops_at_the_start(sizes: str, settings: tuple[int, ...], keras: str, *, shifted: bool) -> None:
    size, out = map(int, sizes.split())
    (one,) = (each for each in answer(size, out).solutions if each[1:5] == settings)
    written = line((one, one), "keras")
    assert (written.code, written.shifted) == (keras, shifted)
