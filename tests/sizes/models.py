"""Models whose legal sizes have a story, in few lines each; the name says which."""

from __future__ import annotations

from textwrap import dedent

from shapecalc.model.document import parse
from shapecalc.model.graph import Model
from shapecalc.model.reader import read_model

TEXTS = {
    "fpn": """
        input: [3, 256, 256]
        layers:
          - {type: Conv2d, name: c2, out_channels: 8, kernel_size: 3, stride: 4, padding: 1}
          - {type: Conv2d, name: c3, out_channels: 8, kernel_size: 3, stride: 2, padding: 1}
          - {type: Conv2d, name: c4, out_channels: 8, kernel_size: 3, stride: 2, padding: 1}
          - {type: Conv2d, name: c5, out_channels: 8, kernel_size: 3, stride: 2, padding: 1}
          - {type: Upsample, scale_factor: 2, name: u5}
          - {type: add, name: p4, inputs: [u5, c4]}
          - {type: Upsample, scale_factor: 2, name: u4}
          - {type: add, name: p3, inputs: [u4, c3]}
          - {type: Upsample, scale_factor: 2, name: u3}
          - {type: add, name: p2, inputs: [u3, c2]}
        """,
    "fpn that upsamples to the other's size": """
        input: [3, 256, 256]
        layers:
          - {type: Conv2d, name: c3, out_channels: 8, kernel_size: 3, stride: 2, padding: 1}
          - {type: Conv2d, name: c4, out_channels: 8, kernel_size: 3, stride: 2, padding: 1}
          - {type: Upsample, size: c3, name: u4}
          - {type: add, inputs: [u4, c3]}
        """,
    "valid unet": """
        input: [1, 188, 188]
        layers:
          - {type: Conv2d, name: e1, out_channels: 4, kernel_size: 5}
          - {type: MaxPool2d, kernel_size: 2}
          - {type: Conv2d, name: e2, out_channels: 4, kernel_size: 5}
          - {type: MaxPool2d, kernel_size: 2}
          - {type: Conv2d, out_channels: 4, kernel_size: 5}
          - {type: ConvTranspose2d, name: u2, out_channels: 4, kernel_size: 2, stride: 2}
          - {type: ZeroPad2d, name: c2, padding: -4, inputs: [e2]}
          - {type: cat, dim: 1, inputs: [u2, c2]}
          - {type: ConvTranspose2d, name: u1, out_channels: 4, kernel_size: 2, stride: 2}
          - {type: ZeroPad2d, name: c1, padding: -12, inputs: [e1]}
          - {type: cat, dim: 1, inputs: [u1, c1]}
        """,
    "ceil_mode pools": """
        input: [3, 64, 64]
        layers:
          - {type: ReLU, name: top}
          - {type: MaxPool2d, kernel_size: 2, ceil_mode: true}
          - {type: MaxPool2d, kernel_size: 3, stride: 2, ceil_mode: true}
          - {type: Upsample, scale_factor: 4, name: up}
          - {type: cat, dim: 1, inputs: [up, top]}
        """,
    "aspp with dilation": """
        input: [3, 65, 65]
        layers:
          - {type: Conv2d, name: stem, out_channels: 8, kernel_size: 7, stride: 4, padding: 3}
          - {type: Conv2d, name: a, out_channels: 8, kernel_size: 3, dilation: 6, padding: 6}
          - {type: Conv2d, name: b, out_channels: 8, kernel_size: 3, dilation: 3, inputs: [stem]}
          - {type: ZeroPad2d, name: b2, padding: 3}
          - {type: cat, dim: 1, inputs: [a, b2, stem]}
        """,
    "segnet by unpooling": """
        input: [3, 32, 32]
        layers:
          - {type: MaxPool2d, name: pool, kernel_size: 2, return_indices: true}
          - {type: MaxUnpool2d, name: back, kernel_size: 2, inputs: [pool, "pool:1"]}
          - {type: add, inputs: [back, input]}
        """,
    "strides of three": """
        input: [1, 81]
        layers:
          - {type: Conv1d, name: a, out_channels: 4, kernel_size: 5, stride: 3, padding: 1}
          - {type: Conv1d, out_channels: 4, kernel_size: 4, stride: 3}
          - {type: ConvTranspose1d, name: up, out_channels: 4, kernel_size: 4, stride: 3}
          - {type: cat, dim: 1, inputs: [up, a]}
        """,
    "scale 1.5": """
        input: [3, 64, 64]
        layers:
          - {type: MaxPool2d, kernel_size: 3, name: pool}
          - {type: Upsample, scale_factor: 1.5, name: half}
          - {type: MaxPool2d, kernel_size: 2, name: other, inputs: [input]}
          - {type: cat, dim: 1, inputs: [half, other]}
        """,
    "scale 0.7, rounded as floats are": """
        input: [3, 100]
        layers:
          - {type: Upsample, scale_factor: 0.7, name: down}
          - {type: Upsample, scale_factor: 0.1, name: tenth}
          - {type: Upsample, scale_factor: 7, name: seven, inputs: [tenth]}
          - {type: Upsample, scale_factor: 1, name: same, inputs: [down]}
        """,
    "scale 1/3 against a pool": """
        input: [3, 100]
        layers:
          - {type: Upsample, scale_factor: 0.3333333333333333, name: third}
          - {type: MaxPool1d, kernel_size: 3, name: pool, inputs: [input]}
          - {type: add, inputs: [third, pool]}
        """,
    "adaptive pools": """
        input: [3, 97, 61]
        layers:
          - {type: Conv2d, name: c, out_channels: 8, kernel_size: 3, stride: 2}
          - {type: AdaptiveAvgPool2d, output_size: [6, null], name: p}
          - {type: AdaptiveAvgPool2d, output_size: [6, 7], name: q, inputs: [c]}
          - {type: cat, dim: 3, inputs: [p, q]}
        """,
    "pixel shuffle": """
        input: [3, 32, 32]
        layers:
          - {type: Conv2d, out_channels: 16, kernel_size: 3, stride: 2, padding: 1}
          - {type: PixelShuffle, upscale_factor: 2, name: up}
          - {type: cat, dim: 1, inputs: [up, input]}
          - {type: PixelUnshuffle, downscale_factor: 3}
        """,
    "branches that meet once": """
        input: [1, 20, 20]
        layers:
          - {type: MaxPool2d, kernel_size: 2, name: half}
          - {type: ZeroPad2d, padding: [3, 2, 3, 2], name: more}
          - {type: cat, dim: 1, inputs: [more, input]}
        """,
    "branches that meet twice": """
        input: [1, 20]
        layers:
          - {type: MaxPool1d, kernel_size: 3, name: third}
          - {type: ConstantPad1d, value: 0, padding: [2, 2], name: more}
          - {type: MaxPool1d, kernel_size: 2, name: half, inputs: [input]}
          - {type: cat, dim: 1, inputs: [more, half]}
        """,
    "vgg with a linear layer": """
        input: [3, 64, 64]
        layers:
          - {type: MaxPool2d, kernel_size: 4}
          - {type: MaxPool2d, kernel_size: 4}
          - Flatten
          - {type: Linear, name: fc, in_features: 48, out_features: 10}
        """,
    "dense after flatten": """
        input: [28, 28, 1]
        framework: keras
        layers:
          - {type: Conv2D, filters: 4, kernel_size: 3, strides: 2, padding: same}
          - Flatten
          - {type: Dense, units: 10}
        """,
    "attention over H*W": """
        input: [8, 16, 24]
        layers:
          - {type: Conv2d, out_channels: 8, kernel_size: 2, stride: 2}
          - {type: Flatten, start_dim: 2}
          - {type: permute, order: [0, 2, 1], name: tokens}
          - {type: MultiheadAttention, embed_dim: 8, num_heads: 2, batch_first: true, name: attend,
             inputs: [tokens, tokens, tokens]}
          - {type: permute, order: [0, 2, 1]}
          - {type: Unflatten, dim: 2, unflattened_size: [8, 12]}
        """,
    "turned by permute": """
        input: [8, 20, 24]
        layers:
          - {type: permute, order: [0, 1, 3, 2], name: turned}
          - {type: cat, dim: 1, inputs: [turned, input]}
        """,
    "inception of four strides": """
        input: [3, 99, 99]
        layers:
          - {type: Conv2d, name: a, out_channels: 4, kernel_size: 3, stride: 2}
          - {type: MaxPool2d, name: b, kernel_size: 3, stride: 2, inputs: [input]}
          - {type: Conv2d, name: c, out_channels: 4, kernel_size: 1, stride: 2, inputs: [input]}
          - {type: AvgPool2d, name: d, kernel_size: 2, stride: 2, inputs: [input]}
          - {type: cat, dim: 1, inputs: [a, b]}
          - {type: cat, dim: 1, inputs: [c, d]}
        """,
    "same padding, keras": """
        input: [96, 96, 3]
        framework: keras
        layers:
          - {type: Conv2D, filters: 4, kernel_size: 3, strides: 2, padding: same, name: a}
          - {type: SeparableConv2D, filters: 4, kernel_size: 3, strides: 3, padding: same, name: b}
          - {type: Conv2DTranspose, filters: 4, kernel_size: 3, strides: 3, padding: same, name: up}
          - {type: Add, inputs: [up, a]}
        """,
    "reflection needs room": """
        input: [3, 40, 40]
        layers:
          - {type: MaxPool2d, kernel_size: 3, stride: 2}
          - {type: ReflectionPad2d, padding: 9}
          - {type: Conv2d, out_channels: 4, kernel_size: 9}
          - {type: Upsample, scale_factor: 2}
        """,
    "unfold and fold": """
        input: [3, 12, 12]
        layers:
          - {type: Unfold, kernel_size: 3, stride: 3}
          - {type: Fold, name: fold, output_size: [12, 12], kernel_size: 3, stride: 3}
        """,
    "three dimensions": """
        input: [1, 16, 32, 32]
        layers:
          - {type: MaxPool3d, kernel_size: [1, 2, 2], name: a}
          - {type: MaxPool3d, kernel_size: 2, name: b}
          - {type: Upsample, scale_factor: 2, name: up}
          - {type: cat, dim: 1, inputs: [up, a]}
        """,
    "lstm over conv features": """
        input: [1, 4000]
        layers:
          - {type: Conv1d, out_channels: 8, kernel_size: 10, stride: 5}
          - {type: Conv1d, out_channels: 8, kernel_size: 8, stride: 4}
          - {type: permute, order: [0, 2, 1]}
          - {type: LSTM, input_size: 8, hidden_size: 8, batch_first: true}
        """,
    "two inputs that must fit": """
        input: {left: [3, 32, 32], right: [3, 16, 16]}
        layers:
          - {type: MaxPool2d, kernel_size: 2, inputs: [left], name: half}
          - {type: cat, dim: 1, inputs: [half, right]}
        """,
    "two inputs of one name": """
        input: {image: [H, W, 3], mask: [H, W, 1]}
        framework: keras
        layers:
          - {type: Concatenate, inputs: [mask, image], name: both}
          - {type: MaxPooling2D, pool_size: 2}
          - {type: UpSampling2D, size: 2, name: up}
          - {type: Add, inputs: [up, both]}
        """,
    "one name for both axes": """
        input: [3, S, S]
        layers:
          - {type: MaxPool2d, kernel_size: [2, 3], name: pool}
          - {type: permute, order: [0, 1, 3, 2], name: turned}
          - {type: cat, dim: 1, inputs: [turned, pool]}
        """,
    "shared weights": """
        input: {left: [10, 6], right: [10, 6]}
        framework: keras
        layers:
          - {type: Dense, units: 4, inputs: [left], name: one}
          - {shared: one, inputs: [right], name: other}
          - {type: Concatenate, axis: 1, inputs: [one, other]}
        """,
    "glu, split and groups": """
        input: [24, 20]
        layers:
          - {type: GLU, dim: 1}
          - {type: GroupNorm, num_groups: 4, num_channels: 12}
          - {type: Conv1d, out_channels: 6, kernel_size: 3, groups: 3}
        """,
    "two levels of 0.123456789": """
        input: [3, 64]
        layers:
          - {type: Upsample, scale_factor: 0.123456789, name: down}
          - {type: Upsample, scale_factor: 8, name: up}
          - {type: ConstantPad1d, padding: [0, 8], value: 0, name: more}
          - {type: cat, dim: 1, inputs: [more, input]}
        """,
    "never fits": """
        input: [3, 64]
        layers:
          - {type: MaxPool1d, kernel_size: 2, name: half}
          - {type: MaxPool1d, kernel_size: 4, name: quarter, inputs: [input]}
          - {type: cat, dim: 1, inputs: [half, quarter], name: meet}
        """,
    "square of a length": """
        input: [12, 8]
        framework: keras
        layers:
          - {type: Dot, axes: 2, inputs: [input, input], name: gram}
          - {type: Flatten, name: flat}
          - {type: Reshape, target_shape: [9, -1]}
        """,
}


def text(name: str) -> str:
    """Return a model file."""
    return dedent(TEXTS[name]).lstrip()


def model(name: str) -> Model:
    return read_model(parse(text(name).encode(), f"{name}.yaml"), {})
