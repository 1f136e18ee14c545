"""Keras' layers: the recorded cases changed, and a few to start from where none is recorded."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from tests.comparison import Row
from tests.live.cases.changed import changed
from tests.live.cases.dice import Dice
from tests.recorded import recorded

NOT_ALONE = {"SimpleRNNCell", "LSTMCell", "GRUCell", "StackedRNNCells", "LayerScale", "CustomScaleLayer"}
"""Cells stand inside an RNN, and are drawn there; the last two stand in the code of ``keras.applications`` only."""
IMAGE, PLANE = [2, 8, 8, 3], [None, 6, 4]
COLOURED = (
    *("AugMix", "AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization", "Equalization", "RandAugment"),
    *("RandomColorJitter", "RandomElasticTransform", "RandomErasing", "RandomFlip", "RandomGaussianBlur"),
    *("RandomGrayscale", "RandomInvert", "RandomPerspective", "RandomShear", "Solarization"),
)
BY_A_FACTOR = (
    *("RandomBrightness", "RandomColorDegeneration", "RandomContrast", "RandomHue"),
    *("RandomRotation", "RandomSaturation", "RandomSharpness"),
)


def _of(class_name: str, **args: Any) -> Row:
    return {"class_name": class_name, "args": args}


STARTS: dict[str, list[tuple[Row, list[Any]]]] = {
    "RNN": [
        ({"cell": _of("LSTMCell", units=4), "return_state": True}, [2, 5, 3]),
        ({"cell": _of("SimpleRNNCell", units=4), "return_sequences": True}, [None, 5, 3]),
        ({"cell": [_of("GRUCell", units=4, reset_after=False), _of("SimpleRNNCell", units=3)]}, [None, 5, 3]),
        ({"cell": _of("StackedRNNCells", cells=[_of("LSTMCell", units=4), _of("GRUCell", units=2)])}, [2, 5, 3]),
    ],
    "SpectralNormalization": [
        ({"layer": _of("Conv2D", filters=3, kernel_size=2, use_bias=False)}, [2, 8, 8, 4]),
        ({"layer": _of("Dense", units=3), "power_iterations": 2}, [2, 8, 4]),
        ({"layer": _of("Conv2DTranspose", filters=3, kernel_size=2)}, [None, 8, 8, 4]),
        ({"layer": _of("Embedding", input_dim=3, output_dim=5)}, [None, 8]),
    ],
    "CategoryEncoding": [
        ({"num_tokens": 5}, [2, 3]),
        ({"num_tokens": 5, "output_mode": "one_hot"}, [None, 1]),
        ({"num_tokens": 4, "output_mode": "count"}, [None, 2, 3]),
    ],
    "Normalization": [({"axis": [1, -1]}, [2, 3, 4]), ({"axis": None}, [2, 3, 4]), ({}, [None, 3, 4])],
    "CenterCrop": [({"height": 3, "width": 4, "data_format": "channels_first"}, [2, 3, 8, 9])],
    "RandomCrop": [({"height": 3, "width": 4}, IMAGE)],
    "GaussianDropout": [({"rate": 0.2}, [2, 3]), ({"rate": 1.2}, [2, 3])],
    "AlphaDropout": [({"rate": 0.2, "noise_shape": [1, 2]}, [2, 3]), ({"rate": -0.2}, [2, 3])],
    "Rescaling": [({"scale": 2, "offset": 1}, [2, 3])],
    "Masking": [({"mask_value": 2}, PLANE)],
    "ActivityRegularization": [({"l1": 0.1}, PLANE)],
    "RandomPosterization": [({"factor": 3}, IMAGE)],
    "RandomTranslation": [({"height_factor": 0.1, "width_factor": 0.1}, IMAGE)],
    "RandomZoom": [({"height_factor": 0.1}, IMAGE)],
    **{name: [({}, IMAGE)] for name in COLOURED},
    **{name: [({"factor": 0.1}, IMAGE)] for name in BY_A_FACTOR},
}


@cache
def _cases() -> dict[str, list[Row]]:
    found = {
        layer: [{"args": args, "input_shapes": [shape]} for args, shape in cases] for layer, cases in STARTS.items()
    }
    for row in recorded("keras"):
        found.setdefault(row["layer"], []).append(row)
    return found


def draws() -> dict[str, Callable[[Dice, str], Row]]:
    """Return how to draw each layer."""
    return {layer: partial(_changed, cases) for layer, cases in sorted(_cases().items())}


def _changed(cases: list[Row], dice: Dice, _: str) -> Row:
    return changed(dice, cases)
