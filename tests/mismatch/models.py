"""Models whose branches do not fit, as someone writes them."""

from __future__ import annotations

TEXTS = {
    "fpn": """\
name: fpn
input: [3, 100, 150]
framework: torch
layers:
  - {type: Conv2d, name: c1, out_channels: 8, kernel_size: 3, stride: 2, padding: 1}
  - {type: Conv2d, name: c2, out_channels: 16, kernel_size: 3, stride: 2, padding: 1}
  - {type: Conv2d, name: c3, out_channels: 32, kernel_size: 3, stride: 2, padding: 1}
  - {type: Conv2d, name: c4, out_channels: 64, kernel_size: 3, stride: 2, padding: 1}
  - {type: Conv2d, name: l4, out_channels: 8, kernel_size: 1, inputs: [c4]}
  - {type: Conv2d, name: l3, out_channels: 8, kernel_size: 1, inputs: [c3]}
  - {type: Conv2d, name: l2, out_channels: 8, kernel_size: 1, inputs: [c2]}
  - {type: Upsample, name: t4, scale_factor: 2, mode: nearest, inputs: [l4]}
  - {type: add, name: p3, inputs: [l3, t4]}
  - {type: Upsample, name: t3, scale_factor: 2, mode: nearest}
  - {type: add, name: p2, inputs: [l2, t3]}
  - {type: Conv2d, name: out, out_channels: 8, kernel_size: 3, padding: 1}
""",
    "panet": """\
name: panet
input: [3, 90, 100]
framework: torch
layers:
  - {type: MaxPool2d, name: c1, kernel_size: 2}
  - {type: Conv2d, name: c2, out_channels: 16, kernel_size: 3, stride: 2, padding: 1}
  - {type: Conv2d, name: c3, out_channels: 16, kernel_size: 3, stride: 2, padding: 1}
  - {type: Conv2d, name: c4, out_channels: 16, kernel_size: 3, stride: 2, padding: 1}
  - {type: Upsample, name: u4, scale_factor: 2}
  - {type: cat, name: f3, dim: 1, inputs: [u4, c3]}
  - {type: Conv2d, name: p3, out_channels: 16, kernel_size: 1}
  - {type: Upsample, name: u3, scale_factor: 2}
  - {type: cat, name: f2, dim: 1, inputs: [u3, c2]}
  - {type: Conv2d, name: n2, out_channels: 16, kernel_size: 1}
  - {type: MaxPool2d, name: d2, kernel_size: 2}
  - {type: cat, name: n3, dim: 1, inputs: [d2, p3]}
  - {type: Conv2d, name: d3, out_channels: 16, kernel_size: 3, stride: 2, padding: 1}
  - {type: cat, name: n4, dim: 1, inputs: [d3, c4]}
""",
    "resnet with a pooled shortcut": """\
name: resnet
input: [3, 56, 57]
framework: torch
blocks:
  down:
    vars: [ch]
    layers:
      - {type: Conv2d, name: a, out_channels: "${ch}", kernel_size: 3, stride: 2, padding: 1}
      - ReLU
      - {type: Conv2d, name: b, out_channels: "${ch}", kernel_size: 3, padding: 1}
      - {type: AvgPool2d, name: short, kernel_size: 2, inputs: [$input]}
      - {type: Conv2d, name: proj, out_channels: "${ch}", kernel_size: 1}
      - {type: add, inputs: [b, proj]}
      - ReLU
layers:
  - {type: Conv2d, name: stem, out_channels: 16, kernel_size: 3, padding: 1}
  - {type: down, name: s1, ch: 32}
  - {type: down, name: s2, ch: 64}
  - {type: AdaptiveAvgPool2d, output_size: 1}
""",
    "three branches": """\
name: three
input: [3, 31, 31]
framework: torch
layers:
  - {type: Conv2d, name: stem, out_channels: 8, kernel_size: 1}
  - {type: Conv2d, name: a, out_channels: 8, kernel_size: 3, stride: 2, padding: 1, inputs: [stem]}
  - {type: MaxPool2d, name: b, kernel_size: 2, inputs: [stem]}
  - {type: Conv2d, name: c, out_channels: 8, kernel_size: 5, stride: 2, inputs: [stem]}
  - {type: cat, name: join, dim: 1, inputs: [a, b, c]}
""",
    "channels that differ": """\
name: chan
input: [3, 32, 32]
framework: torch
layers:
  - {type: Conv2d, name: stem, out_channels: 16, kernel_size: 1}
  - {type: Conv2d, name: a, out_channels: 32, kernel_size: 3, padding: 1}
  - ReLU
  - {type: add, name: sum, inputs: [stem, relu]}
""",
    "a flattened branch": """\
name: rank
input: [3, 32, 32]
framework: torch
layers:
  - {type: Conv2d, name: stem, out_channels: 16, kernel_size: 1}
  - {type: Flatten, name: flat}
  - {type: cat, name: join, dim: 1, inputs: [stem, flat]}
""",
    "a gate without its axes": """\
name: se2
input: [16, 32, 32]
framework: torch
layers:
  - {type: Conv2d, name: stem, out_channels: 16, kernel_size: 1}
  - {type: AdaptiveAvgPool2d, name: squeeze, output_size: 1}
  - {type: Flatten, name: flat}
  - {type: Linear, name: gate, out_features: 16}
  - {type: multiply, name: scaled, inputs: [stem, gate]}
""",
    "a gate without its axes, keras": """\
name: se3
input: [32, 32, 16]
framework: keras
layers:
  - {type: Conv2D, name: stem, filters: 16, kernel_size: 1}
  - {type: GlobalAveragePooling2D, name: squeeze}
  - {type: Dense, name: gate, units: 16}
  - {type: Add, name: scaled, inputs: [stem, gate]}
  - {type: Concatenate, name: joined, inputs: [stem, gate]}
""",
    "upsampled sum, keras": """\
name: se
input: [33, 33, 3]
framework: keras
layers:
  - {type: Conv2D, name: stem, filters: 16, kernel_size: 3, padding: same}
  - {type: MaxPooling2D, name: pool, pool_size: 2}
  - {type: Conv2D, name: mid, filters: 16, kernel_size: 3, padding: same}
  - {type: UpSampling2D, name: up, size: 2}
  - {type: Add, name: sum, inputs: [stem, up]}
""",
    "blocks that need different things": """\
name: blk
input: [3, 50, 62]
framework: torch
blocks:
  res:                      # a residual with a pool beside
    vars: [ch]
    layers:
      - {type: Conv2d, name: a, out_channels: "${ch}", kernel_size: 3, stride: 2, padding: 1, inputs: [$input]}
      - {type: MaxPool2d, name: p, kernel_size: 2, inputs: [$input]}
      - {type: cat, dim: 1, inputs: [$previous, a]}   # meet
  up:
    vars: [ch]
    layers:
      - {type: ConvTranspose2d, name: t, out_channels: "${ch}", kernel_size: 2, stride: 2, inputs: ["$input:0"]}
      - {type: cat, dim: 1, name: c, inputs: [t, "$input:1"]}
layers:
  - {type: Conv2d, name: stem, out_channels: 4, kernel_size: 3, padding: 1}
  - {type: res, name: r, ch: 4, repeat: 3}
  - {type: up, name: u, ch: 4, inputs: [$previous, r_2]}
  - {type: up, name: v, ch: 4, inputs: [u, r_1]}
""",
    "an up block with a skip": """\
name: upb
input: [3, 50, 62]
framework: torch
blocks:
  up:
    vars: [ch]
    layers:
      - {type: ConvTranspose2d, name: t, out_channels: "${ch}", kernel_size: 2, stride: 2, inputs: ["$input:0"]}
      - {type: cat, dim: 1, name: c, inputs: [t, "$input:1"]}
layers:
  - {type: Conv2d, name: e1, out_channels: 4, kernel_size: 3, padding: 1}
  - {type: MaxPool2d, kernel_size: 2}
  - {type: Conv2d, name: e2, out_channels: 4, kernel_size: 3, padding: 1}
  - {type: MaxPool2d, kernel_size: 2}
  - {type: Conv2d, name: e3, out_channels: 4, kernel_size: 3, padding: 1}
  - {type: up, name: u, ch: 4, inputs: [$previous, e2]}
  - {type: up, name: v, ch: 4, inputs: [u, e1]}
""",
    "inputs that differ": """\
name: nest
input: {left: [3, 50, 62], right: [3, 51, 62]}
framework: torch
blocks:
  join:
    layers:
      - {type: cat, dim: 1, name: c}
  outer:
    layers:
      - {type: join, name: j}
      - {type: Conv2d, name: k, out_channels: 4, kernel_size: 3}
layers:
  - {type: outer, name: o, inputs: [left, right]}
  - {type: join, name: q, inputs: [left, right], when: true}
""",
    "blocks in blocks, repeated": """\
name: deep
input: [16, 9, 9]
framework: torch
blocks:
  cell:
    layers:
      - {type: AvgPool2d, name: p, kernel_size: 2, stride: 1, inputs: [$input]}
      - {type: add, name: s, inputs: [p, $input], when: true}
  stage:
    layers:
      - {type: cell, name: c, repeat: 2}
      - ReLU
layers:
  - {type: stage, name: st, repeat: 2}
""",
}
