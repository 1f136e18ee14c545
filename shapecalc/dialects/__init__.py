"""The dialects: what Keras and PyTorch call a layer and a setting, and where they differ from the mathematics."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.keras import KERAS
from shapecalc.dialects.own import OWN
from shapecalc.dialects.torch import TORCH
from shapecalc.errors import ShapecalcError, did_you_mean

if TYPE_CHECKING:
    from shapecalc.dialects.framework_layer import FrameworkLayer
    from shapecalc.shape import DataFormat

DIALECTS: dict[str, Dialect] = {"keras": KERAS, "torch": TORCH}


def dialects_of(class_name: str) -> list[Dialect]:
    """Return the frameworks that have a class of this name.

    >>> [dialect.name for dialect in dialects_of("ReLU")]
    ['keras', 'torch']
    """
    return [dialect for dialect in DIALECTS.values() if dialect.knows(class_name)]


def layer(class_name: str, framework: str | None = None, **settings: Any) -> FrameworkLayer:
    """Return one layer, written as in a framework (or with our word for it, when no framework is named).

    Raises ``ShapecalcError`` for an unknown name or setting, and for what the framework refuses.

    >>> conv = layer("Conv2d", framework="torch", out_channels=8, kernel_size=3)
    >>> conv.infer((1, 3, 32, 32))[:6]
    ((1, 8, 30, 30), 224, 224, 0, 0, 194400)
    """
    if framework is not None and framework not in DIALECTS:
        raise ShapecalcError(
            f"there is no framework {framework!r}",
            fix=did_you_mean(framework, DIALECTS) or f"use one of {', '.join(DIALECTS)}",
        )
    wanted = DIALECTS[framework] if framework else None
    return read_layer(find_dialect(class_name, wanted), class_name, settings)


def find_dialect(class_name: str, wanted: Dialect | None = None) -> Dialect:
    """Return the dialect that a class name belongs to; an ambiguous one belongs to ``wanted``."""
    if wanted is not None and wanted.knows(class_name):
        return wanted
    if OWN.knows(class_name):
        return OWN
    found = dialects_of(class_name)
    if not found or wanted is not None:
        raise unknown_layer(class_name, wanted)
    return found[0]


def read_layer(
    dialect: Dialect, class_name: str, settings: dict[str, Any], data_format: DataFormat | None = None
) -> FrameworkLayer:
    """Return a layer of a dialect; ``data_format`` holds where the settings do not say."""
    from shapecalc.dialects.framework_layer import FrameworkLayer

    return FrameworkLayer(
        dialect=dialect,
        class_name=class_name,
        settings=settings,
        card=dialect.read(class_name, settings, data_format),
        word=dialect.find(class_name)[0].word,
        trainable=settings.get("trainable") is not False,
    )


def unknown_layer(class_name: str, wanted: Dialect | None = None) -> ShapecalcError:
    """Return the refusal of a name that no framework has, with the nearest ones that exist."""
    whose = f"{wanted.title} has no layer" if wanted else "there is no layer"
    return ShapecalcError(
        f"{whose} {class_name!r}",
        why=_elsewhere(class_name, wanted),
        fix=did_you_mean(class_name, all_names(wanted)) or "use a class name of Keras or PyTorch",
        path=("type",),
    )


def _elsewhere(class_name: str, wanted: Dialect | None) -> str:
    others = [dialect.title for dialect in dialects_of(class_name) if dialect is not wanted]
    return f"it is a layer of {' and '.join(others)}" if others else ""


@cache
def all_names(wanted: Dialect | None = None) -> tuple[str, ...]:
    """Return every layer name that may be used."""
    from shapecalc.layers import LAYERS

    dialects = DIALECTS.values() if wanted is None else [wanted]
    return (*(name for dialect in dialects for name in dialect.classes), *LAYERS)
