"""The formulas: integer arithmetic along one axis, with the standard library alone.

Sizes, settings and counts are whole numbers; ``along_axes`` spreads a formula over several axes. Nothing here knows of
a framework, a layer or a file. An illegal number raises ``ShapecalcError``, which says the legal range.

>>> from shapecalc.formulas import output_size, transposed_output_size
>>> output_size(128, kernel_size=4, stride=2, padding=1)
64
>>> transposed_output_size(64, kernel_size=4, stride=2, padding=1)
128
"""

from typing import TYPE_CHECKING

from shapecalc.formulas.attention import attention_macs, attention_weights
from shapecalc.formulas.axes import along_axes
from shapecalc.formulas.checkerboard import overlap_counts, overlap_is_uniform
from shapecalc.formulas.macs import (
    conv_macs,
    dense_macs,
    depthwise_conv_macs,
    separable_conv_macs,
    transposed_conv_macs,
)
from shapecalc.formulas.parameters import (
    batch_norm_parameters,
    conv_parameters,
    dense_parameters,
    depthwise_conv_parameters,
    embedding_parameters,
    separable_conv_parameters,
    transposed_conv_parameters,
)
from shapecalc.formulas.recurrent import recurrent_macs, recurrent_weights
from shapecalc.formulas.resize import (
    aspect_sizes,
    cropped_size,
    depth_to_space_channels,
    padded_size,
    scaled_size,
    sliced_size,
    space_to_depth_size,
    upsampled_size,
)
from shapecalc.formulas.same import causal_padding, same_input_sizes, same_output_size, same_padding
from shapecalc.formulas.transposed import (
    bare_transposed_output_size,
    fitted_transposed_output_size,
    full_transposed_output_size,
    output_padding_for,
    same_transposed_crop,
    same_transposed_output_size,
    transposed_output_size,
    transposed_reach,
)
from shapecalc.formulas.unpool import unpooled_output_size
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
    effective_kernel,
    input_sizes,
    output_size,
    truncated_output_size,
    unreached_elements,
)

if TYPE_CHECKING:
    from shapecalc.formulas.receptive_field import (
        ReceptiveField,
        receptive_field_step,
        transposed_receptive_field_step,
        upsampled_receptive_field_step,
    )

__all__ = [
    "ReceptiveField",
    "along_axes",
    "aspect_sizes",
    "attention_macs",
    "attention_weights",
    "bare_transposed_output_size",
    "batch_norm_parameters",
    "batch_norm_statistics",
    "batch_norm_weights",
    "causal_padding",
    "conv_macs",
    "conv_parameters",
    "conv_weights",
    "cropped_size",
    "dense_macs",
    "dense_parameters",
    "dense_weights",
    "depth_to_space_channels",
    "depthwise_conv_macs",
    "depthwise_conv_parameters",
    "depthwise_conv_weights",
    "effective_kernel",
    "embedding_parameters",
    "embedding_weights",
    "fitted_transposed_output_size",
    "full_transposed_output_size",
    "input_sizes",
    "output_padding_for",
    "output_size",
    "overlap_counts",
    "overlap_is_uniform",
    "padded_size",
    "parameter_count",
    "receptive_field_step",
    "recurrent_macs",
    "recurrent_weights",
    "same_input_sizes",
    "same_output_size",
    "same_padding",
    "same_transposed_crop",
    "same_transposed_output_size",
    "scaled_size",
    "separable_conv_macs",
    "separable_conv_parameters",
    "separable_conv_weights",
    "sliced_size",
    "space_to_depth_size",
    "transposed_conv_macs",
    "transposed_conv_parameters",
    "transposed_conv_weights",
    "transposed_output_size",
    "transposed_reach",
    "transposed_receptive_field_step",
    "truncated_output_size",
    "unpooled_output_size",
    "unreached_elements",
    "upsampled_receptive_field_step",
    "upsampled_size",
]


def __getattr__(name: str) -> object:
    """Bring in the receptive field, whose exact rationals cost more than all the rest, when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from shapecalc.formulas import receptive_field

    return getattr(receptive_field, name)
