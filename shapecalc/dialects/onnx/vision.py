"""ONNX's operators on images that look elsewhere than under a window: sampling on a grid, regions, deformed kernels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shapecalc.dialects.onnx.convolutions import conv
from shapecalc.dialects.onnx.made import told
from shapecalc.dialects.onnx.node import Node, Reading
from shapecalc.dialects.onnx.operator import INTS, needed, operator
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, is_known


def grid_sample(node: Node) -> Reading:
    """Read an image sampled at the places of a grid, whose spatial axes it takes."""
    x, grid = node.shape("X"), node.shape("grid")
    if len(x) != len(grid) or len(x) < 3:
        raise ShapecalcError(
            f"the grid has {len(grid)} axes", why=f"the input has {len(x)}: its shape is {x}", path=("inputs", 1)
        )
    return told((x[0], x[1], *grid[1:-1]))


def affine_grid(node: Node) -> Reading | None:
    """Read a grid for an image of a size: batch, spatial axes, a coordinate for each of them."""
    size = node.numbers("size")
    return None if size is None else told((size[0], *size[2:], len(size) - 2))


def regions(node: Node) -> Reading:
    """Read the regions of an image, each brought to one size."""
    x, rois = _image(node), node.shape("rois")
    return told((rois[0] if rois else None, x[1], node["output_height"], node["output_width"]))


def pooled_regions(node: Node) -> Reading:
    """Read the regions of an image, each pooled to one size."""
    x, rois = _image(node), node.shape("rois")
    return told((rois[0] if rois else None, x[1], *node["pooled_shape"]))


def deformed_conv(node: Node) -> Reading | None:
    """Read a convolution whose kernel is moved; its shape is that of one whose kernel is not."""
    inputs = {name: node.inputs.get(name) for name in ("X", "W", "B")}
    return conv(replace(node, inputs=inputs, attributes={**node.attributes, "auto_pad": "NOTSET"}))


def determinant(node: Node) -> Reading:
    """Read the determinants of square matrices."""
    x = node.shape("X")
    if len(x) < 2 or (is_known(x[-1]) and is_known(x[-2]) and x[-1] != x[-2]):
        raise ShapecalcError(f"the input has the shape {x}", why="the last two axes must be a square", path=("inputs",))
    return told(x[:-2])


def _image(node: Node) -> Shape:
    x = node.shape("X")
    if len(x) != 4:
        raise ShapecalcError(f"X has {len(x)} axes", why=f"its shape is {x}, and 4 are needed", path=("inputs",))
    return x


_SAMPLE: dict[str, Any] = {"align_corners": 0, "padding_mode": "zeros"}
_REGIONS: dict[str, Any] = {
    "mode": "avg",
    "output_height": 1,
    "output_width": 1,
    "sampling_ratio": 0,
    "spatial_scale": 1.0,
}

OPERATORS = (
    operator("tensor", "GridSample", 16, "X grid", **_SAMPLE, mode="bilinear"),
    operator("tensor", "GridSample", 20, "X grid", **_SAMPLE, mode="linear"),
    operator("tensor", "AffineGrid", 20, "theta size", "grid", align_corners=0),
    operator("tensor", "RoiAlign", 10, "X rois batch_indices", **_REGIONS),
    operator("tensor", "RoiAlign", 16, "X rois batch_indices", **_REGIONS,
             coordinate_transformation_mode="half_pixel"),
    operator("tensor", "MaxRoiPool", 1, "X rois", pooled_shape=needed(INTS), spatial_scale=1.0),
    operator("conv", "DeformConv", 19, "X W offset B? mask?", weights="W B", dilations=INTS, group=1,
             kernel_shape=INTS, offset_group=1, pads=INTS, strides=INTS),
    operator("tensor", "Det", 11),
)  # fmt: skip

READINGS = {
    "GridSample": grid_sample,
    "AffineGrid": affine_grid,
    "RoiAlign": regions,
    "MaxRoiPool": pooled_regions,
    "DeformConv": deformed_conv,
    "Det": determinant,
}
