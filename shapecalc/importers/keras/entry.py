"""One layer as a Keras file describes it: class, module, settings, name, and where it stands."""

from __future__ import annotations

from typing import Any, NamedTuple

from shapecalc.dialects.keras import KERAS
from shapecalc.dialects.keras.functions import FUNCTIONS
from shapecalc.dialects.keras.operations import OPERATIONS
from shapecalc.dialects.refusal import short
from shapecalc.errors import Path, ShapecalcError
from shapecalc.shape import Shape

LEGACY_OPERATIONS = ("TFOpLambda", "SlicingOpLambda")
"""What Keras 2 makes of TensorFlow's functions."""
MODELS = ("Functional", "Sequential", "Model")
KERAS_PACKAGES = ("", "keras", "tf_keras", "tensorflow")
"""Where Keras' own classes come from; old files do not say it."""
WRAPPED = ("layer", "backward_layer", "cell", "cells")
"""Settings that hold a layer, or a list of them."""


class Entry(NamedTuple):
    """A layer's description. ``module`` is where its class comes from; the empty text where the file does not say.

    ``built`` is what the file says that came in when the layer was built, ``told`` what it says of a model's outputs
    where others take them. Only a class unknown here may believe either.
    """

    class_name: str
    module: str | None
    config: dict[str, Any]
    name: str
    path: Path
    nodes: list[Any]
    built: Any = None
    told: tuple[Shape | None, ...] = ()

    @property
    def place(self) -> Path:
        """Return where the layer stands in its own model."""
        return self.path[-2:]

    @property
    def is_model(self) -> bool:
        """Tell whether the layer is a model of layers: one of Keras', or a subclass that is put together like one."""
        return "layers" in self.config and (self.class_name in MODELS or "input_layers" in self.config)

    @property
    def is_operation(self) -> bool:
        """Tell whether this is a function of ``keras.ops`` and no layer."""
        if self.class_name in LEGACY_OPERATIONS or (self.module or "").startswith(("keras.src.ops.", "keras.ops.")):
            return True
        unsaid = self.module == "" and not {"trainable", "batch_shape", "layers"} & set(self.config)
        return unsaid and is_function(self.class_name) and not self._has_settings_of_a_layer

    @property
    def _has_settings_of_a_layer(self) -> bool:
        """Tell whether a setting stands there that a layer has and the function of the same name has not."""
        if not KERAS.knows(self.class_name):
            return False
        found = FUNCTIONS.get(self.class_name)
        own = found.settings if found else OPERATIONS.find(self.class_name)[0].arguments
        return not set(self.config).isdisjoint(KERAS.find(self.class_name)[0].arguments.keys() - own.keys())

    @property
    def is_from_keras(self) -> bool:
        """Tell whether the class is said to be Keras' own."""
        return self.module is not None and self.module.partition(".")[0] in KERAS_PACKAGES

    @property
    def is_keras_own(self) -> bool:
        """Tell whether Keras has the class itself, and every class of a layer inside."""
        if self.is_model:
            return True
        known = self.is_from_keras and KERAS.knows(self.class_name)
        return known and all(each.is_keras_own for each in self.wrapped)

    @property
    def wrapped(self) -> list[Entry]:
        """Return the layers in the settings."""
        found = []
        for key in WRAPPED:
            value = self.config.get(key)
            several = value if isinstance(value, list) else [value]
            found += [entry_of(each, (*self.path, key), named=False) for each in several if isinstance(each, dict)]
        return found


def is_function(class_name: str) -> bool:
    """Tell whether ``keras.ops`` has a function of this name that we know."""
    return class_name in FUNCTIONS or OPERATIONS.knows(class_name)


def entry_of(value: Any, path: Path, *, named: bool = True) -> Entry:
    """Return what a file says of a layer, or refuse what is none."""
    if not isinstance(value, dict) or not isinstance(value.get("class_name"), str):
        raise ShapecalcError(f"a layer is {short(value)}", why="it must be a mapping with a class_name", path=path)
    config = value.get("config", {})
    if isinstance(config, list):  # the first versions of Keras wrote a Sequential model so
        config = {"layers": config}
    if not isinstance(config, dict):
        raise ShapecalcError(f"config is {short(config)}", why="it must be a mapping of settings", path=path)
    name = value.get("name") or config.get("name") or ("" if named else value["class_name"])
    if not (isinstance(name, str) and name and name.isprintable()):
        raise ShapecalcError(f"name is {short(name)}", why="a layer has a printable name", path=path)
    nodes = value.get("inbound_nodes", [])
    if not isinstance(nodes, list):
        raise ShapecalcError(f"inbound_nodes is {short(nodes)}", why="it must be a list of calls", path=path)
    module = value.get("module", "")
    if not isinstance(module, (str, type(None))):
        raise ShapecalcError(f"module is {short(module)}", why="it must be a module's name", path=path)
    told = value.get("build_config")
    built = told.get("input_shape") if isinstance(told, dict) else None
    return Entry(value["class_name"], module, config, name, path, nodes, built)


def name_in(value: Any) -> str:
    """Return the name in what may be no layer."""
    if not isinstance(value, dict):
        return ""
    config = value.get("config")
    name = value.get("name") or (config.get("name") if isinstance(config, dict) else "")
    return name if isinstance(name, str) and name.isprintable() else ""
