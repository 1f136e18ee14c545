"""Keras' words for settings where they are not ours, other names of classes, and arguments that every layer takes."""

ALIASES = {
    "Convolution{n}D": "Conv{n}D",
    "Convolution{n}DTranspose": "Conv{n}DTranspose",
    "MaxPool{n}D": "MaxPooling{n}D",
    "AvgPool{n}D": "AveragePooling{n}D",
    "GlobalMaxPool{n}D": "GlobalMaxPooling{n}D",
    "GlobalAvgPool{n}D": "GlobalAveragePooling{n}D",
    "SeparableConvolution{n}D": "SeparableConv{n}D",
    "GroupedQueryAttention": "GroupQueryAttention",
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
    "recurrent": {"cells": "cell"},
    "repeat_vector": {"n": "times"},
    "bidirectional": {"merge_mode": "merge"},
    "multi_head_attention": {"num_heads": "heads", "use_gate": "gate"},
    "activation": {"activation": "function"},
    "one_hot": {"num_tokens": "depth"},
    "scale": {"projection_dim": "features"},
}

WITHOUT_EFFECT = frozenset(
    {
        *("momentum", "epsilon", "renorm_clipping", "renorm_momentum", "synchronized", "mask_zero", "activation"),
        *("noise_shape", "seed", "stddev", "mask_value", "offset", "scale", "max_value", "negative_slope", "threshold"),
        *("alpha", "data_format", "l1", "l2", "normalize", "mean", "variance", "invert", "weights", "unroll"),
        *("recurrent_activation", "unit_forget_bias", "dropout", "recurrent_dropout", "go_backwards", "stateful"),
        *("use_cudnn", "implementation", "zero_output_for_mask", "sliding_window", "flash_attention", "lora_alpha"),
        *("crop_to_aspect_ratio", "pad_to_aspect_ratio", "fill_mode", "fill_value", "antialias", "input_length"),
        *("quantization_config", "gptq_unpacked_column_size", "power_iterations", "init_values", "sparse"),
    }
)
"""Arguments that no shape or count depends on (``data_format`` where the channels play no part)."""

EVERYWHERE = (
    "name|trainable|dtype|autocast|batch_shape|batch_input_shape|input_shape|input_dim"
    "|.*_(initializer|regularizer|constraint)"
)
"""The settings that every Keras layer takes, without effect on shapes and counts."""

_PADDING = {"padding": {"enum": ["valid", "same", "VALID", "SAME"]}}
VALUES = {
    **dict.fromkeys(("conv_transpose", "depthwise_conv", "separable_conv", "conv_lstm"), _PADDING),
    **dict.fromkeys(("max_pool", "average_pool"), _PADDING),
    "conv": {"padding": {"enum": ["valid", "same", "causal", "VALID", "SAME", "CAUSAL"]}},
}
"""What the settings of a layer of ours may be, as JSON Schema, where Keras' words are not ours."""
