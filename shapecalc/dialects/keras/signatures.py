"""The names that Keras 3 gives to layers and settings, with its defaults, as in its documentation."""

from typing import Any

from shapecalc.dialects.signature import signature

_CONV: dict[str, Any] = {"strides": 1, "padding": "valid", "data_format": None, "dilation_rate": 1}
_BIAS: dict[str, Any] = {"activation": None, "use_bias": True}

SIGNATURES = (
    signature("conv", "Conv{n}D", "filters kernel_size", **_CONV, groups=1, **_BIAS),
    signature(
        "conv_transpose",
        "Conv{n}DTranspose",
        "filters kernel_size",
        strides=1,
        padding="valid",
        output_padding=None,
        data_format=None,
        dilation_rate=1,
        **_BIAS,
    ),
    signature(
        "depthwise_conv",
        "DepthwiseConv{n}D",
        "kernel_size",
        ranks=(1, 2),
        strides=1,
        padding="valid",
        depth_multiplier=1,
        data_format=None,
        dilation_rate=1,
        **_BIAS,
    ),
    signature(
        "separable_conv", "SeparableConv{n}D", "filters kernel_size", ranks=(1, 2), **_CONV, depth_multiplier=1, **_BIAS
    ),
    signature("max_pool", "MaxPooling{n}D", pool_size=2, strides=None, padding="valid", data_format=None),
    signature("average_pool", "AveragePooling{n}D", "pool_size", strides=None, padding="valid", data_format=None),
    signature("global_max_pool", "GlobalMaxPooling{n}D", data_format=None, keepdims=False),
    signature("global_average_pool", "GlobalAveragePooling{n}D", data_format=None, keepdims=False),
    signature("adaptive_max_pool", "AdaptiveMaxPooling{n}D", "output_size", data_format=None),
    signature("adaptive_average_pool", "AdaptiveAveragePooling{n}D", "output_size", data_format=None),
    signature("upsample", "UpSampling1D", ranks=(1,), size=2),
    signature("upsample", "UpSampling2D", ranks=(2,), size=2, data_format=None, interpolation="nearest"),
    signature("upsample", "UpSampling3D", ranks=(3,), size=2, data_format=None),
    signature("pad", "ZeroPadding1D", ranks=(1,), padding=1, data_format=None),
    signature("pad", "ZeroPadding{n}D", ranks=(2, 3), padding=1, data_format=None),
    signature("crop", "Cropping1D", ranks=(1,), cropping=(1, 1)),
    signature("crop", "Cropping2D", ranks=(2,), cropping=((0, 0), (0, 0)), data_format=None),
    signature("crop", "Cropping3D", ranks=(3,), cropping=1, data_format=None),
    signature("concat", "Concatenate", axis=-1),
    signature("add", "Add"),
    signature("subtract", "Subtract"),
    signature("multiply", "Multiply"),
    signature("average", "Average"),
    signature("maximum", "Maximum"),
    signature("minimum", "Minimum"),
    signature(
        "batch_norm",
        "BatchNormalization",
        axis=-1,
        momentum=0.99,
        epsilon=0.001,
        center=True,
        scale=True,
        renorm=False,
        renorm_clipping=None,
        renorm_momentum=0.99,
        synchronized=False,
    ),
    signature("layer_norm", "LayerNormalization", axis=-1, epsilon=0.001, center=True, scale=True),
    signature("group_norm", "GroupNormalization", groups=32, axis=-1, epsilon=0.001, center=True, scale=True),
    signature("dense", "Dense", "units", activation=None, use_bias=True),
    signature("embedding", "Embedding", "input_dim output_dim", mask_zero=False),
    signature("flatten", "Flatten", data_format=None),
    signature("reshape", "Reshape", "target_shape"),
    signature("permute", "Permute", "dims"),
    signature("dropout", "Dropout", "rate", noise_shape=None, seed=None),
    signature("dropout", "SpatialDropout{n}D", "rate", seed=None, data_format=None),
    signature("dropout", "GaussianDropout", "rate", seed=None),
    signature("dropout", "AlphaDropout", "rate", noise_shape=None, seed=None),
    signature("identity", "GaussianNoise", "stddev", seed=None),
    signature("identity", "Identity"),
    signature("identity", "Masking", mask_value=0.0),
    signature("identity", "Rescaling", "scale", offset=0.0),
    signature("prelu", "PReLU", shared_axes=None),
    signature("activation", "Activation", "activation"),
    signature("relu", "ReLU", max_value=None, negative_slope=0.0, threshold=0.0),
    signature("leaky_relu", "LeakyReLU", negative_slope=0.3),
    signature("elu", "ELU", alpha=1.0),
    signature("softmax", "Softmax", axis=-1),
)

ALIASES = {
    "Convolution{n}D": "Conv{n}D",
    "Convolution{n}DTranspose": "Conv{n}DTranspose",
    "MaxPool{n}D": "MaxPooling{n}D",
    "AvgPool{n}D": "AveragePooling{n}D",
    "GlobalMaxPool{n}D": "GlobalMaxPooling{n}D",
    "GlobalAvgPool{n}D": "GlobalAveragePooling{n}D",
    "SeparableConvolution{n}D": "SeparableConv{n}D",
}

SPELLING = {
    "strides": "stride",
    "dilation_rate": "dilation",
    "use_bias": "bias",
    "pool_size": "kernel_size",
}

OWN_SPELLING = {
    "upsample": {"size": "factor"},
    "embedding": {"input_dim": "entries", "output_dim": "features"},
    "permute": {"dims": "order"},
    "activation": {"activation": "function"},
}

WITHOUT_EFFECT = frozenset(
    {
        *("momentum", "epsilon", "renorm_clipping", "renorm_momentum", "synchronized", "mask_zero", "activation"),
        *("noise_shape", "seed", "stddev", "mask_value", "offset", "scale", "max_value", "negative_slope", "threshold"),
        *("alpha", "data_format"),
    }
)
"""Arguments that no shape or count depends on (``data_format`` where the channels play no part)."""

_BASE = frozenset({"name", "trainable", "dtype", "autocast", "batch_shape", "batch_input_shape", "input_shape"})


def everywhere(setting: str) -> bool:
    """Tell whether every Keras layer takes a setting, without effect on shapes and counts."""
    return setting in _BASE or setting.endswith(("_initializer", "_regularizer", "_constraint"))
