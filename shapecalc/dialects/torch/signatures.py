"""The names that PyTorch gives to modules and settings, with its defaults, as in its documentation."""

from typing import Any

from shapecalc.dialects.signature import signature

_NORM: dict[str, Any] = {"eps": 1e-5, "momentum": 0.1}

SIGNATURES = (
    signature(
        "conv",
        "Conv{n}d",
        "in_channels? out_channels kernel_size",
        stride=1,
        padding=0,
        dilation=1,
        groups=1,
        bias=True,
        padding_mode="zeros",
    ),
    signature(
        "conv_transpose",
        "ConvTranspose{n}d",
        "in_channels? out_channels kernel_size",
        call="output_size",
        stride=1,
        padding=0,
        output_padding=0,
        groups=1,
        bias=True,
        dilation=1,
        padding_mode="zeros",
    ),
    signature(
        "max_pool",
        "MaxPool{n}d",
        "kernel_size",
        stride=None,
        padding=0,
        dilation=1,
        return_indices=False,
        ceil_mode=False,
    ),
    signature(
        "average_pool",
        "AvgPool1d",
        "kernel_size",
        ranks=(1,),
        stride=None,
        padding=0,
        ceil_mode=False,
        count_include_pad=True,
    ),
    signature(
        "average_pool",
        "AvgPool{n}d",
        "kernel_size",
        ranks=(2, 3),
        stride=None,
        padding=0,
        ceil_mode=False,
        count_include_pad=True,
        divisor_override=None,
    ),
    signature("adaptive_max_pool", "AdaptiveMaxPool{n}d", "output_size", return_indices=False),
    signature("adaptive_average_pool", "AdaptiveAvgPool{n}d", "output_size"),
    signature("max_unpool", "MaxUnpool{n}d", "kernel_size", call="output_size", stride=None, padding=0),
    signature(
        "upsample",
        "Upsample",
        size=None,
        scale_factor=None,
        mode="nearest",
        align_corners=None,
        recompute_scale_factor=None,
    ),
    signature("upsample", "UpsamplingNearest2d", ranks=(2,), size=None, scale_factor=None),
    signature("upsample", "UpsamplingBilinear2d", ranks=(2,), size=None, scale_factor=None),
    signature("depth_to_space", "PixelShuffle", "upscale_factor", ranks=(2,)),
    signature("space_to_depth", "PixelUnshuffle", "downscale_factor", ranks=(2,)),
    signature("pad", "ZeroPad{n}d", "padding"),
    signature("pad", "ConstantPad{n}d", "padding value"),
    signature("concat", "cat", dim=0),
    signature("add", "add"),
    signature("subtract", "sub"),
    signature("multiply", "mul"),
    signature("divide", "div"),
    signature("maximum", "maximum"),
    signature("minimum", "minimum"),
    signature(
        "batch_norm", "BatchNorm{n}d", "num_features?", **_NORM, affine=True, track_running_stats=True, bias=True
    ),
    signature("layer_norm", "LayerNorm", "normalized_shape", eps=1e-5, elementwise_affine=True, bias=True),
    signature("group_norm", "GroupNorm", "num_groups num_channels?", eps=1e-5, affine=True, bias=True),
    signature(
        "instance_norm",
        "InstanceNorm{n}d",
        "num_features?",
        **_NORM,
        affine=False,
        track_running_stats=False,
        bias=True,
    ),
    signature("dense", "Linear", "in_features? out_features", bias=True),
    signature(
        "embedding",
        "Embedding",
        "num_embeddings embedding_dim",
        padding_idx=None,
        max_norm=None,
        norm_type=2.0,
        scale_grad_by_freq=False,
        sparse=False,
    ),
    signature("flatten", "Flatten", start_dim=1, end_dim=-1),
    signature("dropout", "Dropout", p=0.5, inplace=False),
    signature("dropout", "Dropout{n}d", p=0.5, inplace=False),
    signature("dropout", "AlphaDropout", p=0.5, inplace=False),
    signature("dropout", "FeatureAlphaDropout", p=0.5, inplace=False),
    signature("identity", "Identity"),
    signature("prelu", "PReLU", num_parameters=1, init=0.25),
    signature("relu", "ReLU", inplace=False),
    signature("relu6", "ReLU6", inplace=False),
    signature("leaky_relu", "LeakyReLU", negative_slope=0.01, inplace=False),
    signature("leaky_relu", "RReLU", lower=0.125, upper=1 / 3, inplace=False),
    signature("elu", "ELU", alpha=1.0, inplace=False),
    signature("celu", "CELU", alpha=1.0, inplace=False),
    signature("selu", "SELU", inplace=False),
    signature("gelu", "GELU", approximate="none"),
    signature("silu", "SiLU", inplace=False),
    signature("mish", "Mish", inplace=False),
    signature("sigmoid", "Sigmoid"),
    signature("log_sigmoid", "LogSigmoid"),
    signature("hard_sigmoid", "Hardsigmoid", inplace=False),
    signature("hard_swish", "Hardswish", inplace=False),
    signature("hard_tanh", "Hardtanh", min_val=-1.0, max_val=1.0, inplace=False, min_value=None, max_value=None),
    signature("hard_shrink", "Hardshrink", lambd=0.5),
    signature("soft_shrink", "Softshrink", lambd=0.5),
    signature("tanh_shrink", "Tanhshrink"),
    signature("threshold", "Threshold", "threshold value", inplace=False),
    signature("tanh", "Tanh"),
    signature("softmax", "Softmax", dim=None),
    signature("softmax", "Softmin", dim=None),
    signature("softmax", "Softmax2d"),
    signature("log_softmax", "LogSoftmax", dim=None),
    signature("softplus", "Softplus", beta=1.0, threshold=20.0),
    signature("softsign", "Softsign"),
)

SPELLING = {
    "out_channels": "filters",
    "dim": "axis",
    "return_indices": "indices",
    "num_features": "in_channels",
}

OWN_SPELLING = {
    "upsample": {"scale_factor": "factor", "mode": "interpolation"},
    "depth_to_space": {"upscale_factor": "block"},
    "space_to_depth": {"downscale_factor": "block"},
    "dense": {"out_features": "units"},
    "embedding": {"num_embeddings": "entries", "embedding_dim": "features"},
    "batch_norm": {"track_running_stats": "statistics"},
    "instance_norm": {"track_running_stats": "statistics"},
    "group_norm": {"num_groups": "groups", "num_channels": "in_channels"},
    "flatten": {"start_dim": "start_axis", "end_dim": "end_axis"},
    "dropout": {"p": "rate"},
    "prelu": {"num_parameters": "slopes"},
}

WITHOUT_EFFECT = frozenset(
    {
        *("padding_mode", "count_include_pad", "divisor_override", "align_corners", "recompute_scale_factor", "value"),
        *("eps", "momentum", "padding_idx", "max_norm", "norm_type", "scale_grad_by_freq", "sparse", "inplace", "init"),
        *("negative_slope", "lower", "upper", "alpha", "approximate", "min_val", "max_val", "min_value", "max_value"),
        *("lambd", "threshold", "beta", "affine", "elementwise_affine", "bias", "mode"),
    }
)
"""Arguments that no shape or count depends on, or that ``differences`` has turned into others."""


def everywhere(setting: str) -> bool:
    """Tell whether every PyTorch module takes a setting, without effect on shapes and counts."""
    return setting in {"device", "dtype"}
