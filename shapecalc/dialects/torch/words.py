"""PyTorch's words for settings -> ours, and the arguments that no shape or count depends on."""

from typing import Any

SPELLING = {
    "out_channels": "filters",
    "dim": "axis",
    "return_indices": "indices",
    "num_features": "in_channels",
    "input_size": "in_features",
    "hidden_size": "units",
    "num_layers": "layers",
}

_TRANSFORMER_WORDS = {
    "d_model": "features",
    "nhead": "heads",
    "dim_feedforward": "feed_forward",
    "num_encoder_layers": "encoder_layers",
    "num_decoder_layers": "decoder_layers",
}

OWN_SPELLING = {
    "upsample": {"scale_factor": "factor", "mode": "interpolation"},
    "depth_to_space": {"upscale_factor": "block"},
    "space_to_depth": {"downscale_factor": "block"},
    "fractional_max_pool": {"output_ratio": "ratio"},
    "dense": {"out_features": "units"},
    "bilinear": {"in1_features": "first_features", "in2_features": "second_features", "out_features": "units"},
    "lstm": {"proj_size": "projection"},
    "multi_head_attention": {
        "num_heads": "heads",
        "embed_dim": "query_features",
        "kdim": "key_features",
        "vdim": "value_features",
        "add_bias_kv": "learned_key",
        "add_zero_attn": "zero_key",
    },
    **dict.fromkeys(("transformer_encoder_layer", "transformer_decoder_layer", "transformer"), _TRANSFORMER_WORDS),
    "unflatten": {"unflattened_size": "sizes"},
    "distance": {"keepdim": "keepdims"},
    "embedding": {"num_embeddings": "entries", "embedding_dim": "features"},
    "embedding_bag": {"num_embeddings": "entries", "embedding_dim": "features", "mode": "reduce"},
    "batch_norm": {"track_running_stats": "statistics"},
    "instance_norm": {"track_running_stats": "statistics"},
    "group_norm": {"num_groups": "groups", "num_channels": "in_channels"},
    "flatten": {"start_dim": "start_axis", "end_dim": "end_axis"},
    "dropout": {"p": "rate"},
    "prelu": {"num_parameters": "slopes"},
}

WITHOUT_EFFECT = frozenset(
    {
        *("padding_mode", "count_include_pad", "divisor_override", "recompute_scale_factor", "value"),
        *("eps", "momentum", "padding_idx", "max_norm", "norm_type", "scale_grad_by_freq", "sparse", "inplace", "init"),
        *("negative_slope", "lower", "upper", "alpha", "approximate", "min_val", "max_val", "min_value", "max_value"),
        *("lambd", "threshold", "beta", "affine", "elementwise_affine", "bias", "mode"),
        *(
            "nonlinearity",
            "dropout",
            "batch_first",
            "norm_first",
            "activation",
            "layer_norm_eps",
            "include_last_offset",
        ),
        *("p", "k", "size"),
    }
)
"""Arguments that no shape or count depends on, or that ``differences`` has turned into others."""

EVERYWHERE = "device|dtype"
"""The settings that every PyTorch module takes, without effect on shapes and counts."""

_MODE = {"enum": ["zeros", "reflect", "replicate", "circular"]}
_WHOLE = {"type": "integer"}
_ONE_OR_EACH = {"anyOf": [_WHOLE, {"type": "array", "items": _WHOLE}]}
VALUES: dict[str, dict[str, Any]] = {
    "conv": {"padding": {"anyOf": [{"enum": ["valid", "same"]}, *_ONE_OR_EACH["anyOf"]]}, "padding_mode": _MODE},
    "conv_transpose": {"padding": _ONE_OR_EACH, "padding_mode": {"enum": ["zeros"]}},
    "max_pool": {"padding": _ONE_OR_EACH},
    "average_pool": {"padding": _ONE_OR_EACH},
    "lstm": {"proj_size": {"type": "integer", "minimum": 0}},
    "layer_norm": {"normalized_shape": _ONE_OR_EACH},
}
"""What the settings of a layer of ours may be, as JSON Schema, where PyTorch's words are not ours."""
