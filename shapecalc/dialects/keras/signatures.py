"""The names that Keras 3 gives to layers and settings, with its defaults, as in its documentation."""

from typing import Any

from shapecalc.dialects.signature import signature

_CONV: dict[str, Any] = {"strides": 1, "padding": "valid", "data_format": None, "dilation_rate": 1}
_BIAS: dict[str, Any] = {"activation": None, "use_bias": True}
_LORA: dict[str, Any] = {"lora_rank": None, "lora_alpha": None}
_CELL: dict[str, Any] = {"dropout": 0.0, "recurrent_dropout": 0.0, "seed": None}
_SEQUENCE: dict[str, Any] = {"return_sequences": False, "return_state": False, "go_backwards": False, "stateful": False}
_GATED: dict[str, Any] = {"activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True}
_HEADS: dict[str, Any] = {"sliding_window": None, "flash_attention": None, "use_gate": False, "seed": None}
_CUDNN: dict[str, Any] = {"unroll": False, "use_cudnn": "auto"}
_CALLED: dict[str, Any] = {"call": "mask initial_state"}
_RNN: dict[str, Any] = {**_CALLED, "legacy": "implementation zero_output_for_mask"}
_ATTEND = "return_attention_scores use_causal_mask attention_mask query_mask value_mask key_mask mask"

SIGNATURES = (
    signature("conv", "Conv{n}D", "filters kernel_size", **_CONV, groups=1, **_BIAS, **_LORA),
    signature("conv_transpose", "Conv{n}DTranspose", "filters kernel_size", **_CONV, output_padding=None, **_BIAS),
    signature("depthwise_conv", "DepthwiseConv{n}D", "kernel_size", ranks=(1, 2), **_CONV, depth_multiplier=1, **_BIAS),
    signature(
        "separable_conv", "SeparableConv{n}D", "filters kernel_size", ranks=(1, 2), **_CONV, depth_multiplier=1, **_BIAS
    ),
    signature(
        "conv_lstm",
        "ConvLSTM{n}D",
        "filters kernel_size",
        legacy="unroll zero_output_for_mask",
        **_CALLED,
        **_CONV,
        **_GATED,
        unit_forget_bias=True,
        **_CELL,
        **_SEQUENCE,
    ),
    signature("max_pool", "MaxPooling{n}D", pool_size=2, strides=None, padding="valid", data_format=None),
    signature("average_pool", "AveragePooling{n}D", "pool_size", strides=None, padding="valid", data_format=None),
    signature("global_max_pool", "GlobalMaxPooling{n}D", data_format=None, keepdims=False),
    signature(
        "global_average_pool", "GlobalAveragePooling1D", ranks=(1,), call="mask", data_format=None, keepdims=False
    ),
    signature("global_average_pool", "GlobalAveragePooling{n}D", ranks=(2, 3), data_format=None, keepdims=False),
    signature("adaptive_max_pool", "AdaptiveMaxPooling{n}D", "output_size", data_format=None),
    signature("adaptive_average_pool", "AdaptiveAveragePooling{n}D", "output_size", data_format=None),
    signature("upsample", "UpSampling1D", ranks=(1,), size=2),
    signature("upsample", "UpSampling2D", ranks=(2,), size=2, data_format=None, interpolation="nearest"),
    signature("upsample", "UpSampling3D", ranks=(3,), size=2, data_format=None),
    signature(
        "resize",
        "Resizing",
        "height width",
        ranks=(2,),
        interpolation="bilinear",
        crop_to_aspect_ratio=False,
        pad_to_aspect_ratio=False,
        fill_mode="constant",
        fill_value=0.0,
        antialias=False,
        data_format=None,
    ),
    signature("resize", "CenterCrop", "height width", ranks=(2,), data_format=None),
    signature("resize", "RandomCrop", "height width", ranks=(2,), seed=None, data_format=None),
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
    signature("dot", "Dot", "axes", normalize=False),
    signature(
        "batch_norm",
        "BatchNormalization",
        call="mask",
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
    signature(
        "layer_norm",
        "LayerNormalization",
        legacy="rms_scaling",
        axis=-1,
        epsilon=0.001,
        center=True,
        scale=True,
    ),
    signature("rms_norm", "RMSNormalization", axis=-1, epsilon=1e-6),
    signature("unit_norm", "UnitNormalization", axis=-1),
    signature("group_norm", "GroupNormalization", groups=32, axis=-1, epsilon=0.001, center=True, scale=True),
    signature("spectral_norm", "SpectralNormalization", "layer", power_iterations=1),
    signature("normalization", "Normalization", axis=-1, mean=None, variance=None, invert=False),
    signature("dense", "Dense", "units", **_BIAS, **_LORA, quantization_config=None),
    signature(
        "einsum_dense",
        "EinsumDense",
        "equation output_shape",
        activation=None,
        bias_axes=None,
        **_LORA,
        gptq_unpacked_column_size=None,
        quantization_config=None,
    ),
    signature(
        "embedding",
        "Embedding",
        "input_dim output_dim",
        legacy="input_length",
        mask_zero=False,
        weights=None,
        **_LORA,
        quantization_config=None,
    ),
    signature(
        "rnn", "SimpleRNN", "units", activation="tanh", use_bias=True, **_CELL, **_SEQUENCE, unroll=False, **_RNN
    ),
    signature("lstm", "LSTM", "units", **_GATED, unit_forget_bias=True, **_CELL, **_SEQUENCE, **_CUDNN, **_RNN),
    signature("gru", "GRU", "units", **_GATED, **_CELL, **_SEQUENCE, reset_after=True, **_CUDNN, **_RNN),
    signature("recurrent", "RNN", "cell", **_CALLED, **_SEQUENCE, unroll=False, zero_output_for_mask=False),
    signature("recurrent", "StackedRNNCells", "cells"),
    signature("rnn_cell", "SimpleRNNCell", "units", activation="tanh", use_bias=True, **_CELL),
    signature("lstm_cell", "LSTMCell", "units", legacy="implementation", **_GATED, unit_forget_bias=True, **_CELL),
    signature("gru_cell", "GRUCell", "units", legacy="implementation", **_GATED, **_CELL, reset_after=True),
    signature(
        "bidirectional", "Bidirectional", "layer", merge_mode="concat", weights=None, backward_layer=None, **_CALLED
    ),
    signature("time_distributed", "TimeDistributed", "layer", **_CALLED),
    signature(
        "multi_head_attention",
        "MultiHeadAttention",
        "num_heads key_dim",
        call=_ATTEND,
        value_dim=None,
        dropout=0.0,
        use_bias=True,
        output_shape=None,
        attention_axes=None,
        **_HEADS,
    ),
    signature(
        "multi_head_attention",
        "GroupQueryAttention",
        "head_dim num_query_heads num_key_value_heads",
        call=_ATTEND,
        dropout=0.0,
        use_bias=True,
        **_HEADS,
    ),
    signature("attention", "Attention", call=_ATTEND, use_scale=False, score_mode="dot", dropout=0.0, seed=None),
    signature("attention", "AdditiveAttention", legacy="score_mode seed", call=_ATTEND, use_scale=True, dropout=0.0),
    signature("flatten", "Flatten", data_format=None),
    signature("reshape", "Reshape", "target_shape"),
    signature("permute", "Permute", "dims"),
    signature("repeat_vector", "RepeatVector", "n"),
    signature("dropout", "Dropout", "rate", noise_shape=None, seed=None),
    signature("dropout", "SpatialDropout1D", "rate", ranks=(1,), seed=None),
    signature("dropout", "SpatialDropout{n}D", "rate", ranks=(2, 3), data_format=None, seed=None),
    signature("dropout", "GaussianDropout", "rate", seed=None),
    signature("dropout", "AlphaDropout", "rate", noise_shape=None, seed=None),
    signature("identity", "GaussianNoise", "stddev", seed=None),
    signature("identity", "Identity"),
    signature("identity", "ActivityRegularization", l1=0.0, l2=0.0),
    signature("identity", "Masking", mask_value=0.0),
    signature("identity", "Rescaling", "scale", offset=0.0),
    signature("prelu", "PReLU", shared_axes=None),
    signature("activation", "Activation", "activation"),
    signature("relu", "ReLU", max_value=None, negative_slope=0.0, threshold=0.0),
    signature("leaky_relu", "LeakyReLU", legacy="alpha", negative_slope=0.3),
    signature("elu", "ELU", alpha=1.0),
    signature("softmax", "Softmax", call="mask", axis=-1),
    signature(
        "one_hot", "CategoryEncoding", call="count_weights", num_tokens=None, output_mode="multi_hot", sparse=False
    ),
    # two classes that stand in the code of keras.applications
    signature("scale", "LayerScale", "init_values projection_dim"),
    signature("add", "CustomScaleLayer", "scale"),
)
