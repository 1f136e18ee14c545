"""From a layer's configuration to the layer: what says nothing of shapes is left out, older words are made new."""

from __future__ import annotations

from typing import Any

from shapecalc.dialects import read_layer
from shapecalc.dialects.dialect import Dialect
from shapecalc.dialects.framework_layer import AnyLayer
from shapecalc.dialects.keras import KERAS
from shapecalc.dialects.keras.activations import ACTIVATIONS
from shapecalc.dialects.refusal import short
from shapecalc.errors import ShapecalcError, under
from shapecalc.importers.keras.entry import Entry

WITHOUT_EFFECT = frozenset({"name", "dtype", "batch_input_shape", "build_input_shape", "quantization_config"})
OTHER_VERSIONS = frozenset(
    {
        *("implementation", "rng_type", "fused", "virtual_batch_size", "adjustment", "force_generator"),
        *("query_shape", "key_shape", "value_shape"),
    }
)
"""Arguments that other versions of Keras have, and no shape or count depends on."""
RENAMED = {"GroupQueryAttention": "GroupedQueryAttention"}
"""The class' own name, where Keras saves another one."""
_SAME = ("_initializer", "_regularizer", "_constraint")


class Layers:
    """Layers by their settings; entries that say the same share one."""

    def __init__(self, dialect: Dialect = KERAS) -> None:
        self.dialect = dialect
        self._read: dict[str, AnyLayer] = {}

    def layer(self, entry: Entry, inner: dict[str, Any] | None = None) -> AnyLayer:
        """Return the layer of Keras' own that an entry describes; ``inner`` are the layers that its settings hold."""
        settings = settings_of(entry)
        name = RENAMED.get(entry.class_name, entry.class_name)
        with under(*entry.path):
            if inner:
                return read_layer(self.dialect, name, {**settings, **inner})
            key = f"{name}{settings}"
            if key not in self._read:
                self._read[key] = read_layer(self.dialect, name, settings)
            return self._read[key]


def settings_of(entry: Entry) -> dict[str, Any]:
    """Return the arguments of a layer's class that may decide on a shape or a count."""
    signature, _ = KERAS.find(entry.class_name)
    known = {*signature.arguments, *signature.call, *signature.legacy}
    settings = {}
    for key, value in entry.config.items():
        if key in WITHOUT_EFFECT or key.endswith(_SAME):
            continue
        if key in known or KERAS.takes_everywhere(key):
            settings[key] = tuples(value)
        else:
            _leave_out(entry, key, value)
    _refuse_quantized(entry)
    _plain(settings)
    return settings


def _leave_out(entry: Entry, key: str, value: Any) -> None:
    """Leave out an argument of another version of Keras; refuse it where it is switched on."""
    if key in OTHER_VERSIONS or not value or (key == "groups" and value == 1):
        return
    raise ShapecalcError(
        f"{key} is {short(value)}",
        why=f"no {entry.class_name} of Keras 3 has this argument",
        fix="save the model with Keras 3",
        path=(*entry.path, key),
    )


def _refuse_quantized(entry: Entry) -> None:
    mode = _quantized_to(entry.config.get("dtype"))
    if mode:
        raise ShapecalcError(
            f"{entry.name} is quantized to {short(mode)}",
            why="its arrays are not those of its class: packed kernels that no longer learn, with scales beside them",
            fix="save the model before quantizing it",
            path=entry.path,
        )


def _quantized_to(policy: Any) -> Any:
    """Return what a policy of types quantizes to (``int8``); None for one that does not.

    As text it is called ``int8_from_float32``.
    """
    if isinstance(policy, str):
        mode, is_quantized, _ = policy.partition("_from_")
        return mode if is_quantized else None
    settings = policy.get("config") if isinstance(policy, dict) else None
    return settings.get("mode") if isinstance(settings, dict) else None


def _plain(settings: dict[str, Any]) -> None:
    """Write settings as they are given by hand: one axis as a number, a function of the user's own as none."""
    for key in ("activation", "recurrent_activation"):
        if key in settings and settings[key] not in ACTIVATIONS:
            settings[key] = None
    axis = settings.get("axis")
    if isinstance(axis, tuple) and len(axis) == 1:
        settings["axis"] = axis[0]


def tuples(value: Any) -> Any:
    """Return lists as tuples, all the way down."""
    return tuple(map(tuples, value)) if isinstance(value, list) else value
