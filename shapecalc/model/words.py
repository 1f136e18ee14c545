"""Whose words a model file speaks: the first class name that only one framework has decides, or ``framework`` does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from shapecalc.dialects import DIALECTS, dialects_of, find_dialect, read_layer
from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import AnyLayer
from shapecalc.dialects.own import OWN
from shapecalc.errors import ShapecalcError, did_you_mean
from shapecalc.shape import DataFormat


class Words:
    """The dialect of a file, and the place of the channels where it says so for all layers."""

    def __init__(self, dialect: Dialect, data_format: DataFormat | None = None) -> None:
        self.dialect = dialect
        self.data_format = data_format
        self._read: dict[str, AnyLayer] = {}

    def layer(self, class_name: str, settings: dict[str, Any]) -> AnyLayer:
        """Return the layer that an entry of the file means; entries that say the same share one."""
        key = f"{class_name}{settings}"
        if key not in self._read:
            self._read[key] = self._new_layer(class_name, settings)
        return self._read[key]

    def _new_layer(self, class_name: str, settings: dict[str, Any]) -> AnyLayer:
        dialect = self._dialect(class_name)
        if dialect not in (self.dialect, OWN) and not (self.data_format or "data_format" in settings):
            raise self._two_layouts(class_name, dialect)
        return read_layer(dialect, class_name, settings, self.data_format or self.dialect.data_format)

    def settings_of(self, class_name: str) -> list[str]:
        """Return what a layer takes; nothing for a word that is none."""
        dialect = self.dialect if self.dialect.knows(class_name) else next(iter(dialects_of(class_name)), OWN)
        return list(dialect.find(class_name)[0].arguments) if dialect.knows(class_name) else []

    def default_name(self, class_name: str) -> str:
        """Return the name of a node that has none: Keras' own in a Keras model, the class in lower case elsewhere."""
        return snake_case(class_name) if self.dialect.name == "keras" else class_name.lower()

    def _dialect(self, class_name: str) -> Dialect:
        if self.dialect.knows(class_name):
            return self.dialect
        return find_dialect(class_name)

    def _two_layouts(self, class_name: str, dialect: Dialect) -> ShapecalcError:
        from shapecalc.dialects.names import same_layer

        mine, its = (each.data_format.replace("_", " ") for each in (self.dialect, dialect))
        same = " or ".join(same_layer(class_name, self.dialect)[:3]) or f"a word of {self.dialect.title}"
        return ShapecalcError(
            f"{class_name} is a word of {dialect.title}, but this model speaks {self.dialect.title}",
            why=f"{dialect.title} has {its}, {self.dialect.title} {mine}",
            fix=f"use {same}, or say data_format at the top of the file",
            path=("type",),
        )


def words_of(framework: Any, data_format: Any, class_names: Iterable[Any]) -> Words:
    """Decide on the dialect of a file."""
    _one_of("framework", framework, DIALECTS)
    _one_of("data_format", data_format, ("channels_last", "channels_first"))
    if framework is not None:
        return Words(DIALECTS[framework], data_format)
    for name in class_names:
        found = dialects_of(name) if isinstance(name, str) and not OWN.knows(name) else []
        if len(found) == 1:
            return Words(found[0], data_format)
    return Words(DIALECTS["keras"], data_format)


def _one_of(name: str, value: Any, allowed: Iterable[str]) -> None:
    if value is not None and value not in tuple(allowed):
        raise ShapecalcError(
            f"{name} is {value!r}",
            why=f"it is one of {', '.join(allowed)}",
            fix=did_you_mean(str(value), allowed),
            path=(name,),
        )


def snake_case(class_name: str) -> str:
    """Return Keras' default name for a layer of a class.

    >>> [snake_case(name) for name in ("Conv2DTranspose", "BatchNormalization", "ReLU")]
    ['conv2d_transpose', 'batch_normalization', 're_lu']
    """
    return _WORD_END.sub(r"\1_\2", _WORD_START.sub(r"\1_\2", class_name)).lower()


_WORD_START = re.compile(r"(.)([A-Z][a-z]+)")
_WORD_END = re.compile(r"([a-z])([A-Z])")
