"""ONNX 1.23: channels first, weights as inputs, and a version of each operator for each operator set."""

from shapecalc.dialects.onnx.versions import Onnx

ONNX = Onnx(
    name="onnx",
    title="ONNX",
    data_format="channels_first",
    statistics="parameters",
    fed_weights=True,
    spelling={
        "kernel_shape": "kernel_size",
        "strides": "stride",
        "pads": "padding",
        "dilations": "dilation",
        "group": "groups",
        "output_shape": "output_size",
        "perm": "order",
        "blocksize": "block",
    },
    own_spelling={"upsample": {"scales": "factor", "sizes": "size", "mode": "interpolation"}},
)
