"""The cards: one layer family a file.

``LAYERS`` is the one list of them: our word for a layer, the card that does it, and the settings that the word fixes.
A card is imported when it is first asked for. What Keras and PyTorch call a layer stands in ``dialects``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from shapecalc.layers.layer import Layer


class Entry(NamedTuple):
    """Where a card stands (``module.Class``), and the settings that the word fixes."""

    card: str
    fixed: dict[str, Any] = {}  # noqa: RUF012 - a row of a table, never changed


ACTIVATIONS = (
    *(
        "celu",
        "elu",
        "exponential",
        "gelu",
        "glu",
        "hard_shrink",
        "hard_sigmoid",
        "hard_silu",
        "hard_swish",
        "hard_tanh",
    ),
    *(
        "leaky_relu",
        "linear",
        "log_sigmoid",
        "log_softmax",
        "mish",
        "relu",
        "relu6",
        "selu",
        "sigmoid",
        "silu",
        "softmax",
    ),
    *(
        "soft_shrink",
        "softplus",
        "softsign",
        "sparse_plus",
        "sparse_sigmoid",
        "sparsemax",
        "squareplus",
        "swish",
        "tanh",
    ),
    *("tanh_shrink", "threshold"),
)

LAYERS: dict[str, Entry] = {
    "input": Entry("input.Input"),
    "conv": Entry("conv.Conv"),
    "conv_transpose": Entry("conv_transpose.ConvTranspose"),
    "depthwise_conv": Entry("depthwise_conv.DepthwiseConv"),
    "separable_conv": Entry("separable_conv.SeparableConv"),
    "max_pool": Entry("pool.Pool", {"reduce": "max"}),
    "average_pool": Entry("pool.Pool", {"reduce": "average"}),
    "global_max_pool": Entry("global_pool.GlobalPool", {"reduce": "max"}),
    "global_average_pool": Entry("global_pool.GlobalPool", {"reduce": "average"}),
    "global_lp_pool": Entry("global_pool.GlobalPool", {"reduce": "lp"}),
    "adaptive_max_pool": Entry("adaptive_pool.AdaptivePool", {"reduce": "max"}),
    "adaptive_average_pool": Entry("adaptive_pool.AdaptivePool", {"reduce": "average"}),
    "lp_pool": Entry("pool.Pool", {"reduce": "lp"}),
    "fractional_max_pool": Entry("fractional_pool.FractionalPool"),
    "max_unpool": Entry("max_unpool.MaxUnpool"),
    "upsample": Entry("upsample.Upsample"),
    "resize": Entry("resize.Resize"),
    "center_crop_pad": Entry("center_crop_pad.CenterCropPad"),
    "patches": Entry("patches.Patches"),
    "unfold": Entry("unfold.Unfold"),
    "fold": Entry("unfold.Fold"),
    "channel_shuffle": Entry("channel_shuffle.ChannelShuffle"),
    "depth_to_space": Entry("depth_to_space.DepthToSpace"),
    "space_to_depth": Entry("depth_to_space.SpaceToDepth"),
    "concat": Entry("concat.Concat"),
    "einsum": Entry("einsum.Einsum"),
    "stack": Entry("stack.Stack"),
    "matmul": Entry("matmul.Matmul"),
    "distance": Entry("distance.Distance", {"measure": "norm"}),
    "cosine_similarity": Entry("distance.Distance", {"measure": "cosine"}),
    "add": Entry("elementwise.Elementwise", {"operation": "add"}),
    "subtract": Entry("elementwise.Elementwise", {"operation": "subtract"}),
    "multiply": Entry("elementwise.Elementwise", {"operation": "multiply"}),
    "divide": Entry("elementwise.Elementwise", {"operation": "divide"}),
    "average": Entry("elementwise.Elementwise", {"operation": "average"}),
    "maximum": Entry("elementwise.Elementwise", {"operation": "maximum"}),
    "minimum": Entry("elementwise.Elementwise", {"operation": "minimum"}),
    "power": Entry("elementwise.Elementwise", {"operation": "power"}),
    "remainder": Entry("elementwise.Elementwise", {"operation": "remainder"}),
    "compare": Entry("elementwise.Elementwise", {"operation": "compare"}),
    "logic": Entry("elementwise.Elementwise", {"operation": "logic"}),
    "choose": Entry("elementwise.Elementwise", {"operation": "choose"}),
    "expand": Entry("elementwise.Elementwise", {"operation": "expand"}),
    **{
        f"reduce_{function}": Entry("reduce.Reduce", {"function": function})
        for function in ("mean", "sum", "product", "max", "min", "norm", "logarithm", "place")
    },
    "dot": Entry("dot.Dot"),
    "batch_norm": Entry("batch_norm.BatchNorm"),
    "layer_norm": Entry("layer_norm.LayerNorm"),
    "rms_norm": Entry("layer_norm.LayerNorm", {"center": False}),
    "unit_norm": Entry("layer_norm.LayerNorm", {"scale": False, "center": False}),
    "spectral_norm": Entry("spectral_norm.SpectralNorm"),
    "normalization": Entry("normalization.Normalization"),
    "group_norm": Entry("group_norm.GroupNorm"),
    "instance_norm": Entry("instance_norm.InstanceNorm"),
    "dense": Entry("dense.Dense"),
    "einsum_dense": Entry("einsum_dense.EinsumDense"),
    "bilinear": Entry("bilinear.Bilinear"),
    "embedding": Entry("embedding.Embedding"),
    "one_hot": Entry("one_hot.OneHot"),
    "embedding_bag": Entry("embedding_bag.EmbeddingBag"),
    "rnn": Entry("recurrent.Recurrent", {"cell": "rnn"}),
    "gru": Entry("recurrent.Recurrent", {"cell": "gru"}),
    "lstm": Entry("recurrent.Recurrent", {"cell": "lstm"}),
    "rnn_cell": Entry("recurrent_cell.RecurrentCell", {"cell": "rnn"}),
    "gru_cell": Entry("recurrent_cell.RecurrentCell", {"cell": "gru"}),
    "lstm_cell": Entry("recurrent_cell.RecurrentCell", {"cell": "lstm"}),
    "recurrent": Entry("step_by_step.StepByStep"),
    "conv_lstm": Entry("conv_lstm.ConvLSTM"),
    "bidirectional": Entry("bidirectional.Bidirectional"),
    "time_distributed": Entry("time_distributed.TimeDistributed"),
    "attention": Entry("attention.Attention"),
    "multi_head_attention": Entry("multi_head_attention.MultiHeadAttention"),
    "transformer_encoder_layer": Entry("transformer.TransformerLayer", {"cross_attention": False}),
    "transformer_decoder_layer": Entry("transformer.TransformerLayer", {"cross_attention": True}),
    "transformer": Entry("transformer.Transformer"),
    "flatten": Entry("flatten.Flatten"),
    "unflatten": Entry("unflatten.Unflatten"),
    "reshape": Entry("reshape.Reshape"),
    "permute": Entry("permute.Permute"),
    "move_axes": Entry("move_axes.MoveAxes"),
    "view": Entry("view.View"),
    "squeeze": Entry("squeeze.Squeeze"),
    "unsqueeze": Entry("squeeze.Unsqueeze"),
    "split": Entry("split.Split"),
    "tile": Entry("tile.Tile"),
    "repeat": Entry("repeat.Repeat"),
    "slice": Entry("slice.Slice"),
    "gather": Entry("gather.Gather"),
    "index": Entry("index.Index"),
    "gather_elements": Entry("gather.Gather", {"along": True}),
    "shape_of": Entry("shape_of.ShapeOf"),
    "tensor": Entry("tensor.ToldTensor"),
    "repeat_vector": Entry("repeat_vector.RepeatVector"),
    "pad": Entry("pad.Pad"),
    "crop": Entry("crop.Crop"),
    "dropout": Entry("dropout.Dropout"),
    "prelu": Entry("prelu.PReLU"),
    "scale": Entry("scale.Scale"),
    "gated_linear_unit": Entry("gated_linear_unit.GatedLinearUnit"),
    "local_response_norm": Entry("activation.Activation", {"function": "local_response_norm"}),
    "activation": Entry("activation.Activation"),
    "identity": Entry("activation.Activation", {"function": "linear"}),
    **{name: Entry("activation.Activation", {"function": name}) for name in ACTIVATIONS},
}


@cache
def card(word: str) -> type[Layer]:
    """Return the card that does a layer of ours.

    >>> card("max_pool").__name__
    'Pool'
    """
    module, name = LAYERS[word].card.split(".")
    found: type[Layer] = getattr(import_module(f"shapecalc.layers.{module}"), name)
    return found
