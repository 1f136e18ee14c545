"""Images cropped, padded and looked at: one image, or a batch of them."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects.keras.functions.fed import TOLD, Fed, Reading, function, told
from shapecalc.dialects.signature import REQUIRED
from shapecalc.errors import ShapecalcError
from shapecalc.shape import Shape, Size, is_known, wrong_rank


def _image(fed: Fed, name: str) -> Shape:
    x = fed(name)
    if len(x) not in (3, 4):
        raise wrong_rank(x, 4)
    return x


def _cropped(fed: Fed) -> Reading:
    """Read images that lose something on each side, or all that is beyond a size."""
    return _resized(fed, "cropping", -1)


def _padded(fed: Fed) -> Reading:
    """Read images that get something on each side, or all that lacks to a size."""
    return _resized(fed, "padding", 1)


def _resized(fed: Fed, change: str, sign: int) -> Reading:
    x = _image(fed, "images")
    height = len(x) - (2 if fed.channels_first else 3)
    sizes = [
        _size(fed, x[height + place], f"target_{name}", [f"{side}_{change}" for side in sides], sign)
        for place, (name, sides) in enumerate((("height", ("top", "bottom")), ("width", ("left", "right"))))
    ]
    return told((*x[:height], *sizes, *x[height + 2 :]))


def _size(fed: Fed, size: Size, target: str, sides: list[str], sign: int) -> Size:
    known = [fed.whole(side) for side in sides if fed.settings[side] is not None]
    if fed.settings[target] is None:
        if len(known) < 2:
            raise ShapecalcError(f"{target} is not given", why=f"nor are both of {' and '.join(sides)}", path=(target,))
        found = size + sign * sum(known) if is_known(size) else None
    else:
        found = fed.whole(target)
    beyond = found is not None and is_known(size) and sign * (found - size) < sum(known)
    if found is not None and (found < 0 or beyond):
        raise ShapecalcError(
            f"{size} elements cannot become {found}",
            why=f"{' and '.join(sides)} are {known}, and none may be negative",
            path=(target,),
        )
    return found


def _grey(fed: Fed) -> Reading:
    """Read the brightness of coloured images: one channel."""
    x = _image(fed, "images")
    return told((*x[:-3], 1, *x[-2:]) if fed.channels_first else (*x[:-1], 1))


def _alike(fed: Fed) -> Reading:
    """Read images of the same shape."""
    return told(_image(fed, "images"))


def _edges(fed: Fed) -> Reading:
    """Read how much each place differs from those below and beside it: two numbers on a new axis."""
    x = fed("images")
    if len(x) != 4:
        raise wrong_rank(x, 4)
    return told((*x, 2))


def _similarity(fed: Fed) -> Reading:
    """Read one number for each image."""
    return told(_image(fed, "image1")[:-3])


def _at_coordinates(fed: Fed) -> Reading:
    """Read what stands at coordinates, which come one row for each axis."""
    x, coordinates = fed("inputs"), fed("coordinates")
    if len(coordinates) < 2 or (is_known(coordinates[0]) and coordinates[0] != len(x)):
        raise ShapecalcError(
            f"the coordinates have the shape {coordinates}",
            why=f"they must have {len(x)} rows, one for each axis of {x}",
            path=("inbound_nodes",),
        )
    return told(coordinates[1:])


def _scaled_and_moved(fed: Fed) -> Reading:
    """Read images brought to a shape that is fed."""
    if fed.shapes.get("output_shape") and "output_shape" not in fed.values:
        return told((None,) * len(fed("images")))
    return told(fed.sizes("output_shape"))


def _four(change: str) -> dict[str, Any]:
    sides = {f"{side}_{change}": None for side in ("top", "left", "bottom", "right")}
    return {**sides, "target_height": None, "target_width": None, **_FORMAT}


_FORMAT: dict[str, Any] = {"data_format": None}
FUNCTIONS = (
    function(TOLD, "CropImages", "images", _cropped, **_four("cropping")),
    function(TOLD, "PadImages", "images", _padded, **_four("padding")),
    function(TOLD, "RGBToGrayscale", "images", _grey, **_FORMAT),
    function(TOLD, "ElasticTransform", "images", _alike),
    function(TOLD, "SobelEdges", "images", _edges),
    function(TOLD, "SSIM", "image1 image2", _similarity),
    function(TOLD, "MapCoordinates", "inputs coordinates", _at_coordinates, order=REQUIRED),
    function(TOLD, "ScaleAndTranslate", "images output_shape scale translation", _scaled_and_moved),
)
