"""The formulas: integer arithmetic along one axis, with the standard library alone.

Sizes, settings and counts are whole numbers; ``along_axes`` spreads a formula over several axes. Nothing here knows of a
framework, a layer or a file.

>>> from shapecalc.formulas import output_size, transposed_output_size
>>> output_size(128, kernel_size=4, stride=2, padding=1)
64
>>> transposed_output_size(64, kernel_size=4, stride=2, padding=1)
128
"""

from shapecalc.formulas.axes import along_axes
from shapecalc.formulas.macs import conv_macs, dense_macs, transposed_conv_macs
from shapecalc.formulas.receptive_field import (
    ReceptiveField,
    receptive_field_step,
    transposed_receptive_field_step,
)
from shapecalc.formulas.resize import (
    cropped_size,
    depth_to_space_channels,
    padded_size,
    scaled_size,
    space_to_depth_size,
    upsampled_size,
)
from shapecalc.formulas.transposed import (
    full_transposed_output_size,
    output_padding_for,
    same_transposed_output_size,
    transposed_output_size,
    unpooled_output_size,
)
from shapecalc.formulas.weights import (
    batch_norm_statistics,
    batch_norm_weights,
    conv_weights,
    dense_weights,
    depthwise_conv_weights,
    embedding_weights,
    parameter_count,
    separable_conv_weights,
    transposed_conv_weights,
)
from shapecalc.formulas.window import (
    causal_padding,
    effective_kernel,
    input_sizes,
    output_size,
    same_output_size,
    same_padding,
)

__all__ = [
    "ReceptiveField",
    "along_axes",
    "batch_norm_statistics",
    "batch_norm_weights",
    "causal_padding",
    "conv_macs",
    "conv_weights",
    "cropped_size",
    "dense_macs",
    "dense_weights",
    "depth_to_space_channels",
    "depthwise_conv_weights",
    "effective_kernel",
    "embedding_weights",
    "full_transposed_output_size",
    "input_sizes",
    "output_padding_for",
    "output_size",
    "padded_size",
    "parameter_count",
    "receptive_field_step",
    "same_output_size",
    "same_padding",
    "same_transposed_output_size",
    "scaled_size",
    "separable_conv_weights",
    "space_to_depth_size",
    "transposed_conv_macs",
    "transposed_conv_weights",
    "transposed_output_size",
    "transposed_receptive_field_step",
    "unpooled_output_size",
    "upsampled_size",
]
