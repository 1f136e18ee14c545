"""Layers that change the colours or the place of an image in training, and keep its shape."""

from typing import Any

from shapecalc.dialects.signature import Signature, signature

_SEED: dict[str, Any] = {"seed": None, "data_format": None}
_COLOURS: dict[str, Any] = {"value_range": (0, 255)}
_FILLED: dict[str, Any] = {"fill_mode": "reflect", "interpolation": "bilinear", "fill_value": 0.0}


def _keeps(name: str, arguments: str = "", **defaults: Any) -> Signature:
    """Return the signature of a layer, with what its base class takes and saves too."""
    inherited = " ".join(sorted({"bounding_box_format", "data_format"} - defaults.keys()))
    return signature("identity", name, arguments, legacy=inherited, **defaults)


SIGNATURES = (
    _keeps(
        "AugMix",
        **_COLOURS,
        num_chains=3,
        chain_depth=3,
        factor=0.3,
        alpha=1.0,
        all_ops=True,
        interpolation="bilinear",
        **_SEED,
    ),
    _keeps("AutoContrast", **_COLOURS),
    _keeps(
        "ContrastLimitedAdaptiveHistogramEqualization",
        **_COLOURS,
        clip_limit=4.0,
        tile_grid_size=(8, 8),
        data_format=None,
    ),
    _keeps("Equalization", **_COLOURS, bins=256, data_format=None),
    _keeps("RandAugment", **_COLOURS, num_ops=2, factor=0.5, interpolation="bilinear", **_SEED),
    _keeps("RandomBrightness", "factor", **_COLOURS, seed=None),
    _keeps("RandomColorDegeneration", "factor", **_COLOURS, **_SEED),
    _keeps(
        "RandomColorJitter",
        **_COLOURS,
        brightness_factor=None,
        contrast_factor=None,
        saturation_factor=None,
        hue_factor=None,
        **_SEED,
    ),
    _keeps("RandomContrast", "factor", **_COLOURS, seed=None),
    _keeps("RandomElasticTransform", factor=1.0, scale=1.0, **_FILLED, **_COLOURS, **_SEED),
    _keeps("RandomErasing", factor=1.0, scale=(0.02, 0.33), fill_value=None, **_COLOURS, **_SEED),
    _keeps("RandomFlip", mode="horizontal_and_vertical", **_SEED),
    _keeps("RandomGaussianBlur", factor=1.0, kernel_size=3, sigma=1.0, **_COLOURS, **_SEED),
    _keeps("RandomGrayscale", factor=0.5, **_SEED),
    _keeps("RandomHue", "factor", **_COLOURS, **_SEED),
    _keeps("RandomInvert", factor=1.0, **_COLOURS, **_SEED),
    _keeps("RandomPerspective", factor=1.0, scale=1.0, interpolation="bilinear", fill_value=0.0, **_SEED),
    _keeps("RandomPosterization", "factor", **_COLOURS, **_SEED),
    _keeps("RandomRotation", "factor", **_FILLED, **_SEED),
    _keeps("RandomSaturation", "factor", **_COLOURS, **_SEED),
    _keeps("RandomSharpness", "factor", **_COLOURS, **_SEED),
    _keeps("RandomShear", x_factor=0.0, y_factor=0.0, **_FILLED, **_SEED),
    _keeps("RandomTranslation", "height_factor width_factor", **_FILLED, **_SEED),
    _keeps("RandomZoom", "height_factor", width_factor=None, **_FILLED, **_SEED),
    _keeps("Solarization", addition_factor=0.0, threshold_factor=0.0, **_COLOURS, seed=None),
)

WITHOUT_EFFECT = frozenset(name for each in SIGNATURES for name in each.arguments)
"""No argument of these layers changes a shape or a count."""
